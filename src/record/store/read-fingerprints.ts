/**
 * Groups records by fingerprint. Where a filter asks for a period, a service or a fingerprint only, whole days, hours and
 * minutes come from their tallies, and what is left at the two ends of the period from its records. Any other condition
 * is of single records, and goes through them.
 */
import { setImmediate } from 'node:timers/promises';
import { type Kysely, type SelectQueryBuilder, sql } from 'kysely';
import type { FingerprintFigures, FingerprintSummary, RecordFilter } from '../record-store';
import { CLASS, COUNTS, percentilesOf } from './durations';
import { askedConditions, recordConditions } from './record-conditions';
import { sumNames, sumsOfRecords } from './tallies';
import { cover, type Units } from './tally-units';
import { storableText } from './storable';
import type { RecordTables, TallyRow } from './tables';

const MOST = 500;
/** Of a busy week they take some milliseconds; then requests get their turn. */
const AT_ONCE = 25;
/** What a filter may ask of tallies. */
const tallied: ReadonlySet<string> = new Set(['from', 'to', 'service', 'fingerprint']);

/** The same columns once more, of rows that are added up. */
const added = sumNames.map((name) => sql<number>`sum(${sql.ref(name)})`.as(name));

type Part = Omit<TallyRow, 'span' | 'start'>;
type Parts = SelectQueryBuilder<RecordTables, never, Part>;
type Row = Part & RecordTables['shape'];
type Wanted = readonly string[] | undefined;

/** The most frequent first, with the period before where there is one. */
export async function readFingerprints(
  database: Kysely<RecordTables>,
  filter: RecordFilter,
): Promise<readonly FingerprintSummary[]> {
  const rows = await group(database, filter);
  const before = await periodBefore(database, filter, rows);
  const summaries: FingerprintSummary[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % AT_ONCE === 0) await setImmediate();
    summaries.push(summaryOf(row, before.get(row.fingerprint)));
  }
  return summaries;
}

function summaryOf(row: Row, before: Row | undefined): FingerprintSummary {
  return {
    fingerprint: row.fingerprint,
    method: row.method,
    url: row.url,
    ...(row.service === null ? {} : { service: row.service }),
    ...(row.entity_set === null ? {} : { entitySet: row.entity_set }),
    ...figuresOf(row),
    ...(before === undefined ? {} : { before: figuresOf(before) }),
  };
}

async function periodBefore(
  database: Kysely<RecordTables>,
  { from, to, ...filter }: RecordFilter,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Row>> {
  if (from === undefined || to === undefined || rows.length === 0) return new Map();
  const period = { ...filter, from: from - (to - from), to: from };
  const wanted = rows.map(({ fingerprint }) => fingerprint);
  return new Map((await group(database, period, wanted)).map((row) => [row.fingerprint, row]));
}

/** Of those wanted, or of all. */
async function group(
  database: Kysely<RecordTables>,
  filter: RecordFilter,
  wanted?: Wanted,
): Promise<readonly Row[]> {
  const [first, ...others] = partsOf(database, filter, wanted);
  if (first === undefined) return [];
  const parts = others.reduce((all, part) => all.unionAll(part), first);
  const grouped = database
    .selectFrom(parts.as('part'))
    .select(['fingerprint', ...added, sql<string>`string_agg(durations, ',')`.as('durations')])
    .groupBy('fingerprint')
    .orderBy('count', 'desc')
    .orderBy('fingerprint')
    .limit(MOST);
  return database
    .selectFrom(grouped.as('grouped'))
    .innerJoin('shape', 'shape.fingerprint', 'grouped.fingerprint')
    .selectAll('grouped')
    .select(['service', 'method', 'url', 'entity_set'])
    .orderBy('count', 'desc')
    .orderBy('grouped.fingerprint')
    .execute();
}

function partsOf(database: Kysely<RecordTables>, filter: RecordFilter, wanted: Wanted): readonly Parts[] {
  const isTallied = Object.entries(filter).every(([name, value]) => value === undefined || tallied.has(name));
  if (!isTallied) return [partOfRecords(database, filter, wanted)];
  const { units, ends } = cover({ from: filter.from ?? -Infinity, to: filter.to ?? Infinity });
  return [
    ...units.map((some) => partOfTallies(database, some, filter, wanted)),
    ...ends.map((end) => partOfRecords(database, { ...filter, ...end }, wanted)),
  ];
}

function partOfTallies(
  database: Kysely<RecordTables>,
  { span, from, to }: Units,
  { service, fingerprint }: RecordFilter,
  wanted: Wanted,
): Parts {
  const ofService = database
    .selectFrom('shape')
    .select('fingerprint')
    .where('service', '=', storableText(service ?? ''));
  return database
    .selectFrom('tally')
    .select(['fingerprint', ...sumNames, 'durations'])
    .where('span', '=', span)
    .$if(Number.isFinite(from), (tallies) => tallies.where('start', '>=', from))
    .$if(Number.isFinite(to), (tallies) => tallies.where('start', '<', to))
    .$if(service !== undefined, (tallies) => tallies.where('fingerprint', 'in', ofService))
    .$if(fingerprint !== undefined, (tallies) =>
      tallies.where('fingerprint', '=', storableText(fingerprint ?? '')),
    )
    .$if(wanted !== undefined, (tallies) => tallies.where('fingerprint', 'in', [...(wanted ?? [])]));
}

/**
 * By query, which is a number: half the time that it takes by fingerprint. The condition on ids is true of all of them, and
 * the unary plus changes nothing: without them SQLite goes by the index of queries and jumps to each record.
 */
function partOfRecords(database: Kysely<RecordTables>, filter: RecordFilter, wanted: Wanted): Parts {
  const query = sql<number>`+record.query`;
  const classes = database
    .selectFrom('record')
    .select([query.as('query'), sql.raw<number>(CLASS).as('class')])
    .select(sumNames.map((name) => sql.raw<number>(sumsOfRecords[name]).as(name)))
    .where((builder) => recordConditions(builder, filter))
    .where('record.id', '>=', '')
    .groupBy([query, 'class']);
  return database
    .selectFrom(classes.as('classes'))
    .innerJoin('query', 'query.key', 'classes.query')
    .select([sql<string>`fingerprint`.as('fingerprint'), ...added, sql.raw<string>(COUNTS).as('durations')])
    .where((builder) => askedConditions(builder, filter))
    .where('fingerprint', 'is not', null)
    .$if(wanted !== undefined, (queries) => queries.where('fingerprint', 'in', [...(wanted ?? [])]))
    .groupBy(['query.key', 'fingerprint']);
}

function figuresOf(row: Row): FingerprintFigures {
  const [p50 = 0, p95 = 0, p99 = 0] = percentilesOf(row.durations);
  return {
    count: row.count,
    errors: row.errors,
    p50,
    p95,
    p99,
    fetched: row.fetched,
    returned: row.returned,
    hitShare: row.hits / row.count,
    upstreamMilliseconds: row.upstream,
  };
}
