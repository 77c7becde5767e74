/** A row is written and read again at once, as a form does when it is saved: no read may show what was there before. */
import { runCheck, type Check, type CheckResult } from '../check';
import { inParallel } from '../in-parallel';
import { RowWriter, type KeyGiven, type OwnRow } from '../row-writer';
import type { TableModel } from '../service-model';
import { writableTable } from '../writable-table';
import type { WriteRight } from '../write-rights';
import type { Stage } from './stage';

/** Rows that are written at the same time. */
const writers = 3;

/** Whole lives that each writer leads one after the other. */
const livesEach = 2;

const keysGiven: readonly KeyGiven[] = ['a Guid', 'no key', 'zeros and nulls'];

/** Only rows that the replay has created itself are changed, and all of them are deleted. */
export async function judgeWriteRefresh({ session, sample }: Stage): Promise<readonly CheckResult[]> {
  const { table } = session;
  const writable = writableTable(table, sample);
  const obstacle =
    obstacleTo(table) ??
    (writable ? undefined : 'no text column can be set, by which rows of its own would be known');
  if (writable === undefined || obstacle !== undefined)
    return [await runCheck('write: rows of its own', async (check) => check.skip(obstacle ?? ''))];
  const writer = new RowWriter(session, sample, writable);
  const updates = table.writes.update;
  const results: CheckResult[] = [];
  try {
    for (const given of keysGiven) results.push(...(await judgeRound(writer, given, updates)));
    results.push(await judgeLives(writer, updates));
  } finally {
    results.push(await runCheck('write: nothing is left behind', (check) => writer.cleanUp(check)));
  }
  return results;
}

/** Why nothing can be written; undefined where something can. */
function obstacleTo({ writes }: TableModel): string | undefined {
  if (!writes.insert.allowed)
    return `${whatIsSaid(writes.insert, 'Insertable')}, so it has no row of its own`;
  if (!writes.delete.allowed) return `${whatIsSaid(writes.delete, 'Deletable')}, so new rows would stay`;
  return undefined;
}

function whatIsSaid({ allowed }: WriteRight, flag: string): string {
  return allowed === undefined ? `$metadata doesn't say ${flag}` : `$metadata says ${flag} false`;
}

/** The same step for all rows at the same time, then the next one. */
async function judgeRound(
  writer: RowWriter,
  given: KeyGiven,
  updates: WriteRight,
): Promise<readonly CheckResult[]> {
  let rows: readonly OwnRow[] = [];
  const step = (name: string, work: (check: Check, row: OwnRow) => Promise<OwnRow>): Promise<CheckResult> =>
    runCheck(`write: ${name} (created with ${given})`, async (check) => {
      if (rows.length === 0) check.skip('no row was created');
      rows = await forEach(rows, (row) => work(check, row));
    });
  const created = await runCheck(`write: create with ${given}, read at once`, async (check) => {
    rows = await forEach(Array.from({ length: writers }), () => writer.create(check, given));
  });
  const changed = updates.allowed
    ? [
        await step('update, read at once', (check, row) => writer.update(check, row)),
        await step('empty columns, read at once', (check, row) => writer.clear(check, row)),
      ]
    : [await runCheck('write: update', async (check) => check.skip(whatIsSaid(updates, 'Updatable')))];
  const removed = await step('delete, read at once', async (check, row) => {
    await writer.remove(check, row);
    return row;
  });
  return [created, ...changed, removed];
}

/** Every writer at its own pace, so that all kinds of changes meet. */
async function judgeLives(writer: RowWriter, updates: WriteRight): Promise<CheckResult> {
  return runCheck(`write: ${writers} writers, row after row`, async (check) => {
    const lives = Array.from({ length: writers * livesEach }, (_, index) => async (): Promise<void> => {
      const row = await writer.create(check, keysGiven[index % keysGiven.length] ?? 'no key');
      const changed = updates.allowed ? await writer.clear(check, await writer.update(check, row)) : row;
      await writer.remove(check, changed);
    });
    await inParallel(lives, writers);
  });
}

async function forEach<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<OwnRow>,
): Promise<readonly OwnRow[]> {
  const rows: OwnRow[] = [];
  const tasks = items.map((item) => async (): Promise<void> => {
    rows.push(await work(item));
  });
  await inParallel(tasks, writers);
  return rows;
}
