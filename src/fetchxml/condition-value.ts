/** Reads the values of a condition as literals of the property's type. */
import type { Property } from '../model/entity-set';
import { enumTypeName } from '../odata/property-type';
import type { LiteralSyntax } from '../odata/syntax/syntax-tree';
import {
  canonicalDate,
  canonicalGuid,
  canonicalInstant,
  canonicalNumber,
  startOfDay,
} from '../provider-sdk/index';
import { elementError, shown } from './fetchxml-error';
import { literal } from './syntax-nodes';
import type { Translating } from './translating';
import type { XmlElement } from './xml-element';

/**
 * The literal as Dataverse's client writes it (dataverse-client 2.4).
 *
 * @throws {RequestError} InvalidValue, or UntranslatableFetchXml for a type that Dataverse does not map
 */
export function conditionValue(
  text: string,
  property: Property,
  condition: XmlElement,
  translating: Translating,
): LiteralSyntax {
  const { type } = property;
  const found = (wanted: string): LiteralSyntax => invalid(text, property, condition, wanted);
  switch (type) {
    case 'String':
      return literal('string', text);
    case 'Boolean':
      return booleanLiteral(text) ?? found('1 or 0');
    case 'Guid':
      return guidLiteral(text) ?? found('a Guid, 36 characters with or without braces');
    case 'Int32':
    case 'Int64':
    case 'SByte':
    case 'Byte':
    case 'Int16':
      return numberLiteral(text, wholeNumber, 'integer') ?? found('a whole number');
    case 'Decimal':
      return numberLiteral(text, anyNumber, text.includes('.') ? 'decimal' : 'integer') ?? found('a number');
    case 'Double':
    case 'Single':
      return doubleLiteral(text) ?? found('a number');
    case 'DateTimeOffset':
      return literal('dateTimeOffset', instantValue(text, property, condition, translating));
    case 'Enum':
      return enumLiteral(text, property, translating) ?? found('the number of an option');
    case 'Date':
    case 'TimeOfDay':
    case 'Duration':
      throw elementError(
        'UntranslatableFetchXml',
        condition,
        `${property.name} is an Edm.${type}, which Dataverse maps to no column. A service with 'profile: dataverse' exposes dates as Edm.DateTimeOffset.`,
      );
  }
}

function invalid(text: string, property: Property, condition: XmlElement, wanted: string): never {
  throw elementError(
    'InvalidValue',
    condition,
    `'${shown(text)}' is no value of ${property.name} (Edm.${property.type}). Write ${wanted}.`,
  );
}

const wholeNumber = /^-?\d+$/;
const anyNumber = /^-?\d+(\.\d+)?$/;

function numberLiteral(
  text: string,
  pattern: RegExp,
  type: 'integer' | 'decimal',
): LiteralSyntax | undefined {
  const number = text.trim();
  return pattern.test(number) && canonicalNumber(number) !== undefined ? literal(type, number) : undefined;
}

/** The client library marks a whole double with `.0`. */
function doubleLiteral(text: string): LiteralSyntax | undefined {
  const number = numberLiteral(text, anyNumber, 'decimal');
  return number === undefined || number.text.includes('.') ? number : literal('decimal', `${number.text}.0`);
}

function booleanLiteral(text: string): LiteralSyntax | undefined {
  const lower = text.trim().toLowerCase();
  if (lower === '1' || lower === 'true') return literal('boolean', 'true');
  return lower === '0' || lower === 'false' ? literal('boolean', 'false') : undefined;
}

function guidLiteral(text: string): LiteralSyntax | undefined {
  const guid = canonicalGuid(text.trim().replace(/^\{(.*)\}$/, '$1'));
  return guid === undefined ? undefined : literal('guid', guid);
}

/** A view holds the number of an option, the external value of that option is the member's name. */
function enumLiteral(text: string, property: Property, { model }: Translating): LiteralSyntax | undefined {
  if (property.kind !== 'column') return undefined;
  const { column } = property;
  const wanted = text.trim();
  const member = column.members?.find(({ name, value }) => String(value) === wanted || name === wanted);
  return member === undefined
    ? undefined
    : literal('enum', member.name, `${model.namespace}.${enumTypeName(column)}`);
}

const withoutOffset = /\d\d:\d\d(:\d\d(\.\d+)?)?$/;
const ZONE_NOTE =
  'A time without an offset is read as UTC; Dataverse reads it in the time zone of whoever looks at the view.';

/** `2026-01-31`, or with a time (`2026-01-31T08:30:00`, a blank for the T), or with an offset too. */
function instantValue(
  text: string,
  property: Property,
  condition: XmlElement,
  { note }: Translating,
): string {
  const written = text.trim().replace(/^(\d{4}-\d\d-\d\d) /, '$1T');
  const date = canonicalDate(written);
  const isLocal = date !== undefined || isWithoutOffset(written);
  const instant = date === undefined ? canonicalInstant(isLocal ? `${written}Z` : written) : startOfDay(date);
  if (instant === undefined)
    invalid(text, property, condition, 'a date as 2026-01-31 or 2026-01-31T08:30:00Z');
  if (isLocal) note(ZONE_NOTE);
  return instant;
}

function isWithoutOffset(text: string): boolean {
  return (
    text.length < 40 &&
    withoutOffset.test(text.slice('2026-01-31T'.length)) &&
    !/[+Z]|-\d\d:\d\d$/i.test(text.slice(10))
  );
}
