/** What a provider names beside its rows: nothing that was read under a name is used once a change or a purge has named it. */
import { purge } from '../../src/cache/purge';
import { guidOf } from '../../src/gateway/find-row';
import type { IncomingHeaders } from '../../src/gateway/incoming';
import type { OpenService } from '../../src/gateway/open-service';
import { createSharedCache } from '../../src/gateway/shared-cache';
import { PricedSource } from '../support/cached/priced-source';
import { ask, get, openCachedService } from '../support/cached/open-cached-service';
import { SetClock } from '../support/cached/set-clock';
import { bodyText, SOURCE } from '../support/open-test-service';
import { itemsSet } from '../support/recorded-source';

const HOUR = 3_600_000;

function open(source: PricedSource, whole = 0): OpenService {
  return openCachedService({
    connection: source,
    entitySets: [
      itemsSet,
      { ...itemsSet, name: 'Prices', typeName: 'Price', entity: 'Prices', write: ['update'] },
    ],
    policies: { Items: { ttl: HOUR, negativeTtl: HOUR } },
    wholeSets: { Items: whole },
    cache: createSharedCache({ clock: new SetClock() }),
  });
}

async function priceIn(
  service: OpenService,
  target: string,
  headers: IncomingHeaders = {},
): Promise<string | undefined> {
  return /costs (\d+)/.exec(bodyText(await get(service, target, headers)))?.[1];
}

const otherForm = { accept: 'application/json;odata.metadata=none' };

async function keyOf(service: OpenService, set = 'Items'): Promise<string> {
  const entitySet = (await service.model()).entitySets.get(set);
  return entitySet === undefined ? '' : guidOf([0], entitySet, service);
}

async function changePrice(service: OpenService): Promise<unknown> {
  const target = `Prices(${await keyOf(service, 'Prices')})`;
  const headers = { 'content-type': 'application/json' };
  return ask(service, { method: 'PATCH', target, headers, body: '{"Name":"x"}' }).catch(
    (error: unknown) => error,
  );
}

/** Each is asked first, and again in the same words and in others after the change. */
const asked: readonly (readonly [string, string, string])[] = [
  ['a list', 'Items?$top=3', 'Items?$top=3'],
  ['a list from its rows', 'Items?$top=3', 'Items?$top=3&$format=application/json'],
  ['a list from the rows of a wider one', 'Items?$top=100', 'Items?$top=50'],
  ['a row', 'Items(KEY)', 'Items(KEY)'],
  ['a row by its columns', 'Items(KEY)?$select=Name', 'Items(KEY)?$select=Name&$format=application/json'],
  ['a row seen in a list', 'Items?$top=3', 'Items(KEY)'],
  ['a list that the gateway orders', 'Items?$top=3&$orderby=Name', 'Items?$top=3&$orderby=Name'],
];

describe('what a source names', () => {
  test.each(asked)('%s is not used after a change that names it', async (_what, first, then) => {
    const source = new PricedSource();
    const service = open(source);
    const key = await keyOf(service);
    const one = first.replace('KEY', key);
    const two = then.replace('KEY', key);
    expect(await priceIn(service, one)).toBe('1');
    expect(await priceIn(service, two)).toBe('1');
    const { calls } = source;
    expect(await priceIn(service, two)).toBe('1');
    expect(source.calls).toBe(calls);
    await changePrice(service);
    expect(await priceIn(service, two)).toBe('2');
    expect(await priceIn(service, one)).toBe('2');
  });

  // All in the words of a request that was not made before: the answers come new from rows that are kept.
  test.each(asked)('%s passes its names on to answers made of it', async (_what, first, then) => {
    const source = new PricedSource();
    const service = open(source);
    const key = await keyOf(service);
    await priceIn(service, first.replace('KEY', key));
    const other = then.replace('KEY', key);
    expect(await priceIn(service, other, otherForm)).toBe('1');
    await changePrice(service);
    expect(await priceIn(service, other, otherForm)).toBe('2');
  });

  test('of a set that is held whole, also of a row that is not in it', async () => {
    const source = new PricedSource();
    const service = open(source, 100);
    const key = await keyOf(service);
    source.missing.add(0);
    expect(await priceIn(service, 'Items')).toBe('1');
    await expect(get(service, `Items(${key})`)).rejects.toThrow(/no row/);
    source.missing.clear();
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=2')).toBe('2');
    expect(await priceIn(service, `Items(${key})`)).toBe('2');
  });

  test('of a row that is not there', async () => {
    const source = new PricedSource();
    const service = open(source);
    const key = await keyOf(service);
    source.missing.add(0);
    await expect(get(service, `Items(${key})`)).rejects.toThrow(/no row/);
    source.missing.clear();
    await expect(get(service, `Items(${key})`)).rejects.toThrow(/no row/);
    await changePrice(service);
    expect(await priceIn(service, `Items(${key})`)).toBe('2');
  });

  test('is heeded of a change set as well', async () => {
    const source = new PricedSource();
    const service = open(source);
    await priceIn(service, 'Items?$top=3');
    const url = `Prices(${await keyOf(service, 'Prices')})`;
    const request = { id: '1', atomicityGroup: 'g', method: 'PATCH', url, body: { Name: 'x' } };
    const body = JSON.stringify({ requests: [request] });
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(service, { method: 'POST', target: '$batch', headers, body });
    expect(bodyText(answer)).toContain('"status":204');
    expect(await priceIn(service, 'Items?$top=3')).toBe('2');
  });

  test('leaves what names something else', async () => {
    const source = new PricedSource();
    const service = open(source);
    await priceIn(service, 'Items?$top=3');
    source.changeNames = ['rates'];
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=3')).toBe('1');
  });

  test('is heeded after a change of unknown outcome, and nothing is kept for a while', async () => {
    const source = new PricedSource();
    const service = open(source);
    await priceIn(service, 'Items?$top=3');
    source.breaksOff = true;
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=3')).toBe('2');
    source.price = 3;
    expect(await priceIn(service, 'Items?$top=3')).toBe('3');
  });
});

describe('a name that only the answer tells', () => {
  /** Lets the read see the price, and holds its answer back. */
  function held(source: PricedSource): { readonly seen: Promise<void>; readonly answer: () => void } {
    const seen = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    source.onRead = () => {
      source.onRead = () => Promise.resolve();
      seen.resolve();
      return go.promise;
    };
    return { seen: seen.promise, answer: () => go.resolve() };
  }

  test('voids what was read while the change was made', async () => {
    const source = new PricedSource();
    const service = open(source);
    await keyOf(service);
    const { seen, answer } = held(source);
    const early = priceIn(service, 'Items?$top=3');
    await seen;
    await changePrice(service);
    answer();
    expect(await early).toBe('1');
    expect(await priceIn(service, 'Items?$top=3')).toBe('2');
  });

  test.each(['Items?$top=3', 'Items?$top=3&$format=json'])(
    'keeps who comes after the change from what began before it: %s',
    async (target) => {
      const source = new PricedSource();
      const service = open(source);
      await keyOf(service);
      const { seen, answer } = held(source);
      const early = priceIn(service, 'Items?$top=3');
      await seen;
      await changePrice(service);
      const late = priceIn(service, target);
      await new Promise((resolve) => setImmediate(resolve));
      answer();
      expect([await early, await late]).toEqual(['1', '2']);
    },
  );

  test('lets those share an answer who came while nothing was changed', async () => {
    const source = new PricedSource();
    const service = open(source);
    await service.model();
    const prices = await Promise.all([1, 2, 3].map(() => priceIn(service, 'Items?$top=3')));
    expect([prices, source.calls]).toEqual([['1', '1', '1'], 1]);
  });
});

describe('an administrator', () => {
  test.each([`named:${SOURCE}/prices`, `named:${SOURCE}`, 'all'])('may purge by name: %s', async (tag) => {
    const source = new PricedSource();
    const service = open(source);
    await priceIn(service, 'Items?$top=3');
    source.price = 9;
    await purge({ kind: 'tag', tag }, service.cache);
    expect(await priceIn(service, 'Items?$top=3')).toBe('9');
  });

  test.each([`named:${SOURCE}/rates`, 'named:another/prices'])(
    'and nothing else goes with it: %s',
    async (tag) => {
      const source = new PricedSource();
      const service = open(source);
      await priceIn(service, 'Items?$top=3');
      source.price = 9;
      await purge({ kind: 'tag', tag }, service.cache);
      expect(await priceIn(service, 'Items?$top=3')).toBe('1');
    },
  );
});

describe('more names than are kept, or longer ones', () => {
  const many = Array.from({ length: 65 }, (_, index) => `list ${index}`);
  const tooMuch: readonly (readonly [string, readonly string[]])[] = [
    ['65 names', many],
    ['a name of 201 characters', ['x'.repeat(201)]],
    ['an empty name', ['']],
  ];

  test.each(tooMuch)('of an answer mean all: %s', async (_what, names) => {
    const source = new PricedSource();
    const service = open(source);
    source.readNames = names;
    source.changeNames = ['rates'];
    await priceIn(service, 'Items?$top=3');
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=3')).toBe('2');
    await purge({ kind: 'tag', tag: `named:${SOURCE}/whatever` }, service.cache);
    source.price = 9;
    expect(await priceIn(service, 'Items?$top=3')).toBe('9');
  });

  test.each(tooMuch)('of a change mean all: %s', async (_what, names) => {
    const source = new PricedSource();
    const service = open(source);
    source.changeNames = names;
    await priceIn(service, 'Items?$top=3');
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=3')).toBe('2');
  });

  test('are not mistaken: 64 of 200 characters are told apart', async () => {
    const source = new PricedSource();
    const service = open(source);
    source.readNames = many.slice(1).map((name) => name.padEnd(200));
    source.changeNames = ['rates'];
    await priceIn(service, 'Items?$top=3');
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=3')).toBe('1');
    source.changeNames = ['list 64'.padEnd(200)];
    await changePrice(service);
    expect(await priceIn(service, 'Items?$top=3')).toBe('3');
  });
});
