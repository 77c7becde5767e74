/** Exports: every record once, each on a line of its own, and nothing in it is a formula to a spreadsheet. */
import { exportRecords } from '../../src/record/export-records';
import { csvHeader, csvLine } from '../../src/record/record-csv';
import { recordLine } from '../../src/record/record-line';
import type { RecordListing } from '../../src/record/record-store';
import type { QueryRecord } from '../../src/record/query-record';
import { idOf, sampleRecord } from '../support/record/random-record';

/** A store of so many records, that notes what it is asked. */
function storeOf(count: number) {
  const asked: RecordListing[] = [];
  const records = Array.from({ length: count }, (_, index) => sampleRecord({ id: idOf(index) })).toReversed();
  return {
    asked,
    ids: records.map(({ id }) => id),
    list(listing: RecordListing) {
      asked.push(listing);
      const rest = records.filter(({ id }) => id < (listing.before ?? 'g'));
      const items = rest.slice(0, listing.limit);
      return Promise.resolve({ items, next: rest.length > items.length ? items.at(-1)?.id : undefined });
    },
  };
}

async function exported(
  store: ReturnType<typeof storeOf>,
  asked: RecordListing & { readonly limit: number },
): Promise<readonly string[]> {
  let text = '';
  for await (const page of exportRecords(store, asked, 'ndjson')) text += page;
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as QueryRecord).id);
}

test.each([0, 1, 499, 500, 501, 1_700])(
  'of %d records each is there once, the newest first',
  async (count) => {
    const store = storeOf(count);
    expect(await exported(store, { limit: 100_000, service: 'sales' })).toEqual(store.ids);
    expect(store.asked.every(({ service, limit = 0 }) => service === 'sales' && limit <= 500)).toBe(true);
  },
);

test.each([1, 500, 700])('no more than %d where so many are asked for', async (limit) => {
  const store = storeOf(1_700);
  expect(await exported(store, { limit })).toEqual(store.ids.slice(0, limit));
});

test('an export goes on behind the last record of another', async () => {
  const store = storeOf(20);
  const first = await exported(store, { limit: 12 });
  expect(await exported(store, { limit: 12, before: first.at(-1) ?? '' })).toEqual(store.ids.slice(12));
});

test('CSV has one header, however many pages it is of', async () => {
  const store = storeOf(1_100);
  let text = '';
  for await (const page of exportRecords(store, { limit: 100_000 }, 'csv')) text += page;
  expect(text.startsWith(csvHeader)).toBe(true);
  expect(text.split(csvHeader)).toHaveLength(2);
  expect(text.split('\r\n')).toHaveLength(1_102);
});

/** The cell of the URL. */
function cellOf(url: string): string {
  const [before = '', after = ''] = csvLine(sampleRecord({ url: '#' })).split('"#"');
  const line = csvLine(sampleRecord({ url }));
  return line.slice(before.length, line.length - after.length);
}

test.each([
  ['Customers?$top=5', '"Customers?$top=5"'],
  ['a "b", c', '"a ""b"", c"'],
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['＝1', `"'＝1"`],
  ['＋1', `"'＋1"`],
  ['－1', `"'－1"`],
  ['＠x', `"'＠x"`],
  ['\t=1', `"'�=1"`],
  ['\r=1', `"'�=1"`],
  [' =1', `"' =1"`],
  ['a;=1;b', `"a;'=1;b"`],
  ['two\r\nlines\u2028\u0007\u202e', '"two��lines���"'],
])('the text %j is the cell %s', (text, cell) => {
  expect(cellOf(text)).toBe(cell);
});

test('a line has as many cells as the header; numbers are numbers, and what there is not is empty', () => {
  const record = sampleRecord({ milliseconds: -1.5, rows: { fetched: 7, returned: 0 }, at: 1_000 });
  const cells = csvLine(record).trimEnd().split(',');
  const names = csvHeader.trimEnd().split(',');
  expect(cells).toHaveLength(names.length);
  const cell = (name: string): string | undefined => cells[names.indexOf(name)];
  expect(names.map((name) => [name, cell(name)])).toEqual(
    expect.arrayContaining([
      ['time', '"1970-01-01T00:00:01.000Z"'],
      ['milliseconds', '-1.5'],
      ['fetched', '7'],
      ['returned', '0'],
      ['hits', '1'],
      ['code', ''],
      ['isHit', ''],
    ]),
  );
  expect(csvLine(record)).toMatch(/[^\n]\r\n$/);
});

test('a record is one line of printable text, and the same record when it is read', () => {
  const url = 'a\r\nb\u2028\u2029\u0085\u009b\u202e\u{e0041}\u0000"\\é😀';
  const line = recordLine(sampleRecord({ url }));
  expect(line.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  expect((JSON.parse(line) as QueryRecord).url).toBe(url);
  expect(line).toContain('é😀');
});
