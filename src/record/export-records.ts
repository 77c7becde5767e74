/** All records that a filter matches as text, page by page from the store: what the reader does not take is not fetched. */
import { csvHeader, csvLine } from './record-csv';
import { recordLine } from './record-line';
import type { RecordListing, RecordStore, RecordSummary } from './record-store';

export const exportFormats = ['ndjson', 'csv'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What one page of the store can hold. */
const PAGE_SIZE = 500;

/** A listing of more records than a list may have. */
export type RecordExport = RecordListing & { readonly limit: number };

/**
 * The newest first, a page of the store at a time. What ends while it is read is not in it: pages go on from the one before.
 *
 * @param asked `limit`: the most records
 */
export async function* exportRecords(
  store: Pick<RecordStore, 'list'>,
  { limit, before, ...filter }: RecordExport,
  format: ExportFormat,
): AsyncGenerator<string, void, void> {
  let left = limit;
  let last = before;
  let head = format === 'csv' ? csvHeader : '';
  const lineOf = format === 'csv' ? csvLine : recordLine;
  for (;;) {
    const page = await store.list({
      ...filter,
      ...(last === undefined ? {} : { before: last }),
      limit: Math.min(left, PAGE_SIZE),
    });
    yield head + textOf(page.items, lineOf);
    head = '';
    left -= page.items.length;
    last = page.next;
    if (last === undefined || left <= 0) return;
  }
}

function textOf(records: readonly RecordSummary[], lineOf: (record: RecordSummary) => string): string {
  return records.map(lineOf).join('');
}
