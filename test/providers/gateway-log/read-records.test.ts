/** Reading the log in more pages than one: what is left out is left out once, in either order. */
import type { LogListing, LogRecord, LogSource } from '../../../providers/gateway-log/log-source';
import { recordsByKey, recordsByTime } from '../../../providers/gateway-log/read-records';
import { idOf, numbered } from '../../support/record/random-record';

const COUNT = 1_300;
/** Each arrived long before it ended, and later than the one that ended next. */
const records: readonly LogRecord[] = numbered(COUNT)
  .map((record, index) => ({ ...record, at: index % 2 === 0 ? index : index - 50 }))
  .toReversed();

const source: Pick<LogSource, 'list'> = {
  list({ before, skip = 0, limit }: LogListing) {
    const rest = records.filter(({ id }) => before === undefined || id < before).slice(skip);
    const items = rest.slice(0, limit);
    return Promise.resolve({ items, next: rest.length > limit ? items.at(-1)?.id : undefined });
  },
};

async function read(by: typeof recordsByKey, skip: number): Promise<readonly LogRecord[]> {
  const reading = { source: source as LogSource, narrowed: { filter: {} }, skip, top: undefined };
  const found: LogRecord[] = [];
  for await (const page of by({ ...reading, signal: new AbortController().signal })) found.push(...page);
  return found;
}

test.each([0, 1, 499, 700, COUNT, COUNT + 1])('%d by key', async (skip) => {
  const found = await read(recordsByKey, skip);
  expect(found.map(({ id }) => id)).toEqual(records.slice(skip).map(({ id }) => id));
});

test.each([0, 1, 499, 700, COUNT, COUNT + 1])('%d by time', async (skip) => {
  const found = await read(recordsByTime, skip);
  const inOrder = records.toSorted((one, other) => other.at - one.at || (one.id < other.id ? 1 : -1));
  expect(found.map(({ id }) => id)).toEqual(inOrder.slice(skip).map(({ id }) => id));
});

test('one record alone is left out, too', async () => {
  const narrowed = { filter: {}, id: idOf(7) };
  const { signal } = new AbortController();
  for (const [skip, ids] of [
    [0, [idOf(7)]],
    [1, []],
  ] as const) {
    const reading = { source: source as LogSource, narrowed, skip, top: undefined, signal };
    for await (const page of recordsByKey(reading)) expect(page.map(({ id }) => id)).toEqual(ids);
  }
});
