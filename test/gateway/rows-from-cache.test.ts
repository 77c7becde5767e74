/** Rows between URLs: which queries share what was read, and that they stay apart where they must. */
import 'reflect-metadata';
import { listTag } from '../../src/cache/tags';
import type { CachePolicy } from '../../src/cache/cache-policy';
import type { OpenService } from '../../src/gateway/open-service';
import { createSharedCache, type SharedCache } from '../../src/gateway/shared-cache';
import { memory } from '../../providers/memory/index';
import { CredentialsInvalid, Unavailable } from '../../src/provider-sdk/index';
import { ItemSource } from '../support/cached/item-source';
import { change, get, openCachedService, verdictOf } from '../support/cached/open-cached-service';
import { SetClock } from '../support/cached/set-clock';
import { bodyText, openTestConnection, SOURCE } from '../support/open-test-service';
import { itemsSet, range } from '../support/recorded-source';

const TTL = 60_000;

interface Opened {
  readonly source: ItemSource;
  readonly clock: SetClock;
  readonly cache: SharedCache;
  readonly service: OpenService;
}

function open(policy: Partial<CachePolicy> = {}, items = 100): Opened {
  const source = new ItemSource(range(1, items));
  const clock = new SetClock();
  const cache = createSharedCache({ clock });
  const service = openCachedService({
    connection: source,
    entitySets: [itemsSet],
    policies: { Items: { ttl: TTL, ...policy } },
    cache,
  });
  return { source, clock, cache, service };
}

async function guidOf(service: OpenService, number: number): Promise<string> {
  const set = (await service.model()).entitySets.get('Items');
  return set?.key.codec.encode([number]).guid ?? '';
}

async function text(service: OpenService, target: string): Promise<string> {
  return bodyText(await get(service, target));
}

const FORMATS = ['none', 'minimal', 'full'].map(
  (level) => `$format=application/json;odata.metadata=${level}`,
);

describe('rows that were read', () => {
  test('serve every URL that comes to the same remote query', async () => {
    const { service, source } = open();
    for (const format of FORMATS) await get(service, `Items?$top=5&$select=Name,Size&${format}`);
    await get(service, 'Items?$top=5&$select=Size,Name');
    expect(source.calls).toBe(1);
  });

  test('serve every form of one row', async () => {
    const { service, source } = open();
    const guid = await guidOf(service, 7);
    await get(service, `Items(${guid})`);
    for (const format of FORMATS) await get(service, `Items(${guid})?${format}`);
    await get(service, `Items(${guid})/Name`);
    await get(service, `Items?$filter=ItemId eq ${guid}`);
    expect(source.calls).toBe(1);
  });

  test('of a page serve each by its own key', async () => {
    const { service, source } = open();
    await get(service, 'Items?$top=3');
    for (const number of range(1, 3)) {
      const answer = await text(service, `Items(${await guidOf(service, number)})/Name/$value`);
      expect(answer).toBe(`item ${number}`);
    }
    expect(source.calls).toBe(1);
  });

  test('of a query that was complete answer a narrower one only while it is', async () => {
    const { service, source } = open({}, 3);
    const wide = 'Items?$top=5';
    await get(service, wide);
    await change(service, [listTag(SOURCE, 'Items')], () => {
      for (const number of range(4, 9)) source.put(number, `item ${number}`);
    });
    // The same query, but this time it does not hold all rows.
    await get(service, wide);
    expect(await text(service, 'Items/$count')).toBe('9');
    expect(await text(service, 'Items?$top=9&$select=Name')).toContain('item 9');
  });

  test('are as old as they are: an answer made of them lives no longer', async () => {
    const { service, source, clock } = open();
    await get(service, 'Items?$top=5');
    clock.advance(TTL - 1);
    source.put(1, 'changed');
    const late = 'Items?$top=5&$format=application/json;odata.metadata=none';
    expect(await text(service, late)).toContain('item 1');
    clock.advance(1);
    expect(await text(service, late)).toContain('changed');
  });

  test('of a row that is not there are not remembered beyond their answer', async () => {
    const { service, source, clock } = open({ negativeTtl: 1_000 });
    const guid = await guidOf(service, 500);
    const missing = { code: 'NotFound' };
    await expect(get(service, `Items(${guid})`)).rejects.toMatchObject({
      ...missing,
      cacheStatus: 'vtg;fwd=uri-miss;stored',
    });
    await expect(get(service, `Items(${guid})`)).rejects.toMatchObject({
      ...missing,
      cacheStatus: 'vtg;hit;ttl=1',
    });
    expect(source.calls).toBe(1);
    clock.advance(999);
    await expect(get(service, `Items(${guid})/Name`)).rejects.toMatchObject(missing);
    source.put(500, 'new');
    clock.advance(1);
    expect(await text(service, `Items(${guid})`)).toContain('new');
    clock.advance(998);
    await expect(get(service, `Items(${guid})/Name`)).rejects.toMatchObject(missing);
    clock.advance(1);
    expect(await text(service, `Items(${guid})/Name`)).toContain('new');
  });

  test('a Guid that leads to no key yet is not remembered as missing: it may lead to one at any time', async () => {
    const { service, source } = open({ negativeTtl: TTL });
    const alias = 'a1b2c3d4-0000-4000-8000-000000000001';
    await expect(get(service, `Items(${alias})`)).rejects.toMatchObject({ code: 'NotFound' });
    await service.aliases.remember({ connection: SOURCE, entity: 'Items' }, alias, [7]);
    expect(await text(service, `Items(${alias})`)).toContain('item 7');
    expect(source.calls).toBe(1);
  });

  test('are used once more while they are read anew, and by the next reader no more', async () => {
    const { service, source, clock } = open({ staleWhileRevalidate: TTL });
    const target = 'Items?$top=5';
    await get(service, target);
    source.put(1, 'changed');
    clock.advance(TTL);
    const stale = await get(service, target);
    expect([verdictOf(stale), bodyText(stale).includes('changed')]).toEqual([
      'hit;detail=stale-while-revalidate',
      false,
    ]);
    await new Promise(setImmediate);
    const next = await get(service, target);
    expect([verdictOf(next), bodyText(next).includes('changed')]).toEqual(['hit', true]);
    expect(source.calls).toBe(2);
  });

  test('stand in for a source that fails, in any form, and it shows', async () => {
    const { service, source, clock } = open({ staleIfError: TTL });
    await get(service, 'Items?$top=5');
    clock.advance(TTL + 5_000);
    source.fault = new Unavailable('down');
    for (const target of ['Items?$top=5', `Items?$top=5&${FORMATS[0] ?? ''}`]) {
      const answer = await get(service, target);
      expect(answer.headers['Cache-Status']).toBe('vtg;fwd=stale;ttl=-5;detail=stale-if-error');
    }
    source.fault = new CredentialsInvalid('no more');
    await expect(get(service, 'Items?$top=5')).rejects.toMatchObject({ code: 'UpstreamRefused' });
    source.fault = new Unavailable('down');
    clock.advance(TTL);
    await expect(get(service, 'Items?$top=5')).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
  });

  test('do not stand in once a change has touched them', async () => {
    const { service, source } = open({ staleIfError: TTL });
    await get(service, 'Items?$top=5');
    source.fault = new Unavailable('down');
    const refused = change(service, [listTag(SOURCE, 'Items')], () => {
      throw new Unavailable('not sent');
    });
    await expect(refused).rejects.toThrow(Unavailable);
    await expect(get(service, 'Items?$top=5')).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
  });

  test('of a read that has failed or was cut off are not stored', async () => {
    const { service, source } = open();
    source.fault = new Unavailable('down');
    await expect(get(service, 'Items?$top=5')).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
    source.fault = undefined;
    expect(verdictOf(await get(service, 'Items?$top=5'))).toBe('fwd=uri-miss;stored');
    expect(source.calls).toBe(2);
  });

  test('live as long as each set says that shows them', async () => {
    const source = new ItemSource(range(1, 3));
    const clock = new SetClock();
    const slow = { ...itemsSet, name: 'SlowItems', typeName: 'SlowItem' };
    const service = openCachedService({
      connection: source,
      entitySets: [itemsSet, slow],
      policies: { Items: { ttl: 1_000 }, SlowItems: { ttl: TTL } },
      cache: createSharedCache({ clock }),
    });
    await get(service, 'SlowItems');
    source.put(1, 'changed');
    clock.advance(1_000);
    expect(await text(service, 'SlowItems')).not.toContain('changed');
    expect(await text(service, 'Items')).toContain('changed');
    const guid = await guidOf(service, 2);
    await get(service, `SlowItems(${guid})`);
    source.put(2, 'changed too');
    clock.advance(1_000);
    expect(await text(service, `Items(${guid})`)).toContain('changed too');
  });
});

describe('many at once', () => {
  test('50 lookups of 50 keys are one call, and none when they come again', async () => {
    const { service, source } = open();
    const guids = await Promise.all(range(1, 50).map((number) => guidOf(service, number)));
    const burst = async (): Promise<readonly string[]> =>
      Promise.all(guids.map((guid) => text(service, `Items(${guid})`)));
    const answers = await burst();
    answers.forEach((answer, index) => expect(answer).toContain(`"item ${index + 1}"`));
    expect(source.keyReads.map((keys) => keys.length)).toEqual([50]);
    expect(await burst()).toEqual(answers);
    expect(source.calls).toBe(1);
  });

  test('1,000 readers of one cold key are one call, and with a change between them two', async () => {
    const { service, source } = open();
    const guid = await guidOf(service, 1);
    const readers = (): Promise<readonly string[]> =>
      Promise.all(Array.from({ length: 1_000 }, () => text(service, `Items(${guid})`)));
    expect(new Set(await readers()).size).toBe(1);
    expect(source.calls).toBe(1);
    await change(service, [`row:${SOURCE}/Items/1`], () => {
      source.put(1, 'changed');
    });
    expect((await readers()).every((answer) => answer.includes('changed'))).toBe(true);
    expect(source.calls).toBe(2);
  });
});

test('NaN, the infinities and null are not one number', async () => {
  const rows = [
    { Id: 'nan', Rough: NaN },
    { Id: 'inf', Rough: Infinity },
    { Id: 'minus', Rough: -Infinity },
    { Id: 'null', Rough: null },
  ];
  const source = await openTestConnection(memory, {
    entities: { Items: { key: ['Id'], columns: { Id: 'String', Rough: 'Double' }, rows } },
  } as never);
  const service = openCachedService({
    connection: source.connection,
    entitySets: [{ ...itemsSet, key: { name: 'ItemId', from: ['Id'] } }],
    policies: { Items: { ttl: TTL } },
  });
  const found = async (value: string): Promise<readonly string[]> => {
    const answer = await text(service, `Items?$filter=Rough eq ${value}&$top=4&$select=Id`);
    return (JSON.parse(answer) as { value: { Id: string }[] }).value.map(({ Id }) => Id);
  };
  expect(await found('INF')).toEqual(['inf']);
  expect(await found('-INF')).toEqual(['minus']);
  // It equals nothing, itself not either.
  expect(await found('NaN')).toEqual([]);
  expect(await found('null')).toEqual(['null']);
  await source.close();
});
