/** Which numbers calculate and compare exactly and which as doubles. */
import type { ColumnType, ExactNumber } from '../provider-sdk/index';

/** `exact`: digit for digit. `double`: IEEE 754 binary64, for Single and Double. */
export type NumberKind = 'exact' | 'double';

/** Undefined for a type that is no number. */
export function numberKind(type: ColumnType): NumberKind | undefined {
  switch (type) {
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Decimal':
      return 'exact';
    case 'Single':
    case 'Double':
      return 'double';
    case 'Boolean':
    case 'String':
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
    case 'Duration':
    case 'Enum':
      return undefined;
  }
}

/**
 * How two numbers meet: exactly, unless one of them is a double; then the other is rounded to one (numeric promotion,
 * URL Conventions 5.1.1.18). Undefined if one is no number.
 */
export function commonNumberKind(left: ColumnType, right: ColumnType): NumberKind | undefined {
  const leftKind = numberKind(left);
  const rightKind = numberKind(right);
  if (leftKind === undefined || rightKind === undefined) return undefined;
  return leftKind === 'exact' && rightKind === 'exact' ? 'exact' : 'double';
}

export function isIntegerType(type: ColumnType): boolean {
  return numberKind(type) === 'exact' && type !== 'Decimal';
}

export function toDouble(value: ExactNumber): number {
  return typeof value === 'number' ? value : Number(value);
}
