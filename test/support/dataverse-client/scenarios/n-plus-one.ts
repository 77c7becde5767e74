/** A grid and then every row of it again, one by one and at once: the traffic that related columns cause. */
import { runCheck, type Check, type CheckResult } from '../check';
import { binary, chain, guid, property } from '../expression';
import { inParallel } from '../in-parallel';
import type { ListAnswer } from '../judge-list';
import type { Row } from '../judge-row';
import { gridPageSize, valuesOf, viewColumns } from '../sample';
import { keyOf, type TableModel } from '../service-model';
import type { TableSession } from '../table-session';
import { judgeSame } from './single-read';
import type { Stage } from './stage';
import { judgeUpstreamCalls } from './upstream-calls';

/** How many reads are under way at once. */
const degrees = [1, 4, 16];

/** A lookup column and the entity set that its Guids are keys of. */
interface Lookup {
  readonly column: string;
  readonly target: TableModel;
}

export async function judgeNPlusOne(stage: Stage): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const degree of degrees) {
    const name = `n+1: a grid, then each of its rows, ${degree} at once`;
    results.push(await runCheck(name, (check) => judgeReads(check, stage, degree)));
  }
  results.push(
    await runCheck('n+1: the rows of a grid as a chain of keys', (check) => judgeChain(check, stage)),
  );
  return [...results, ...(await judgeUpstreamCalls(stage))];
}

async function judgeReads(check: Check, stage: Stage, degree: number): Promise<void> {
  const { session } = stage;
  const lookups = await findLookups(stage);
  const select = viewColumns(session.table, ...lookups.map(({ column }) => column));
  const grid = await session.list(check, { top: gridPageSize, select, count: true });
  if (grid.rows.length === 0) return check.skip('the table is empty');
  const reads = grid.rows.flatMap((row) => [
    async () => judgeSame(check, await session.read(check, row.key, select), row, select),
    ...lookups.map((lookup) => () => judgeLookup(check, session, row, lookup)),
  ]);
  await inParallel(reads, degree);
  check.note(`${reads.length} reads`);
}

/** The label of a lookup: a Retrieve on the other table. A row that is gone there may be 404. */
async function judgeLookup(check: Check, session: TableSession, row: Row, lookup: Lookup): Promise<void> {
  const key = row.values.get(lookup.column);
  if (typeof key !== 'string') return;
  const target = session.of(lookup.target);
  const select = viewColumns(lookup.target).slice(0, 2);
  const exchange = await target.sendRead(key, select);
  if (exchange.status !== 404) target.judgeRead(check, exchange, key.toLowerCase(), select);
}

/** Metadata doesn't say where a Guid leads, so one value of each column is tried on every entity set. */
async function findLookups({ session, sample, service }: Stage): Promise<readonly Lookup[]> {
  const lookups: Lookup[] = [];
  for (const { name, type } of session.table.properties) {
    const [value] = type === 'Edm.Guid' && name !== keyOf(session.table) ? valuesOf(sample, name) : [];
    if (typeof value !== 'string') continue;
    for (const target of service.tables) {
      const exchange = await session.of(target).sendRead(value, target.keyNames);
      if (exchange.status === 200) lookups.push({ column: name, target });
    }
  }
  return lookups;
}

/** `Id eq … or Id eq …` over a whole page: the other way to fetch related rows. */
async function judgeChain(check: Check, { session }: Stage): Promise<void> {
  const select = viewColumns(session.table);
  const grid = await session.list(check, { top: gridPageSize, select });
  const key = keyOf(session.table);
  const [first, ...others] = grid.rows.map((row) => binary('eq', property(key), guid(row.key)));
  if (first === undefined) return check.skip('the table is empty');
  const filter = chain('or', [first, ...others]);
  const answer = await session.list(check, { filter, top: gridPageSize, select, count: true });
  judgeSameSet(check, answer, grid.rows);
}

function judgeSameSet(check: Check, answer: ListAnswer, expected: readonly Row[]): void {
  const byKey = new Map(answer.rows.map((row) => [row.key, row]));
  for (const row of expected) {
    const read = byKey.get(row.key);
    const { exchange } = answer;
    if (read === undefined) check.fail('filter', `row ${row.key} was asked for, but didn't come`, exchange);
    else judgeSame(check, { row: read, exchange }, row, [...row.values.keys()]);
  }
  const stray = answer.rows.find((row) => !expected.some(({ key }) => key === row.key));
  if (stray) check.fail('filter', `row ${stray.key} came without being asked for`, answer.exchange);
  if (answer.count !== undefined && answer.count !== expected.length) {
    check.fail('count', `@odata.count is ${answer.count} for ${expected.length} keys`, answer.exchange);
  }
}
