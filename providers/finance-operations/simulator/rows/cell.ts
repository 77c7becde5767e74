/** How one value of a row is kept in memory, and the value that F&O shows where nothing was entered. */
import type { PropertySchema } from '../schema/entity-schema';

/**
 * By kind: String and Guid are text, an Enum is its member name, Int32 is a number, Int64 a bigint, Decimal a
 * bigint of millionths (SQL numeric(32,6)), Date and UtcDateTime are milliseconds since 1970, Boolean is itself.
 * `undefined` means the default of the property.
 */
export type Cell = string | number | bigint | boolean | undefined;

/** Millionths in one. */
export const DECIMAL_SCALE = 1_000_000n;

/** An empty date reads 1900-01-01T12:00:00Z. */
const EMPTY_DATE = Date.UTC(1900, 0, 1, 12);

/** An empty date with time reads 1900-01-01T00:00:00Z. */
const EMPTY_DATE_TIME = Date.UTC(1900, 0, 1);

/** The open end of a validity period: 2154-12-31T23:59:59Z. */
export const END_OF_TIME = Date.UTC(2154, 11, 31, 23, 59, 59);

const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** What a read shows for a cell that holds nothing: never null (facts page, trap 5). */
export function defaultCell(property: PropertySchema): Exclude<Cell, undefined> {
  switch (property.kind) {
    case 'String':
      return '';
    case 'Int32':
      return 0;
    case 'Int64':
    case 'Decimal':
      return 0n;
    case 'Date':
      return EMPTY_DATE;
    case 'UtcDateTime':
      return EMPTY_DATE_TIME;
    case 'Guid':
      return EMPTY_GUID;
    case 'Boolean':
      return false;
    case 'Enum':
      return (
        (property.enumeration.members.find((member) => member.value === 0) ?? property.enumeration.members[0])
          ?.name ?? ''
      );
  }
}

/** Whether the database would call a mandatory field of this value empty. */
export function isEmptyCell(property: PropertySchema, cell: Exclude<Cell, undefined>): boolean {
  return property.kind === 'String' ? String(cell).trim() === '' : cell === defaultCell(property);
}

/** Reads a decimal from its text, exactly; digits past the sixth are cut. */
export function decimal(text: string): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const millionths = BigInt(whole + fraction.slice(0, 6).padEnd(6, '0'));
  return text.startsWith('-') ? -millionths : millionths;
}

/** Writes a decimal as the shortest JSON number that holds every digit. */
export function decimalText(millionths: bigint): string {
  const sign = millionths < 0n ? '-' : '';
  const size = millionths < 0n ? -millionths : millionths;
  const fraction = (size % DECIMAL_SCALE).toString().padStart(6, '0').replace(/0+$/, '');
  return `${sign}${size / DECIMAL_SCALE}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Writes an instant as F&O does: whole seconds, `Z`. */
export function instantText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
