/** How the values of two operands meet in a comparison: what makes them equal, what makes one the lesser. */
import { RequestError } from '../errors';
import {
  type Collation,
  type ColumnType,
  compareExactNumbers,
  compareText,
  durationTicks,
  type ExactNumber,
  foldCase,
  instantOrder,
} from '../provider-sdk/index';
import { commonNumberKind, toDouble } from './number-kind';
import type { Operand, Present } from './scope';

/** What stands for a value in comparisons. */
export type ComparisonKey = string | number | boolean | bigint;

/**
 * Values are equal exactly if their keys are identical (`===`; so NaN equals nothing), and one precedes the other exactly
 * if its key is `less`. A constant's key is made once.
 */
export interface Ordering {
  /** Absent where a value is its own key. */
  readonly key?: (value: Present) => ComparisonKey;
  readonly less: (a: ComparisonKey, b: ComparisonKey) => boolean;
}

/** @throws {RequestError} where the types cannot be compared */
export function orderingOf(left: Operand, right: Operand, collation: Collation): Ordering {
  // A null literal compares with anything, whatever its type is.
  if (left.constant === null) return orderingOfType(right.type, collation);
  if (right.constant === null || left.type === right.type) return orderingOfType(left.type, collation);
  const numbers = commonNumberKind(left.type, right.type);
  if (numbers === undefined) {
    throw new RequestError('InvalidType', `${left.type} and ${right.type} cannot be compared.`);
  }
  return numbers === 'exact' ? exactOrdering : doubleOrdering;
}

/** The ordering of values of one type. */
export function orderingOfType(type: ColumnType, collation: Collation): Ordering {
  switch (type) {
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Decimal':
      return exactOrdering;
    case 'String':
      return collation === 'ordinal' ? naturalOrdering : ignoringCase;
    case 'DateTimeOffset':
      return instantOrdering;
    case 'Duration':
      return durationOrdering;
    case 'Boolean':
    case 'Single':
    case 'Double':
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'Enum':
      return naturalOrdering;
  }
}

/** Both keys are of one type, whichever it is. */
function naturalLess(a: ComparisonKey, b: ComparisonKey): boolean {
  return (a as number) < (b as number);
}

function exactLess(a: ComparisonKey, b: ComparisonKey): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return compareExactNumbers(a as ExactNumber, b as ExactNumber) < 0;
}

const compareIgnoringCase = compareText('ignoreCase');

const naturalOrdering: Ordering = { less: naturalLess };
const exactOrdering: Ordering = { less: exactLess };
const doubleOrdering: Ordering = { key: (value) => toDouble(value as ExactNumber), less: naturalLess };
const instantOrdering: Ordering = { key: (value) => instantOrder(value as string), less: naturalLess };
const durationOrdering: Ordering = { key: (value) => durationTicks(value as string), less: naturalLess };
const ignoringCase: Ordering = {
  key: (value) => foldCase(value as string),
  less: (a, b) => compareIgnoringCase(a as string, b as string) < 0,
};
