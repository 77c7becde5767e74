/** Writes one value as JSON and as a URL literal. */
import { NAMESPACE, type PropertySchema } from '../schema/entity-schema';
import { type Cell, decimalText, instantText } from './cell';

/** A writer of JSON for the cells of one property. Numbers are written digit by digit, never through a double. */
export function jsonWriterOf(property: PropertySchema): (cell: Exclude<Cell, undefined>) => string {
  switch (property.kind) {
    case 'Decimal':
      return (cell) => decimalText(BigInt(cell));
    case 'Date':
    case 'UtcDateTime':
      return (cell) => `"${instantText(Number(cell))}"`;
    case 'Int32':
    case 'Int64':
    case 'Boolean':
      return String;
    case 'String':
    case 'Guid':
    case 'Enum':
      return JSON.stringify;
  }
}

/** A value as it stands in a key predicate. */
export function keyLiteral(property: PropertySchema, cell: Exclude<Cell, undefined>): string {
  switch (property.kind) {
    case 'Decimal':
      return decimalText(BigInt(cell));
    case 'Date':
    case 'UtcDateTime':
      return instantText(Number(cell));
    case 'Int32':
    case 'Int64':
    case 'Boolean':
    case 'Guid':
      return String(cell);
    case 'String':
      return `'${encodeURIComponent(String(cell).replaceAll("'", "''"))}'`;
    case 'Enum':
      return `${NAMESPACE}.${property.enumeration.name}'${String(cell)}'`;
  }
}
