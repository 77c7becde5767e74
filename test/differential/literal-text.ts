/** Writes a value as the OData literal that a caller would type. */
import { type ColumnType, decimalText, type Value } from '../../src/provider-sdk/index';

export function literalText(type: ColumnType, value: Value): string {
  if (value === null) return 'null';
  switch (type) {
    case 'String':
    case 'Enum':
      return `'${String(value).replaceAll("'", "''")}'`;
    case 'Int64':
    case 'Decimal':
      return decimalText(value as number | string);
    case 'Single':
    case 'Double':
      return floatText(Number(value));
    case 'Duration':
      return `duration'${String(value)}'`;
    case 'Boolean':
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
      return String(value);
  }
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'INF' : '-INF';
}
