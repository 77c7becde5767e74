/** Sets held whole: that their source is asked once, that they answer as the source would, and when they are not held. */
import { ConnectionActivity } from '../../src/activity/connection-activity';
import fc from 'fast-check';
import { type GenerationLink, onlyInstance } from '../../src/cache/generation-link';
import { listTag } from '../../src/cache/tags';
import type { OpenService } from '../../src/gateway/open-service';
import { createSharedCache, type SharedCache } from '../../src/gateway/shared-cache';
import { UnsupportedQuery, Unavailable } from '../../src/provider-sdk/index';
import { SEED } from '../differential/runs';
import { ItemSource } from '../support/cached/item-source';
import { change, get, openCachedService, verdictOf } from '../support/cached/open-cached-service';
import { SetClock } from '../support/cached/set-clock';
import { bodyText, openTestService, SOURCE } from '../support/open-test-service';
import { itemsSet, range } from '../support/recorded-source';

const TTL = 60_000;
const policy = { ttl: TTL, staleIfError: TTL, staleWhileRevalidate: TTL, negativeTtl: TTL };

interface Held {
  readonly source: ItemSource;
  readonly clock: SetClock;
  readonly cache: SharedCache;
  readonly service: OpenService;
}

interface Holding {
  readonly items?: number;
  readonly most?: number;
  readonly ttl?: number;
  readonly maxBytes?: number;
  readonly scanRows?: number;
  readonly link?: Partial<GenerationLink>;
}

function hold({ items = 10, most = 10, ttl = TTL, maxBytes, scanRows, link = {} }: Holding = {}): Held {
  const source = new ItemSource(range(1, items));
  const clock = new SetClock();
  const cache = createSharedCache({
    clock,
    connect: () => ({ link: { ...onlyInstance, ...link }, close: () => undefined }),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
  const service = openCachedService({
    connection: source,
    entitySets: [itemsSet],
    policies: { Items: { ...policy, ttl } },
    wholeSets: { Items: most },
    cache,
    ...(scanRows === undefined ? {} : { scanRows }),
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

const queries = [
  'Items',
  "Items?$filter=contains(Name,'1')",
  'Items?$filter=Size gt 30 and not (Size eq 70)&$count=true',
  'Items?$orderby=Name desc&$top=3&$skip=1',
  'Items/$count',
  "Items/$count?$filter=startswith(Name,'item 1')",
  'Items?$search=item&$select=Size',
  'Items?$orderby=length(Name),Size desc',
] as const;

describe('a set that is held whole', () => {
  test('answers every filter, order, count and lookup after one call', async () => {
    const { service, source } = hold();
    const asIs = openTestService({
      connections: [
        {
          name: SOURCE,
          provider: 'handmade',
          connection: new ItemSource(range(1, 10)),
          declarations: () => source.entities(),
          activity: new ConnectionActivity(),
          load: () => ({ running: 0, waiting: 0 }),
          breakers: () => [],
          closeBreakers: () => undefined,
          close: () => Promise.resolve(),
        },
      ],
      entitySets: [itemsSet],
    });
    const guids = await Promise.all(range(1, 10).map((number) => guidOf(service, number)));
    const targets = [...queries, ...guids.map((guid) => `Items(${guid})`), `Items(${guids[3] ?? ''})/Name`];
    targets.push(
      `Items?$filter=${guids
        .slice(2, 5)
        .map((guid) => `ItemId eq ${guid}`)
        .join(' or ')}`,
    );
    for (const target of targets)
      expect([target, await text(service, target)]).toEqual([target, bodyText(await asIs.get(target))]);
    await expect(get(service, `Items(${await guidOf(service, 99)})`)).rejects.toMatchObject({
      code: 'NotFound',
    });
    expect(source.calls).toBe(1);
  });

  test('knows a missing row as long as the set is true, and no longer', async () => {
    const { service, source, clock } = hold();
    await get(service, 'Items');
    const missing = `Items(${await guidOf(service, 99)})`;
    clock.advance(TTL - 1);
    await expect(get(service, missing)).rejects.toMatchObject({ cacheStatus: 'vtg;fwd=uri-miss;stored' });
    await expect(get(service, missing)).rejects.toMatchObject({ cacheStatus: 'vtg;hit;ttl=0' });
    source.fault = new Unavailable('down');
    clock.advance(2);
    await expect(get(service, missing)).rejects.toMatchObject({
      cacheStatus: 'vtg;fwd=stale;ttl=-1;detail=stale-if-error',
    });
    source.fault = undefined;
    source.remove(1);
    source.put(99, 'new');
    expect(await text(service, missing)).toContain('new');
  });

  test('is read once for all who ask at the same time', async () => {
    const { service, source } = hold();
    await Promise.all([...queries, ...queries].map((target) => get(service, target)));
    expect(source.calls).toBe(1);
  });

  test('is read again after a change, once', async () => {
    const { service, source } = hold();
    await get(service, 'Items');
    await change(service, [listTag(SOURCE, 'Items')], () => {
      source.put(3, 'changed');
      source.remove(4);
      source.put(11, 'new');
      source.remove(1);
    });
    for (const target of queries) await get(service, target);
    expect(await text(service, 'Items?$filter=Size eq 30')).toContain('changed');
    expect(await text(service, 'Items/$count')).toBe('9');
    expect(source.calls).toBe(2);
  });

  test('is read again after its time, and not before', async () => {
    const { service, source, clock } = hold();
    await get(service, 'Items');
    source.put(3, 'changed');
    clock.advance(TTL - 1);
    expect(await text(service, 'Items?$filter=Size eq 30')).toContain('item 3');
    clock.advance(1);
    expect(await text(service, 'Items?$filter=Size eq 30 and true')).toContain('changed');
    expect(source.calls).toBe(2);
  });

  test('stands in for a source that fails after its time, and says so', async () => {
    const { service, source, clock } = hold();
    await get(service, 'Items');
    clock.advance(TTL);
    source.fault = new Unavailable('down');
    const answer = await get(service, "Items?$filter=Name eq 'item 3'");
    expect(bodyText(answer)).toContain('item 3');
    expect(verdictOf(answer)).toBe('fwd=stale;detail=stale-if-error');
    clock.advance(TTL);
    await expect(get(service, "Items?$filter=Name eq 'item 4'")).rejects.toMatchObject({
      code: 'UpstreamUnavailable',
    });
  });

  test('is not asked for again when the source failed once', async () => {
    const { service, source } = hold();
    source.fault = new Unavailable('down');
    await expect(get(service, 'Items')).rejects.toMatchObject({ code: 'UpstreamUnavailable' });
    source.fault = undefined;
    expect(await text(service, 'Items/$count')).toBe('10');
  });

  test('gives any order, window and filter that the source would give', async () => {
    const { service } = hold();
    const numbers = range(1, 10);
    await fc.assert(
      fc.asyncProperty(
        fc.record({ skip: fc.nat({ max: 12 }), top: fc.nat({ max: 12 }), size: fc.nat({ max: 110 }) }),
        fc.boolean(),
        async ({ skip, top, size }, descending) => {
          const target = `Items?$filter=Size gt ${size}&$orderby=Size${descending ? ' desc' : ''}&$skip=${skip}&$top=${top}&$count=true`;
          const matching = numbers.filter((number) => number * 10 > size);
          const ordered = descending ? matching.toReversed() : matching;
          const { value, ...rest } = JSON.parse(await text(service, target)) as {
            readonly value: readonly { readonly Number: number }[];
            readonly '@odata.count': number;
          };
          expect(value.map(({ Number: number }) => number)).toEqual(ordered.slice(skip, skip + top));
          expect(rest['@odata.count']).toBe(matching.length);
        },
      ),
      { numRuns: 200, seed: SEED },
    );
  });
});

describe('a set is not held', () => {
  /** What the source was asked by queries that only a set in memory could answer. */
  async function callsFor({ service, source }: Held): Promise<number> {
    for (const target of queries) await get(service, target);
    return source.calls;
  }

  test('when it has more rows than that, and that is found out once', async () => {
    const { service, source } = hold({ items: 11 });
    source.pageSize = 4;
    expect(await text(service, 'Items/$count')).toBe('11');
    expect(source.queries.map(({ top }) => top)).toEqual([11, 0]);
    await get(service, "Items?$filter=Name eq 'x'");
    expect(source.queries).toHaveLength(3);
  });

  test('when it has just as many, it is', async () => {
    expect(await callsFor(hold({ items: 10, most: 10 }))).toBe(1);
  });

  test('when it is larger than memory keeps: it is not read whole by each query', async () => {
    const held = hold({ items: 400, most: 1_000, maxBytes: 200_000 });
    expect(held.cache.largestSet(undefined)).toBeLessThan(400 * 200);
    await callsFor(held);
    expect(held.source.queries.filter(({ top }) => top === 1_001)).toHaveLength(1);
  });

  test('when it has more rows than a query may read', async () => {
    const { service } = hold({ items: 10, most: 10, scanRows: 5 });
    expect(await text(service, 'Items?$top=2')).toContain('item 2');
    await expect(get(service, "Items?$filter=contains(Name,'x')")).rejects.toMatchObject({
      code: 'ScanBudgetExceeded',
    });
  });

  test('when nothing is stored of it', async () => {
    const held = hold({ ttl: 0 });
    expect(await callsFor(held)).toBe(queries.length);
    expect(held.source.queries.every(({ top }) => top !== 11)).toBe(true);
  });

  test('while the link to other instances is lost', async () => {
    const held = hold({ link: { isLinked: () => false } });
    expect(await callsFor(held)).toBe(queries.length);
    expect(held.source.queries.every(({ top }) => top !== 11)).toBe(true);
  });

  test('while a change of unknown outcome may still arrive', async () => {
    const held = hold();
    held.cache.generations.quarantine([listTag(SOURCE, 'Items')], 1_000);
    await callsFor(held);
    expect(held.source.queries.every(({ top }) => top !== 11)).toBe(true);
    held.clock.advance(1_000);
    const before = held.source.calls;
    for (const target of queries)
      await get(held.service, `${target}${target.includes('?') ? '&' : '?'}own=1`);
    expect(held.source.calls).toBe(before + 1);
  });

  test('when the source does not list everything', async () => {
    const { service, source } = hold();
    source.fault = new UnsupportedQuery('a filter is needed');
    await expect(get(service, 'Items')).rejects.toMatchObject({ code: 'NotImplemented' });
  });
});
