/** What an expression is compiled against, and what compiling makes of it. */
import type { Property } from '../model/entity-set';
import type { Collation, ColumnType, Row, Value } from '../provider-sdk/index';

/** What an expression needs to know beyond the row. */
export interface Scope {
  readonly collation: Collation;
  /** Reads a property that no single column holds: a key, a lookup, a converted value. Called once per property, not per row. */
  readonly readProperty: (property: Property) => (row: Row) => Value;
}

/** Computes a value from a row; null where the expression is null. */
export type ValueOf = (row: Row) => Value;

/** Says of a row yes or no; never unknown. */
export type Test = (row: Row) => boolean;

/** A compiled part of an expression. */
export interface Operand {
  readonly type: ColumnType;
  readonly read: ValueOf;
  /** Its value if it is a literal, null included; otherwise undefined. */
  readonly constant: Value | undefined;
}

/** A value that is there. */
export type Present = Exclude<Value, null>;

/** A function of one value that is null where its operand is. The operand's type has been checked before any row comes. */
export function lift<A extends Present>(operand: Operand, apply: (a: A) => Value): ValueOf {
  const { read } = operand;
  return (row) => {
    const value = read(row);
    return value === null ? null : apply(value as A);
  };
}

/** A function of two values that is null where one of its operands is. */
export function liftTwo<A extends Present, B extends Present>(
  first: Operand,
  second: Operand,
  apply: (a: A, b: B) => Value,
): ValueOf {
  const readFirst = first.read;
  const readSecond = second.read;
  return (row) => {
    const a = readFirst(row);
    if (a === null) return null;
    const b = readSecond(row);
    return b === null ? null : apply(a as A, b as B);
  };
}
