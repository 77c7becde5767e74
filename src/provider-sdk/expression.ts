/** The language of predicates and sort keys: what a provider is asked to evaluate, as a typed tree. */
import type { ColumnType, Value } from './value';

/**
 * A typed expression. In a {@link RemoteQuery} every leaf is a {@link ColumnReference} or a {@link Literal}; the gateway
 * uses the same tree with other leaves before it has resolved them.
 *
 * Null follows OData 4.01 (URL Conventions 5.1.1.1): `eq` and `ne` treat null as a value equal to itself only; `gt`,
 * `ge`, `lt`, `le` with a null operand are false (`null ge null` and `null le null` are true); `and`, `or`, `not` know
 * three values; every function and arithmetic operator with a null operand is null. A row passes a filter only where it is true.
 */
export type Expression<Leaf = ColumnReference> =
  | Leaf
  | Literal
  | Comparison<Leaf>
  | Membership<Leaf>
  | Conjunction<Leaf>
  | Disjunction<Leaf>
  | Negation<Leaf>
  | Arithmetic<Leaf>
  | Negative<Leaf>
  | Call<Leaf>;

/** A column of the entity that is read. */
export interface ColumnReference {
  readonly kind: 'column';
  readonly name: string;
  readonly type: ColumnType;
}

/** A constant. `value` has the form that {@link ColumnType} gives for `type`, or is null. */
export interface Literal {
  readonly kind: 'literal';
  readonly type: ColumnType;
  readonly value: Value;
}

export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le' | 'has';

export interface Comparison<Leaf = ColumnReference> {
  readonly kind: 'comparison';
  readonly operator: ComparisonOperator;
  readonly left: Expression<Leaf>;
  readonly right: Expression<Leaf>;
}

/** `operand in (items)`; the items are constants of the operand's type, null possible, without duplicates. */
export interface Membership<Leaf = ColumnReference> {
  readonly kind: 'in';
  readonly operand: Expression<Leaf>;
  readonly items: readonly Literal[];
}

/** All of two or more operands, none of which is itself an `and`. */
export interface Conjunction<Leaf = ColumnReference> {
  readonly kind: 'and';
  readonly operands: readonly Expression<Leaf>[];
}

/** Any of two or more operands, none of which is itself an `or`. */
export interface Disjunction<Leaf = ColumnReference> {
  readonly kind: 'or';
  readonly operands: readonly Expression<Leaf>[];
}

export interface Negation<Leaf = ColumnReference> {
  readonly kind: 'not';
  readonly operand: Expression<Leaf>;
}

export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'divby' | 'mod';

export interface Arithmetic<Leaf = ColumnReference> {
  readonly kind: 'arithmetic';
  readonly operator: ArithmeticOperator;
  readonly left: Expression<Leaf>;
  readonly right: Expression<Leaf>;
  /** Of the result: `div` of integers is integral, `divby` is Decimal or Double (OData 4.01 URL Conventions 5.1.1.2). */
  readonly type: ColumnType;
}

/** Unary minus. */
export interface Negative<Leaf = ColumnReference> {
  readonly kind: 'negate';
  readonly operand: Expression<Leaf>;
  readonly type: ColumnType;
}

/** The canonical functions of OData 4.01 (URL Conventions 5.1.1.5 to 5.1.1.10) that the gateway can evaluate. */
export type FunctionName =
  | 'contains'
  | 'startswith'
  | 'endswith'
  | 'length'
  | 'indexof'
  | 'substring'
  | 'concat'
  | 'tolower'
  | 'toupper'
  | 'trim'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'fractionalseconds'
  | 'date'
  | 'time'
  | 'totaloffsetminutes'
  | 'totalseconds'
  | 'round'
  | 'floor'
  | 'ceiling'
  | 'cast';

export interface Call<Leaf = ColumnReference> {
  readonly kind: 'call';
  readonly function: FunctionName;
  /** For `cast` the one argument; the target is {@link Call.type}. */
  readonly arguments: readonly Expression<Leaf>[];
  readonly type: ColumnType;
}

/** The type of an expression's value: comparisons and logic are Boolean, everything else says so itself. */
export function typeOf<Leaf extends { readonly type: ColumnType }>(expression: Expression<Leaf>): ColumnType {
  return 'type' in expression ? expression.type : 'Boolean';
}

/**
 * How text compares. `ignoreCase`: `'US' eq 'us'` is true, as Dataverse's users expect; ordered as people do, by the
 * letters first. `ordinal`: by UTF-16 code unit.
 */
export type Collation = 'ignoreCase' | 'ordinal';
