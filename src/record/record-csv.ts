/** Records as CSV (RFC 4180) for spreadsheets, which must not take for a formula what somebody sent. */
import { printable } from './mask-literals';
import type { RecordSummary } from './record-store';

type Cell = string | number | boolean | undefined;

/** By header, from left to right. */
const columns: Readonly<Record<string, (record: RecordSummary) => Cell>> = {
  id: ({ id }) => id,
  time: ({ at }) => new Date(at).toISOString(),
  service: ({ service }) => service,
  entitySet: ({ entitySet }) => entitySet,
  operation: ({ operation }) => operation,
  method: ({ method }) => method,
  url: ({ url }) => url,
  status: ({ status }) => status,
  milliseconds: ({ milliseconds }) => milliseconds,
  caller: ({ caller }) => caller,
  code: ({ code }) => code,
  message: ({ message }) => message,
  target: ({ target }) => target,
  raised: ({ raised }) => raised,
  cache: ({ cache }) => cache?.status,
  isHit: ({ cache }) => cache?.isHit,
  hits: ({ fold }) => fold?.hits ?? 1,
  slowest: ({ fold }) => fold?.slowest,
  source: ({ plan }) => plan?.source,
  pushed: ({ plan }) => plan?.pushed,
  fetched: ({ rows }) => rows?.fetched,
  returned: ({ rows }) => rows?.returned,
  deadline: ({ deadline }) => deadline,
  fingerprint: ({ fingerprint }) => fingerprint,
  correlationId: ({ correlationId }) => correlationId,
  batch: ({ batch }) => batch,
  correlations: ({ correlations }) => correlations && JSON.stringify(correlations),
  outcome: ({ write }) => write?.outcome,
  key: ({ write }) => write?.key,
  properties: ({ write }) => write?.properties?.join(' '),
  versionBefore: ({ write }) => write?.versionBefore,
  versionAfter: ({ write }) => write?.versionAfter,
  attempts: ({ write }) => write?.attempts,
  verified: ({ write }) => write?.verified,
};

const LINE_END = '\r\n';

export const csvHeader = Object.keys(columns).join(',') + LINE_END;

/** With its end. */
export function csvLine(record: RecordSummary): string {
  return (
    Object.values(columns)
      .map((cellOf) => cellText(cellOf(record)))
      .join(',') + LINE_END
  );
}

/** Every text is in quotes; a number is none, even a negative one. */
function cellText(cell: Cell): string {
  if (cell === undefined) return '';
  return typeof cell === 'string' ? `"${printable(defused(cell)).replaceAll('"', '""')}"` : String(cell);
}

/**
 * What a spreadsheet takes for the beginning of a formula, full-width forms included (OWASP, CSV injection), comes after an
 * apostrophe. So does what follows a semicolon: where the comma stands in numbers, Excel begins a cell there.
 */
function defused(text: string): string {
  return text.replace(/(^|;)(?=\s*[=+\-@＝＋－＠\t\r])/g, "$1'");
}
