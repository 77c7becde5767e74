/** What the stages of a request have noted, as its record may hold it: without literals. */
import type { PlanPart, ReadPlan } from '../plan/read-plan';
import type { HttpObservation } from '../provider-sdk/index';
import { maskLiterals, maskQuoted, maskTarget, printable } from './mask-literals';
import type { PlanNote, UpstreamCall } from './query-record';
import { rounded } from './rounded';

export interface NotedCall {
  readonly observation: HttpObservation;
  readonly startedAfter: number;
}

export function planNoteOf({ source, parts }: ReadPlan): PlanNote {
  return {
    source: source.kind,
    parts: parts.map((part) => ({
      ...part,
      text: printable(isNumberOfRows(part) ? part.text : maskLiterals(part.text)),
      // A provider may quote what it does not take.
      ...(part.explanation === undefined ? {} : { explanation: maskQuoted(part.explanation) }),
      ...(part.hint === undefined ? {} : { hint: maskQuoted(part.hint) }),
    })),
    pushed: parts.every(({ place }) => place === 'source'),
  };
}

export function upstreamCallOf({ observation, startedAfter }: NotedCall): UpstreamCall {
  const { connection = '', method, url, attempt, milliseconds, bytes, status, fault } = observation;
  return {
    connection,
    method,
    url: maskTarget(url, true),
    attempt,
    startedAfter: rounded(startedAfter),
    milliseconds,
    bytes,
    ...(status === undefined ? {} : { status }),
    ...(fault === undefined ? {} : { fault }),
  };
}

/** Not anybody's data, and what an administrator looks for first. */
function isNumberOfRows({ clause }: PlanPart): boolean {
  return clause === '$top' || clause === '$skip';
}
