/** A replay shows what a source gets wrong, by keys and names; and neither uses nor fills what is kept. */
import { replayRead, type ReplayedRead } from '../../src/gateway/replay-read';
import type { RemoteQuery, Row } from '../../src/provider-sdk/index';
import {
  callContext,
  openHandmadeConnection,
  openTestService,
  type TestService,
} from '../support/open-test-service';
import { items, itemsDeclaration, itemsSet, pagesOf, RecordedSource } from '../support/recorded-source';

const declaration = itemsDeclaration(
  { filter: {}, sort: { nulls: 'first' }, top: true, count: true, getMany: { maxKeys: 5 } },
  { Number: { sort: true }, Name: { filter: { contains: 'exact' } }, Size: { sort: true } },
);
const right = items([1, 2, 3]);

/** It claims to filter and to order exactly, and gives `wrong` for it. */
async function open(
  wrong: readonly Row[],
  more: Partial<Parameters<typeof openTestService>[0]> = {},
): Promise<{ readonly source: RecordedSource; readonly test: TestService }> {
  const isPushed = ({ filter, orderBy }: RemoteQuery): boolean => filter !== undefined || orderBy.length > 0;
  const source = new RecordedSource([declaration], (query) => pagesOf(isPushed(query) ? wrong : right, 10));
  const test = openTestService({
    connections: [await openHandmadeConnection(source)],
    entitySets: [itemsSet],
    collation: 'ordinal',
    ...more,
  });
  return { source, test };
}

const replay = (test: TestService, target: string): Promise<ReplayedRead> =>
  replayRead(target, test.service, (work) => work(callContext()));

const nothing = { onlyFirst: [], onlySecond: [], changed: [], reordered: false };
const query = "Items?$filter=contains(Name,'item')";

async function keysOf({ service }: TestService, ...numbers: readonly number[]): Promise<readonly string[]> {
  const codec = (await service.model()).entitySets.get('Items')?.key.codec;
  return numbers.map((number) => codec?.encode([number]).guid ?? '');
}

test('of a source that is right there is no difference', async () => {
  const { test } = await open(right);
  const replayed = await replay(test, query);
  expect(replayed).toMatchObject({
    asPlanned: { calls: 1, fetched: 3, returned: 3 },
    withoutPushdown: { calls: 1, fetched: 3, returned: 3 },
  });
  expect(replayed.difference).toEqual(nothing);
});

test('shows rows that are dropped, invented, changed or out of order', async () => {
  const dropping = await open(items([1, 3]));
  const [one = '', two = ''] = await keysOf(dropping.test, 1, 2);
  expect((await replay(dropping.test, query)).difference).toEqual({ ...nothing, onlySecond: [two] });
  const inventing = await open(items([1, 2, 3, 4]));
  expect((await replay(inventing.test, query)).difference.onlyFirst).toEqual(await keysOf(inventing.test, 4));
  const changing = await open(right.map((row) => (row['Number'] === 1 ? { ...row, Size: 7 } : row)));
  expect((await replay(changing.test, query)).difference).toEqual({
    ...nothing,
    changed: [{ key: one, properties: ['Size'] }],
  });
  const disordered = await open(right.toReversed());
  expect((await replay(disordered.test, query)).difference).toEqual({ ...nothing, reordered: true });
});

test('nothing is pushed the second time, and nothing is kept', async () => {
  const { source, test } = await open(right, { cachePolicies: new Map([['Items', { ttl: 60_000 }]]) });
  await test.get(query);
  source.queries.length = 0;
  await replay(test, query);
  expect(source.queries).toMatchObject([{ filter: { kind: 'call' } }, { orderBy: [], count: false }]);
  expect(source.queries[1]).not.toHaveProperty('filter');
  expect(source.queries[1]).not.toHaveProperty('top');
  await replay(test, 'Items?$orderby=Size');
  await test.get('Items?$orderby=Size');
  expect(source.queries).toHaveLength(5);
});

test('a row by its key is looked for among all', async () => {
  const { test } = await open(right);
  const [two = ''] = await keysOf(test, 2);
  expect(await replay(test, `Items(${two})`)).toMatchObject({
    asPlanned: { fetched: 1, returned: 1 },
    withoutPushdown: { fetched: 3, returned: 1 },
    difference: nothing,
  });
});

test('what may not be read any further is an error of that run alone', async () => {
  const { test } = await open(right, { budget: { rows: 2, calls: 9 } });
  const { asPlanned, withoutPushdown, difference } = await replay(test, `${query}&$top=2`);
  expect(asPlanned.error?.code ?? withoutPushdown.error?.code).toBe('ScanBudgetExceeded');
  expect(difference).toEqual(nothing);
});

test.each(['Items/$count', '', '$metadata'])('%j asks for no rows', async (target) => {
  const { test } = await open(right);
  await expect(replay(test, target)).rejects.toMatchObject({ code: 'InvalidQueryOption' });
});
