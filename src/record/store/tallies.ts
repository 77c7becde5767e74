/**
 * Tallies: what records of a fingerprint add up to in a minute, an hour, and a day. They are written with the records, in the
 * same transaction and by the same SQL, so that a million records are grouped without going through them.
 */
import { CLASS, COUNTS } from './durations';
import type { StoreDialect } from './store-dialect';
import { spans } from './tally-units';

/** Characters of durations that were not put together yet: some hundred records. Twice what a busy day takes. */
const MOST_TEXT = 3_000;

/** What is added up of records that share a fingerprint. */
export const sumsOfRecords = {
  count: 'sum(hits)',
  errors: 'sum(CASE WHEN status >= 400 THEN hits ELSE 0 END)',
  fetched: 'sum(coalesce(fetched, 0))',
  returned: 'sum(coalesce(returned, 0))',
  hits: 'sum(coalesce(is_hit, 0) * hits)',
  upstream: 'sum(coalesce(upstream_milliseconds, 0))',
} as const;

export const sumNames = Object.keys(sumsOfRecords) as readonly (keyof typeof sumsOfRecords)[];

/** Queries without a fingerprint have no shape. The order keeps two instances from waiting for each other. */
export function insertShapes(queries: string): string {
  return `INSERT INTO shape (fingerprint, service, method, url, entity_set)
    SELECT fingerprint, min(service), min(method), min(url), min(entity_set) FROM query
    WHERE fingerprint IS NOT NULL AND ${queries} GROUP BY fingerprint ORDER BY fingerprint`;
}

/** A source that could not be reached has told no name of a set. */
export const completeShape = `ON CONFLICT (fingerprint) DO UPDATE SET entity_set = excluded.entity_set
  WHERE shape.entity_set IS NULL AND excluded.entity_set IS NOT NULL`;

/** Durations are counted by class first, and then the classes of a fingerprint put together. */
export function insertTallies(records: string): string {
  const widths = spans.map((span) => `SELECT ${span} AS span`).join(' UNION ALL ');
  const sums = Object.entries(sumsOfRecords).map(([name, sum]) => `${sum} AS ${name}`);
  return `INSERT INTO tally (span, start, fingerprint, ${sumNames.join(', ')}, durations)
    SELECT span, start, fingerprint, ${sumNames.map((name) => `sum(${name})`).join(', ')}, ${COUNTS}
    FROM (SELECT span, floor(at / span) * span AS start, fingerprint, ${CLASS} AS class, ${sums.join(', ')}
      FROM record JOIN query ON query.key = record.query CROSS JOIN (${widths}) AS widths
      WHERE fingerprint IS NOT NULL AND ${records} GROUP BY span, start, fingerprint, class) AS classes
    GROUP BY span, start, fingerprint ORDER BY span, start, fingerprint`;
}

/**
 * What is there already grows by what comes. Counts of durations are put together when there are many: that takes ten times
 * as long as writing one behind the other.
 */
export function addTallies({ entries }: Pick<StoreDialect, 'entries'>): string {
  const grown = sumNames.map((name) => `${name} = tally.${name} + excluded.${name}`);
  const both = `tally.durations || ',' || excluded.durations`;
  return `ON CONFLICT (span, start, fingerprint) DO UPDATE SET ${grown.join(', ')}, durations = CASE
    WHEN length(tally.durations) < ${MOST_TEXT} THEN ${both}
    ELSE (SELECT ${COUNTS} FROM (
      SELECT entry.key AS class, sum(CAST(entry.value AS BIGINT)) AS count FROM ${entries(both)} GROUP BY entry.key
    ) AS classes) END`;
}
