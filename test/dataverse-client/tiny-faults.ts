/** The ways to break the endpoint under test. */
import type { ServerResponse } from 'node:http';
import type { FilterFaults, TinyRow } from './tiny-filter';
import type { StoreFaults } from './tiny-store';

/** What is deliberately wrong with the endpoint. */
export interface Faults extends FilterFaults, StoreFaults {
  /** Changes an answer's body before it goes out. */
  readonly body?: (body: Record<string, unknown>, url: string) => void;
  /** Changes each row before it is projected. */
  readonly row?: (row: Record<string, unknown>) => void;
  /** Changes status and headers. */
  readonly head?: (answer: ServerResponse, url: string) => void;
  readonly metadata?: (xml: string) => string;
  readonly rows?: (rows: readonly TinyRow[], options: ReadonlyMap<string, string>) => readonly TinyRow[];
  readonly ignoresFilter?: boolean;
  readonly countsWholeTable?: boolean;
  readonly ignoresSelect?: boolean;
  readonly ignoresOrder?: boolean;
  readonly largestPage?: number;
  readonly htmlErrors?: boolean;
  readonly withoutCorrelation?: boolean;
  readonly emptyListForMissingRow?: boolean;
  readonly acceptsAnything?: boolean;
  readonly forgetsFilterInLinks?: boolean;
  readonly refusesOwnOptions?: boolean;
  /** Addresses that are answered again and again as they were answered first. */
  readonly remembers?: (url: string, status: number) => boolean;
  /** Comes with 200 after an update, in place of 204. */
  readonly updatedBody?: (row: Record<string, unknown>) => Record<string, unknown>;
  readonly forgivesSecondDelete?: boolean;
  readonly withoutTargets?: boolean;
  /** Calls on a source that a request costs. */
  readonly costs?: (url: string) => number;
}
