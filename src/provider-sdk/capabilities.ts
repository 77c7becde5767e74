/** What a source can do by itself. Whatever is not declared here, the gateway does; `{}` is a correct declaration. */
import type { WriteCapabilities } from './write';

/**
 * How faithful a source's answer to a filter term is. `exact`: just the rows that OData's rules give. `superset`: those
 * and perhaps more, never fewer; the gateway filters again (and then pushes no count and no window).
 */
export type Faithfulness = 'exact' | 'superset';

/**
 * The comparisons of a column with constants that a source takes, each with its faithfulness. Absent = not taken.
 *
 * `eq` and `ne` are with a value; `null` covers `eq null` and `ne null`. A declared `ne` keeps the rows whose column is
 * null, `gt` to `le` never give them.
 *
 * @example { eq: 'exact', in: 'exact', contains: 'superset' }
 */
export type ColumnFilter = Partial<Record<FilterOperator, Faithfulness>>;

export type FilterOperator =
  'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'in' | 'has' | 'null' | 'contains' | 'startswith' | 'endswith';

/** What a source can do with one entity. Every member is optional; absent means no. */
export interface EntityCapabilities {
  readonly filter?: FilterCapabilities;
  readonly sort?: SortCapabilities;
  /** Takes `top`: stops after that many rows. */
  readonly top?: boolean;
  /** Takes `skip`: leaves out that many rows of a stable order. */
  readonly skip?: boolean;
  /** Says exactly how many rows match the filter, whatever the window. */
  readonly count?: boolean;
  /** Takes a batch of keys in {@link Connection.getMany}: the most keys in one call. */
  readonly getMany?: { readonly maxKeys: number };
  /** Takes changes in {@link Connection.write}. */
  readonly write?: WriteCapabilities;
}

export interface FilterCapabilities {
  /** Terms joined by `or`, nested to any depth. Without it only a conjunction of terms is sent. */
  readonly or?: boolean;
  /**
   * `not` before a single term that is taken exactly: `contains`, `startswith`, `endswith` or `has`, and `gt` to `le` of a
   * Single or Double, since NaN is neither above a number nor at or below it. Other negations are resolved before.
   */
  readonly not?: boolean;
  /** The most terms in one query; a filter with more is split at the `and` that the gateway chooses. Default: no limit. */
  readonly maxTerms?: number;
  /** The longest `in` list; longer ones are evaluated by the gateway. Default: no limit. */
  readonly maxListItems?: number;
  /**
   * Sets of columns of which at least one set must be compared with `eq` or `in`, for sources that refuse to list
   * everything. A query without any is refused with `FilterRequired`, naming them.
   */
  readonly required?: readonly (readonly string[])[];
}

export interface SortCapabilities {
  /** Where null stands in ascending order. The gateway's order has it first (OData 4.01, Protocol 11.2.6.2); a source with `last` gets no nullable sort key. */
  readonly nulls: 'first' | 'last';
  /** The most sort keys. Default: no limit. */
  readonly maxKeys?: number;
}
