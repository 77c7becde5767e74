/** The result types of arithmetic (URL Conventions 4.01, 5.1.1.2 and numeric promotion, 5.1.1.13). */
import type { ArithmeticOperator, ColumnType } from '../../provider-sdk/index';
import { isNumeric } from './bind-literal';

/** The type of `left operator right`, or undefined where OData has no such operation. */
export function arithmeticType(
  operator: ArithmeticOperator,
  left: ColumnType,
  right: ColumnType,
): ColumnType | undefined {
  if (isNumeric(left) && isNumeric(right)) return promote(operator, left, right);
  switch (operator) {
    case 'add':
      if (right !== 'Duration') return undefined;
      return left === 'DateTimeOffset' || left === 'Date' || left === 'Duration' ? left : undefined;
    case 'sub':
      if (right === 'Duration')
        return left === 'DateTimeOffset' || left === 'Date' || left === 'Duration' ? left : undefined;
      return left === right && (left === 'DateTimeOffset' || left === 'Date') ? 'Duration' : undefined;
    case 'mul':
      if (left === 'Duration' && isNumeric(right)) return 'Duration';
      return right === 'Duration' && isNumeric(left) ? 'Duration' : undefined;
    case 'div':
    case 'divby':
      return left === 'Duration' && isNumeric(right) ? 'Duration' : undefined;
    case 'mod':
      return undefined;
  }
}

function promote(operator: ArithmeticOperator, left: ColumnType, right: ColumnType): ColumnType {
  const types = [left, right];
  if (types.includes('Double') || types.includes('Single')) return 'Double';
  if (types.includes('Decimal') || operator === 'divby') return 'Decimal';
  return types.includes('Int64') ? 'Int64' : 'Int32';
}
