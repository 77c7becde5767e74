/** Which type to choose in Dataverse for the column of a virtual table that shows a property (dataverse-client 1.2). */
import type { ColumnType } from '../provider-sdk/index';
import type { ColumnProperty, Property } from './entity-set';

export interface DataverseColumn {
  /** As the maker portal calls it. */
  readonly type: string;
  /** Of text: what to write into the column's maximum length. */
  readonly maxLength?: number;
}

/** The longest text of a single line in Dataverse, and of several lines. */
export const LONGEST_LINE = 4_000;
const LONGEST_TEXT = 1_048_576;

/** Undefined where Dataverse has no column for the type. */
export function dataverseColumn(property: Property): DataverseColumn | undefined {
  switch (property.kind) {
    case 'key':
      return { type: 'Unique identifier' };
    case 'lookup':
      return { type: 'Lookup' };
    case 'column':
      return property.conversion === 'optionValue' ? { type: 'Choice' } : columnOf(property);
  }
}

function columnOf({ type, column }: ColumnProperty): DataverseColumn | undefined {
  if (type === 'String') return textColumn(column.maxLength);
  return type === 'Enum' && column.flags !== true ? { type: 'Choice' } : typeName(type);
}

/** Dataverse does not enforce the length when it reads (dataverse-client 1.2): of an unknown one the longest line will do. */
function textColumn(maxLength = LONGEST_LINE): DataverseColumn {
  return maxLength <= LONGEST_LINE
    ? { type: 'Single line of text', maxLength }
    : { type: 'Multiple lines of text', maxLength: Math.min(maxLength, LONGEST_TEXT) };
}

function typeName(type: Exclude<ColumnType, 'String'>): DataverseColumn | undefined {
  switch (type) {
    case 'Boolean':
      return { type: 'Yes/No' };
    case 'Int32':
    case 'Int64':
      return { type: 'Whole number' };
    case 'Decimal':
      return { type: 'Decimal' };
    case 'Double':
      return { type: 'Float' };
    case 'Guid':
      return { type: 'Unique identifier' };
    case 'DateTimeOffset':
      return { type: 'Date and time' };
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Single':
    case 'Date':
    case 'TimeOfDay':
    case 'Duration':
    case 'Enum':
      return undefined;
  }
}
