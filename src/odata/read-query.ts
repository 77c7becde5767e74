/** What a read asks for once names, types and literals are resolved: the planner's input. */
import type { EntitySet, Property } from '../model/entity-set';
import type { BoundExpression, SortKey } from '../model/expression';

/** A bound request for rows of one entity set. */
export interface ReadQuery {
  readonly entitySet: EntitySet;
  readonly filter?: BoundExpression;
  readonly search?: BoundExpression;
  /** As asked for; the planner appends the key, so that every order is total. */
  readonly orderBy: readonly SortKey[];
  /** The properties to return, in order, the key always among them. */
  readonly select: readonly Property[];
  readonly skip: number;
  readonly top?: number;
  /** `$count=true`: the number of matching rows goes into the answer. */
  readonly count: boolean;
}

/** What a request to a service root turns out to be. */
export type ReadRequest =
  | { readonly kind: 'serviceDocument' }
  | { readonly kind: 'metadata' }
  | CollectionRequest
  | { readonly kind: 'count'; readonly query: ReadQuery }
  | EntityRequest;

/** `Set?…`: one page of a collection. */
export interface CollectionRequest {
  readonly kind: 'collection';
  readonly query: ReadQuery;
  /** `$skiptoken` as it came: which page of the result this is. */
  readonly skipToken?: string;
  /** `$select` as text for the context URL; absent = everything. */
  readonly selected?: string;
}

/** `Set(guid)`, `Set(guid)/Property`, `Set(guid)/Property/$value`. */
export interface EntityRequest {
  readonly kind: 'entity';
  readonly entitySet: EntitySet;
  /** The key as given, lower case. */
  readonly key: string;
  readonly select: readonly Property[];
  readonly selected?: string;
  /** One property only, wrapped (`value`) or raw (`$value`). */
  readonly property?: { readonly property: Property; readonly raw: boolean };
}
