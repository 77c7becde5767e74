/** Proves a filtered answer right or wrong from outside: by its rows, by counting, and on a known handful of rows. */
import type { Check } from './check';
import { columnsOf, verdictOf } from './evaluate-filter';
import { binary, chain, guid, not, property, type Expression } from './expression';
import type { ListAnswer } from './judge-list';
import type { Row } from './judge-row';
import { gridPageSize, viewColumns, type Sample } from './sample';
import { keyOf } from './service-model';
import type { TableSession } from './table-session';
import type { ListQuery } from './wire-request';
import { writeExpression, clientStyle } from './write-expression';

/** Rows of the sample that a filter is tried on through their keys; a chain of `or` this long fits any URL. */
const handfulSize = 20;

interface FilterQuestion {
  readonly query: ListQuery & { readonly filter: Expression };
  /** Whether a 4xx or 501 is an acceptable answer. */
  readonly mayRefuse: boolean;
}

/** The query that a view with this filter sends for its first page. */
export function filteredView(session: TableSession, filter: Expression): ListQuery & { filter: Expression } {
  const select = viewColumns(session.table, ...columnsOf(filter));
  return { filter, top: gridPageSize, select, count: true };
}

/** Asks, and holds the answer to everything that is known about the table. */
export async function verifyFilter(
  check: Check,
  session: TableSession,
  sample: Sample,
  { query, mayRefuse }: FilterQuestion,
): Promise<void> {
  const attempt = mayRefuse
    ? await session.attempt(check, query)
    : { kind: 'answered' as const, answer: await session.list(check, query) };
  if (attempt.kind === 'refused') check.refused(`refused with ${attempt.exchange.status}`);
  else {
    judgeRows(check, session, query.filter, attempt.answer);
    judgeAgainstSample(check, session, sample, query, attempt.answer);
    await judgeComplement(check, session, sample, query, attempt.answer);
  }
  await judgeHandful(check, session, sample, query.filter);
}

/** Soundness: no row that doesn't satisfy the filter. */
function judgeRows(check: Check, session: TableSession, filter: Expression, answer: ListAnswer): void {
  for (const row of answer.rows) {
    if (verdictOf(filter, row, session.table) !== 'never') continue;
    check.fail('filter', `row ${row.key} came, but doesn't satisfy ${shown(filter)}`, answer.exchange);
  }
}

/** Completeness, as far as the sample knows: nothing that has to match may be missing from answer or count. */
function judgeAgainstSample(
  check: Check,
  session: TableSession,
  sample: Sample,
  query: FilterQuestion['query'],
  answer: ListAnswer,
): void {
  const { filter, top = gridPageSize } = query;
  const certain = sample.rows.filter((row) => verdictOf(filter, row, session.table) === 'always');
  const { count, rows, exchange } = answer;
  const allCame = rows.length < top && answer.nextLink === undefined;
  if (count !== undefined && allCame && count !== rows.length) {
    check.fail('count', `@odata.count is ${count}, but all ${rows.length} matching rows came`, exchange);
  }
  if (count !== undefined && count < certain.length) {
    check.fail('count', `@odata.count is ${count}, but ${certain.length} matching rows are known`, exchange);
  }
  if (allCame) judgeMissing(check, filter, certain, answer);
  if (sample.complete && count !== undefined) {
    const possible = sample.rows.filter((row) => verdictOf(filter, row, session.table) !== 'never').length;
    if (count > possible) {
      check.fail('count', `@odata.count is ${count}, but only ${possible} rows of the table match`, exchange);
    }
  }
}

/**
 * Whatever doesn't satisfy a filter satisfies its negation, but for rows where it is unknown: so the two counts
 * never exceed the table, and where no value is null they add up to it.
 */
async function judgeComplement(
  check: Check,
  session: TableSession,
  sample: Sample,
  query: FilterQuestion['query'],
  answer: ListAnswer,
): Promise<void> {
  const { total } = sample;
  if (total === undefined || answer.count === undefined) return;
  const negated = not(query.filter);
  const attempt = await session.attempt(check, { ...query, filter: negated });
  if (attempt.kind === 'refused') return check.note(`its negation refused with ${attempt.exchange.status}`);
  judgeRows(check, session, negated, attempt.answer);
  if (attempt.answer.count === undefined) return;
  const sum = answer.count + attempt.answer.count;
  const unknown = await unknownRows(check, session, query.filter);
  if (sum > total || (unknown !== undefined && sum < total - unknown)) {
    const without = unknown ? `, of which ${unknown} may be unknown to it` : '';
    const counts = `${answer.count} rows satisfy the filter and ${attempt.answer.count} its negation`;
    check.fail('filter', `${counts}, yet the table has ${total}${without}`, attempt.answer.exchange);
  }
}

/** How many rows hold a null in a column of the filter: at most so many can be unknown. */
async function unknownRows(
  check: Check,
  session: TableSession,
  filter: Expression,
): Promise<number | undefined> {
  const key = keyOf(session.table);
  const [first, ...others] = [...new Set(columnsOf(filter))]
    .filter((name) => name !== key)
    .map((name) => binary('eq', property(name), { kind: 'literal', literal: { type: 'null' } }));
  if (first === undefined) return 0;
  const query = { filter: chain('or', [first, ...others]), top: 1, select: [key], count: true };
  const attempt = await session.attempt(check, query);
  return attempt.kind === 'refused' ? undefined : attempt.answer.count;
}

/** The filter on a handful of known rows, named by their keys: what has to come is known to the row. */
async function judgeHandful(
  check: Check,
  session: TableSession,
  sample: Sample,
  filter: Expression,
): Promise<void> {
  const handful = chooseHandful(sample.rows, filter, session);
  const [first, ...others] = handful.map((row) =>
    binary('eq', property(keyOf(session.table)), guid(row.key)),
  );
  if (first === undefined) return;
  const restricted = binary('and', chain('or', [first, ...others]), filter);
  const attempt = await session.attempt(check, filteredView(session, restricted));
  if (attempt.kind === 'refused') return check.note(`refused with ${attempt.exchange.status} on known keys`);
  judgeRows(check, session, restricted, attempt.answer);
  const certain = handful.filter((row) => verdictOf(filter, row, session.table) === 'always');
  judgeMissing(check, filter, certain, attempt.answer);
}

/** Half of it matches, half doesn't, where the sample has both. */
function chooseHandful(rows: readonly Row[], filter: Expression, session: TableSession): readonly Row[] {
  const matches = rows.filter((row) => verdictOf(filter, row, session.table) !== 'never');
  const others = rows.filter((row) => !matches.includes(row));
  const half = handfulSize / 2;
  return [...matches.slice(0, half), ...others.slice(0, handfulSize - Math.min(half, matches.length))];
}

function judgeMissing(check: Check, filter: Expression, certain: readonly Row[], answer: ListAnswer): void {
  const came = new Set(answer.rows.map((row) => row.key));
  for (const { key } of certain) {
    if (came.has(key)) continue;
    check.fail('filter', `row ${key} satisfies ${shown(filter)}, but didn't come`, answer.exchange);
  }
}

function shown(filter: Expression): string {
  return decodeURIComponent(writeExpression(filter, clientStyle));
}
