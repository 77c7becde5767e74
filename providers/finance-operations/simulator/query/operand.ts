/** The compiled form of an expression: a family of values, and how to read one for a row. */
import { invalidQuery } from '../http/answer';

/** Whether the operand depends on the row; F&O compares a row value with a constant only. */
export type Origin = 'constant' | 'row';

export interface BooleanOperand {
  readonly family: 'boolean';
  readonly origin: Origin;
  readonly read: (row: number) => boolean;
}

export interface TextOperand {
  readonly family: 'text';
  readonly origin: Origin;
  readonly read: (row: number) => string;
  /** The text in the form that equality compares. */
  readonly readFolded: (row: number) => string;
}

export interface NumberOperand {
  readonly family: 'number';
  readonly origin: Origin;
  readonly edmType: string;
  /** In millionths. */
  readonly read: (row: number) => bigint;
  /** A literal with more than six fractional digits: exact at ten times this scale. */
  readonly finer?: { readonly scale: bigint; readonly value: bigint };
}

interface InstantOperand {
  readonly family: 'instant';
  readonly origin: Origin;
  readonly read: (row: number) => number;
}

interface GuidOperand {
  readonly family: 'guid';
  readonly origin: Origin;
  readonly read: (row: number) => string;
}

interface DateOperand {
  readonly family: 'date';
  readonly origin: 'constant';
}

export interface EnumOperand {
  readonly family: 'enum';
  readonly origin: Origin;
  readonly edmType: string;
  readonly read: (row: number) => string;
}

interface NullOperand {
  readonly family: 'null';
  readonly origin: 'constant';
}

export type Operand =
  | BooleanOperand
  | TextOperand
  | NumberOperand
  | InstantOperand
  | GuidOperand
  | DateOperand
  | EnumOperand
  | NullOperand;

/** The type that an error text names. */
export function edmTypeOf(operand: Operand): string {
  switch (operand.family) {
    case 'boolean':
      return 'Edm.Boolean';
    case 'text':
      return 'Edm.String';
    case 'instant':
      return 'Edm.DateTimeOffset';
    case 'guid':
      return 'Edm.Guid';
    case 'date':
      return 'Edm.Date';
    case 'null':
      return '<null>';
    case 'number':
    case 'enum':
      return operand.edmType;
  }
}

/** The text by which F&O refuses, among others, an enumeration compared with a bare string (facts page 2.3). */
export function incompatible(left: Operand, right: Operand, operatorKind: string): Error {
  return invalidQuery(
    'A binary operator with incompatible types was detected. Found operand types ' +
      `'${edmTypeOf(left)}' and '${edmTypeOf(right)}' for operator kind '${operatorKind}'.`,
  );
}
