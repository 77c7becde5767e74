/** The size class of a set decides what both tiers keep of it. */
import type { SizeClass } from '../../src/cache/cache-policy';
import { createSharedCache } from '../../src/gateway/shared-cache';
import { ItemSource } from '../support/cached/item-source';
import { get, openCachedService, verdictOf } from '../support/cached/open-cached-service';
import { itemsSet, range } from '../support/recorded-source';

const HOUR = 3_600_000;
/** Each tier has half: the answer of 100 items is about 10 kB, their rows 20. */
const MEMORY_BYTES = 200_000;

function open(sizeClass: SizeClass, whole = 0) {
  const source = new ItemSource(range(1, 100));
  const service = openCachedService({
    connection: source,
    entitySets: [itemsSet],
    policies: { Items: { ttl: HOUR, sizeClass } },
    wholeSets: { Items: whole },
    cache: createSharedCache({ maxBytes: MEMORY_BYTES }),
  });
  return { service, source };
}

test.each([
  ['small', 'too-large', 2],
  ['medium', undefined, 1],
] as const)('of the class %s', async (sizeClass, detail, calls) => {
  const { service, source } = open(sizeClass);
  const first = await get(service, 'Items');
  expect(verdictOf(first)).toBe(`fwd=uri-miss;${detail === undefined ? 'stored' : `detail=${detail}`}`);
  await get(service, 'Items', { accept: 'application/json;odata.metadata=none' });
  expect(source.calls).toBe(calls);
});

test.each([
  ['small', false],
  ['medium', true],
] as const)('held whole, of the class %s', async (sizeClass, isHeld) => {
  const { service, source } = open(sizeClass, 1_000);
  await get(service, "Items?$filter=contains(Name,'1')");
  await get(service, "Items?$filter=contains(Name,'2')");
  expect(source.calls === 1).toBe(isHeld);
  // What is too large is not read whole again and again.
  expect(source.queries.filter(({ top }) => top === 1_001)).toHaveLength(1);
});
