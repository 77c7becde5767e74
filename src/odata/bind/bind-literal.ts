/** Gives literals their type and canonical value, by what they look like and by what they stand next to. */
import type { ColumnDeclaration, ColumnType, Literal } from '../../provider-sdk/index';
import {
  canonicalDate,
  canonicalDuration,
  canonicalGuid,
  canonicalInstant,
  canonicalNumber,
  canonicalTimeOfDay,
  compareExactNumbers,
  dateOf,
  startOfDay,
} from '../../provider-sdk/index';
import type { LiteralSyntax } from '../syntax/syntax-tree';
import { bindError, notImplemented, type BindScope } from './bind-scope';

/** The literal by its looks alone; numbers take the narrowest type that holds them. */
export function bindLiteral(syntax: LiteralSyntax, scope: BindScope): Literal {
  const { type, text } = syntax;
  switch (type) {
    case 'null':
      return literal('String', null);
    case 'boolean':
      return literal('Boolean', text === 'true');
    case 'integer':
    case 'decimal':
      return bindNumber(syntax, scope);
    case 'double':
      return literal('Double', text === 'NaN' ? NaN : text.startsWith('-') ? -Infinity : Infinity);
    case 'string':
      return literal('String', text);
    case 'guid':
      return literal('Guid', canonicalGuid(text) ?? invalid(syntax, 'Guid', scope));
    case 'date':
      return literal('Date', canonicalDate(text) ?? invalid(syntax, 'Date', scope));
    case 'timeOfDay':
      return literal('TimeOfDay', canonicalTimeOfDay(text) ?? invalid(syntax, 'TimeOfDay', scope));
    case 'dateTimeOffset':
      return literal('DateTimeOffset', canonicalInstant(text) ?? invalid(syntax, 'DateTimeOffset', scope));
    case 'duration':
      return literal('Duration', canonicalDuration(text) ?? invalid(syntax, 'Duration', scope));
    case 'enum':
      return literal('Enum', text);
    case 'binary':
    case 'geography':
    case 'geometry':
      throw notImplemented(scope, `a ${type} literal`);
  }
}

function literal(type: ColumnType, value: Literal['value']): Literal {
  return { kind: 'literal', type, value };
}

function invalid(syntax: LiteralSyntax, type: ColumnType, scope: BindScope): never {
  throw bindError('InvalidValue', scope, `'${syntax.text}' at position ${syntax.at} is no Edm.${type}.`);
}

function bindNumber(syntax: LiteralSyntax, scope: BindScope): Literal {
  const value = canonicalNumber(syntax.text) ?? invalid(syntax, 'Decimal', scope);
  if (syntax.type === 'decimal') return literal('Decimal', value);
  for (const type of ['Int32', 'Int64'] as const) if (inRange(value, type)) return literal(type, value);
  return literal('Decimal', value);
}

type IntegralType = 'SByte' | 'Byte' | 'Int16' | 'Int32' | 'Int64';

const RANGES: Record<IntegralType, readonly [number | string, number | string]> = {
  SByte: [-128, 127],
  Byte: [0, 255],
  Int16: [-32768, 32767],
  Int32: [-2147483648, 2147483647],
  Int64: ['-9223372036854775808', '9223372036854775807'],
};

function isIntegral(type: ColumnType): type is IntegralType {
  return type in RANGES;
}

export function isNumeric(type: ColumnType): boolean {
  return isIntegral(type) || type === 'Decimal' || type === 'Double' || type === 'Single';
}

function inRange(value: number | string, type: IntegralType): boolean {
  const [smallest, largest] = RANGES[type];
  return compareExactNumbers(value, smallest) >= 0 && compareExactNumbers(value, largest) <= 0;
}

/** The same value as a literal of another type; undefined where that type has no such value. */
export function coerceLiteral(
  given: Literal,
  type: ColumnType,
  column?: ColumnDeclaration,
): Literal | undefined {
  const { value } = given;
  if (value === null || given.type === type)
    return type === 'Enum' ? coerceEnum(given, column) : literal(type, value);
  if (type === 'Enum') return coerceEnum(given, column);
  if (type === 'DateTimeOffset') {
    return given.type === 'Date' && typeof value === 'string' ? literal(type, startOfDay(value)) : undefined;
  }
  if (type === 'Date') {
    const midnight =
      given.type === 'DateTimeOffset' && typeof value === 'string' && value.endsWith('T00:00:00Z');
    return midnight ? literal(type, dateOf(value)) : undefined;
  }
  if (!isNumeric(given.type) || !isNumeric(type) || typeof value === 'boolean') return undefined;
  if (type === 'Double' || type === 'Single') return literal(type, Number(value));
  if (given.type === 'Double' || given.type === 'Single') return undefined;
  if (type === 'Decimal') return literal(type, value);
  return isIntegral(type) && isIntegral(given.type) && inRange(value, type)
    ? literal(type, value)
    : undefined;
}

/** `Gateway.Colour'Red,Blue'`, `'Red'` or `'4'`: the names in the order of the declaration. */
function coerceEnum(given: Literal, column: ColumnDeclaration | undefined): Literal | undefined {
  if (given.value === null) return literal('Enum', null);
  if (column?.members === undefined || (given.type !== 'Enum' && given.type !== 'String')) return undefined;
  const wanted = String(given.value)
    .split(',')
    .map((part) => part.trim());
  if (wanted.length > 1 && column.flags !== true) return undefined;
  const members = column.members.filter(
    ({ name, value }) => wanted.includes(name) || wanted.includes(String(value)),
  );
  return members.length === wanted.length
    ? literal('Enum', members.map(({ name }) => name).join(','))
    : undefined;
}
