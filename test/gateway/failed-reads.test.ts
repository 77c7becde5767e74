/** What is noted of reads that fail: the plan above all, as it says why the source was asked for so much. */
import { RequestNotes } from '../../src/record/request-notes';
import type { QueryRecord } from '../../src/record/query-record';
import { Unavailable } from '../../src/provider-sdk/index';
import { ItemSource } from '../support/cached/item-source';
import { openHandmadeConnection, openTestService } from '../support/open-test-service';
import { itemsSet } from '../support/recorded-source';

const unsorted = 'Items?$orderby=Name&$filter=Size gt 10&$top=5';

async function recordOfFailure(items: ItemSource, policy?: { readonly ttl: number }): Promise<QueryRecord> {
  const service = openTestService({
    connections: [await openHandmadeConnection(items)],
    entitySets: [{ ...itemsSet, ...(policy === undefined ? {} : { cache: policy }) }],
    budget: { rows: 3, calls: 10 },
  });
  const notes = new RequestNotes({ method: 'GET', correlationId: 'c', headers: {}, isHeard: () => true });
  await expect(service.send({ method: 'GET', target: unsorted, notes })).rejects.toMatchObject({
    status: expect.any(Number) as number,
  });
  return notes.finish({ status: 503 });
}

const plan = {
  pushed: false,
  parts: expect.arrayContaining([
    expect.objectContaining({ clause: '$filter', place: 'gateway' }),
    expect.objectContaining({ clause: '$orderby', place: 'gateway' }),
  ]) as unknown,
};

test.each([
  ['not cached', undefined],
  ['cached', { ttl: 60_000 }],
])('a source that is down leaves the plan that it was asked by: %s', async (_name, policy) => {
  const items = new ItemSource([1, 2]);
  items.fault = new Unavailable('down');
  expect(await recordOfFailure(items, policy)).toMatchObject({ plan });
});

test('a query of too many rows leaves the plan that made it so', async () => {
  expect(await recordOfFailure(new ItemSource([1, 2, 3, 4, 5]))).toMatchObject({ plan });
});
