/** What a plan is: what goes to the source, what the gateway does itself, and why, part by part. */
import type { RowExpression, RowSortKey } from '../model/expression';
import type { Key, RemoteQuery } from '../provider-sdk/index';

export interface ReadPlan {
  readonly source: PlanSource;
  /** Filter that the gateway applies to the rows that the source gives. */
  readonly residual?: RowExpression;
  /** The order that the gateway makes; empty where the source makes it. */
  readonly order: readonly RowSortKey[];
  /** The window that the gateway cuts out; `{ skip: 0 }` where the source does. */
  readonly window: { readonly skip: number; readonly top?: number };
  /** Who counts, if anybody. */
  readonly count: 'none' | 'source' | 'gateway';
  /** The decisions, for the query record and for explain. */
  readonly parts: readonly PlanPart[];
}

export type PlanSource =
  | { readonly kind: 'scan'; readonly query: RemoteQuery }
  | {
      readonly kind: 'keys';
      readonly entity: string;
      readonly keys: readonly Key[];
      readonly columns: readonly string[];
    }
  /** The filter is true of no row; nothing is asked. */
  | { readonly kind: 'nothing' };

/** One part of the request and where it is done. */
export interface PlanPart {
  readonly clause: '$filter' | '$search' | '$orderby' | '$skip' | '$top' | '$count' | 'key';
  /** The part as OData text. */
  readonly text: string;
  readonly place: 'source' | 'source, filtered again' | 'gateway';
  /** Absent where the source does it exactly. */
  readonly reason?: ReasonCode;
  readonly explanation?: string;
  /** What would let the source do it. */
  readonly hint?: string;
}

/** Why a part is not (only) done by the source. */
export type ReasonCode =
  /** The source does not declare this operator for this column, or at all. */
  | 'NotDeclared'
  /** The source declares that it gives more rows than asked. */
  | 'SourceIsSuperset'
  /** The connection refused this very term; the explanation is its own. */
  | 'RefusedByConnection'
  /** A function, an arithmetic expression or a comparison of two columns. */
  | 'NotATerm'
  /** The source compares text in another way than the service. */
  | 'OtherCollation'
  /** A branch of an `or` could not be sent, so the whole could not. */
  | 'BranchNotPushed'
  /** More terms or list items than the source takes. */
  | 'TooMany'
  /** What the columns and keys are decides it already, for every row alike. */
  | 'Decided'
  /** The key or lookup cannot be written as a comparison of columns. */
  | 'ComputedProperty'
  /** Rows are filtered again, so the source may not count, order away or cut. */
  | 'AfterResidual'
  /** Rows are read by their keys; everything else is done on those few. */
  | 'ReadByKey'
  /** The source has no such ability. */
  | 'NoAbility';
