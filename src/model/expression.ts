/** Expressions on their way from the request to the source: over properties first, then over columns where that is possible. */
import type { ColumnReference, ColumnType, Expression } from '../provider-sdk/index';
import type { Property } from './entity-set';

/** A property of the entity set, by its public name and type. */
export interface PropertyReference {
  readonly kind: 'property';
  readonly property: Property;
  readonly type: ColumnType;
}

/** As bound: every leaf is a property. */
export type BoundExpression = Expression<PropertyReference>;

/**
 * As planned: columns, and those properties that only the gateway can compute (a key or lookup Guid, an option value)
 * where they stand in an expression that could not be rewritten to columns.
 */
export type RowExpression = Expression<ColumnReference | PropertyReference>;

export interface SortKey<Leaf = PropertyReference> {
  readonly expression: Expression<Leaf>;
  readonly descending: boolean;
}

export type RowSortKey = SortKey<ColumnReference | PropertyReference>;
