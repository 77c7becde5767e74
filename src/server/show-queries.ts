/** `vtg queries`: prints records of the running gateway in a terminal, and follows them. */
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import type { QueryRecord } from '../record/query-record';
import { recordLine } from '../record/record-line';
import { askAdmin, printAnswer } from './ask-admin';
import type { Configuration } from './configuration/configuration';
import { StartFault } from './start-fault';

export interface QueriesOptions {
  readonly service?: string;
  readonly set?: string;
  readonly status?: string;
  readonly code?: string;
  readonly caller?: string;
  readonly correlation?: string;
  readonly url?: string;
  readonly slowerThan?: string;
  readonly unpushed?: boolean;
  readonly limit: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

export type ExportOptions = QueriesOptions & { readonly format: string };

interface Page {
  readonly items: readonly QueryRecord[];
}

const PAUSE = 1_000;

/** @returns the exit code */
export async function showQueries(configuration: Configuration, options: QueriesOptions): Promise<number> {
  let newest = '';
  for (;;) {
    const answer = await askAdmin(configuration, `api/queries?${filterOf(options).toString()}`);
    if (!answer.ok) return printAnswer(answer);
    const { items } = (await answer.json()) as Page;
    const unseen = items.filter(({ id }) => id > newest).toReversed();
    newest = unseen.at(-1)?.id ?? newest;
    for (const record of unseen) {
      process.stdout.write(options.json === true ? recordLine(record) : `${lineOf(record)}\n`);
    }
    if (options.follow !== true) return 0;
    await delay(PAUSE);
  }
}

/** Writes what the gateway exports to standard output, as it comes. @returns the exit code */
export async function exportQueries(configuration: Configuration, options: ExportOptions): Promise<number> {
  const filter = filterOf(options);
  filter.set('format', options.format);
  // However long it takes: who has seen enough ends it.
  const { signal } = new AbortController();
  const answer = await askAdmin(configuration, `api/queries/export?${filter.toString()}`, { signal });
  if (!answer.ok || answer.body === null) return printAnswer(answer);
  try {
    await pipeline(answer.body, process.stdout, { end: false });
    return 0;
  } catch (error) {
    throw new StartFault('the export was cut: what was printed is not all.', { cause: error });
  }
}

/** The whole record of one request, by its own id. @returns the exit code */
export async function showQuery(configuration: Configuration, id: string): Promise<number> {
  return printAnswer(await askAdmin(configuration, `api/queries/${encodeURIComponent(id)}`));
}

function filterOf({
  service,
  set,
  status,
  code,
  caller,
  correlation,
  url,
  slowerThan,
  unpushed,
  limit,
}: QueriesOptions): URLSearchParams {
  const filters = {
    service,
    entitySet: set,
    status,
    code,
    caller,
    correlationId: correlation,
    url,
    minMilliseconds: slowerThan,
    pushed: unpushed === true ? 'false' : undefined,
    limit,
  };
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) given.set(name, value);
  return given;
}

/** One line, the newest at the end, as a log is read. */
function lineOf({
  id,
  at,
  status,
  milliseconds,
  service = '-',
  method,
  url,
  cache,
  rows,
  code,
  correlationId,
}: QueryRecord): string {
  return [
    new Date(at).toISOString(),
    id,
    status,
    `${milliseconds.toFixed(1)} ms`.padStart(10),
    (cache === undefined ? '-' : cache.isHit ? 'hit' : 'miss').padEnd(4),
    (rows === undefined ? '-' : `${rows.fetched}>${rows.returned}`).padEnd(9),
    `${method} ${service}/${url}`,
    ...(code === undefined ? [] : [code]),
    `[id ${correlationId}]`,
  ].join('  ');
}
