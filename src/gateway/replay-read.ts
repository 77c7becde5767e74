/**
 * Answers a read twice: as it is planned, and with everything done by the gateway itself. Where the rows differ, the source
 * does not do what its declaration says. Both runs go past all caches, and leave nothing in them.
 */
import { RequestError } from '../errors';
import { createPropertyReader } from '../model/read-property';
import type { ServiceModel } from '../model/entity-set';
import type { ReadQuery } from '../odata/read-query';
import type { Window } from '../plan/plan-read';
import type { CallContext, Row } from '../provider-sdk/index';
import { compareRows, type RowDifference } from './compare-rows';
import { type BoundRead, bindRead } from './explain-read';
import type { OpenService } from './open-service';
import { runQuery } from './run-query';
import { asRequestError } from './upstream-error';
import { onlyListing, setWithoutAbilities } from './without-abilities';

export interface ReplayedRead {
  readonly asPlanned: ReplayedRun;
  readonly withoutPushdown: ReplayedRun;
  /** Of an answer and of none there is no difference: then all is empty. */
  readonly difference: RowDifference;
}

export interface ReplayedRun {
  readonly milliseconds: number;
  /** HTTP requests to the source, retries included. */
  readonly calls: number;
  readonly fetched: number;
  readonly returned: number;
  /** What `$count=true` gave. */
  readonly count?: number;
  readonly error?: RequestError;
}

/** Runs something as one request: with a deadline of its own. */
export type UnderDeadline = <Outcome>(work: (context: CallContext) => Promise<Outcome>) => Promise<Outcome>;

/**
 * @param target path and query below the service root, as a caller would send them with GET
 * @throws {RequestError | ProviderError} what the request itself would get before its source is read; InvalidQueryOption for
 *   one that asks for no rows
 */
export async function replayRead(
  target: string,
  service: OpenService,
  underDeadline: UnderDeadline,
): Promise<ReplayedRead> {
  const { model, read } = await bindRead(target, service);
  if (read === undefined || read.kind === 'count') {
    throw new RequestError('InvalidQueryOption', 'only a request for rows can be replayed.');
  }
  const bare = withoutPushdown(read, service);
  const planned = await runOnce(read, service, model, underDeadline);
  const unpushed = await runOnce(bare.read, bare.service, model, underDeadline);
  const { rows } = planned;
  const others = unpushed.rows;
  return {
    asPlanned: planned.run,
    withoutPushdown: unpushed.run,
    difference:
      rows === undefined || others === undefined
        ? { onlyFirst: [], onlySecond: [], changed: [], reordered: false }
        : compareRows(rows, others, readingOf(read.query)),
  };
}

function withoutPushdown(
  read: BoundRead,
  service: OpenService,
): { readonly read: BoundRead; readonly service: OpenService } {
  const query = { ...read.query, entitySet: setWithoutAbilities(read.query.entitySet) };
  return {
    read: { ...read, query },
    service: { ...service, connection: (name) => onlyListing(service.connection(name)) },
  };
}

async function runOnce(
  { query, window }: { readonly query: ReadQuery; readonly window: Window },
  service: OpenService,
  model: ServiceModel,
  underDeadline: UnderDeadline,
): Promise<{ readonly run: ReplayedRun; readonly rows?: readonly Row[] }> {
  const started = performance.now();
  let calls = 0;
  const ended = (): Pick<ReplayedRun, 'milliseconds' | 'calls'> => ({
    milliseconds: Math.round(performance.now() - started),
    calls,
  });
  try {
    const { rows, scanned, count } = await underDeadline((context) =>
      runQuery(query, window, service, model, { ...context, observe: () => calls++ }),
    );
    const counted = count === undefined || !query.count ? {} : { count };
    return { run: { ...ended(), fetched: scanned, returned: rows.length, ...counted }, rows };
  } catch (error) {
    return { run: { ...ended(), fetched: 0, returned: 0, error: asRequestError(error, query.entitySet) } };
  }
}

function readingOf({ entitySet, select }: ReadQuery): Parameters<typeof compareRows>[2] {
  return {
    key: createPropertyReader(entitySet.key),
    properties: new Map(select.map((property) => [property.name, createPropertyReader(property)])),
  };
}
