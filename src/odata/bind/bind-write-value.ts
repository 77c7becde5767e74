/** The value of a property in a body: in the one form of its exposed type, or what would have been right. */
import type { ColumnProperty, LookupProperty } from '../../model/entity-set';
import {
  canonicalDate,
  canonicalDuration,
  canonicalGuid,
  canonicalInstant,
  canonicalTimeOfDay,
  type ColumnType,
  isValueOf,
  startOfDay,
  type Value,
} from '../../provider-sdk/index';
import type { JsonTree } from '../body/json-tree';
import { listMembers, listOptions, readMembers, readOptionValue } from './bind-write-enum';
import { fitsDecimal, readDouble, readExactNumber, readNumber } from './bind-write-number';

type WritableProperty = ColumnProperty | LookupProperty;

/** Undefined for a value that the property cannot have. */
export function readValue(tree: JsonTree, property: WritableProperty): Value | undefined {
  if (tree.kind === 'null') return null;
  if (property.kind === 'lookup') return readText(tree, canonicalGuid);
  const { column, conversion } = property;
  switch (conversion) {
    case 'optionValue':
      return readOptionValue(tree, column);
    case 'midnight':
      return readText(tree, midnightOrInstant);
    case 'same':
      return readPlainValue(tree, property);
  }
}

/** A day may be given as such where the source keeps only days. */
function midnightOrInstant(text: string): string | undefined {
  const date = canonicalDate(text);
  return date === undefined ? canonicalInstant(text) : startOfDay(date);
}

function readPlainValue(tree: JsonTree, { type, column }: ColumnProperty): Value | undefined {
  switch (type) {
    case 'Boolean':
      return tree.kind === 'boolean' ? tree.value : undefined;
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
      return ifValueOf(type, readNumber(tree));
    case 'Int64':
      return ifValueOf(type, readExactNumber(tree));
    case 'Single':
    case 'Double':
      return readDouble(tree);
    case 'Decimal': {
      const number = readExactNumber(tree);
      return number !== undefined && fitsDecimal(number, column) ? number : undefined;
    }
    case 'String':
      return readText(tree, (text) => (text.length <= longestText(column.maxLength) ? text : undefined));
    case 'Guid':
      return readText(tree, canonicalGuid);
    case 'Date':
      return readText(tree, canonicalDate);
    case 'TimeOfDay':
      return withinScale(readText(tree, canonicalTimeOfDay), column.scale);
    case 'DateTimeOffset':
      return withinScale(readText(tree, canonicalInstant), column.scale);
    case 'Duration':
      return withinScale(readText(tree, canonicalDuration), column.scale);
    case 'Enum':
      return readMembers(tree, column);
  }
}

function readText(tree: JsonTree, canonical: (text: string) => string | undefined): string | undefined {
  return tree.kind === 'text' ? canonical(tree.value) : undefined;
}

function ifValueOf(type: ColumnType, value: Value | undefined): Value | undefined {
  return isValueOf(type)(value) ? value : undefined;
}

/** Counted in UTF-16 units, as .NET, SQL Server and Dataverse do: whoever counts fewer would let a source cut the text. */
function longestText(maxLength: number | undefined): number {
  return maxLength ?? Number.POSITIVE_INFINITY;
}

/** A source with fewer fractional digits of a second would round. */
function withinScale(text: string | undefined, scale: number | undefined): string | undefined {
  const fraction = /\.(\d+)/.exec(text ?? '')?.[1] ?? '';
  return fraction.length <= (scale ?? Number.POSITIVE_INFINITY) ? text : undefined;
}

const finestFraction = 7;

/** What values a property takes, for people. */
export function expectedValue(property: WritableProperty): string {
  if (property.kind === 'lookup') return `the Guid of a row of ${property.target}, or null`;
  const { column, conversion } = property;
  switch (conversion) {
    case 'optionValue':
      return `one of ${listOptions(column)}, or null`;
    case 'midnight':
      return 'a date as 2026-01-31T00:00:00Z, or null';
    case 'same':
      return `${expectedPlainValue(property)}, or null`;
  }
}

function expectedPlainValue({ type, column }: ColumnProperty): string {
  const { scale = finestFraction } = column;
  switch (type) {
    case 'Boolean':
      return 'true or false';
    case 'SByte':
      return 'an integer from -128 to 127';
    case 'Byte':
      return 'an integer from 0 to 255';
    case 'Int16':
      return 'an integer from -32768 to 32767';
    case 'Int32':
      return 'an integer from -2147483648 to 2147483647';
    case 'Int64':
      return 'an integer from -9223372036854775808 to 9223372036854775807';
    case 'Single':
    case 'Double':
      return 'a number that need not be rounded to about 16 digits, "INF", "-INF" or "NaN"';
    case 'Decimal':
      return `a number${decimalFacets(column)}`;
    case 'String':
      return column.maxLength === undefined ? 'a text' : `a text of at most ${column.maxLength} characters`;
    case 'Guid':
      return 'a Guid such as 6f9619ff-8b86-d011-b42d-00c04fc964ff';
    case 'Date':
      return 'a date such as 2026-01-31';
    case 'TimeOfDay':
      return `a time such as 08:30:00, with at most ${scale} digits of a second`;
    case 'DateTimeOffset':
      return `an instant such as 2026-01-31T08:30:00Z, with at most ${scale} digits of a second`;
    case 'Duration':
      return `a duration such as PT8H30M, with at most ${scale} digits of a second`;
    case 'Enum':
      return column.flags === true
        ? `names out of ${listMembers(column)}, joined by commas`
        : `one of ${listMembers(column)}`;
  }
}

function decimalFacets({ precision, scale }: ColumnProperty['column']): string {
  const digits = precision === undefined ? '' : ` of at most ${precision} digits`;
  const after = scale === undefined ? '' : `, at most ${scale} of them after the point`;
  return digits === '' && scale !== undefined
    ? ` with at most ${scale} digits after the point`
    : digits + after;
}
