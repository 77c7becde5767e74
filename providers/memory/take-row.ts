/** Takes values from the configuration and from writes: each must be one that its column can hold. */
import { randomUUID } from 'node:crypto';
import {
  canonicalDate,
  canonicalDuration,
  canonicalGuid,
  canonicalInstant,
  canonicalNumber,
  canonicalTimeOfDay,
  type ColumnDeclaration,
  type ColumnType,
  type EntityDeclaration,
  InvalidValue,
  isValueOf,
  type Row,
  type Value,
} from '../../src/provider-sdk/index';

/** Where a row has its version. No column is declared under this name, so no caller sees it as one. */
export const VERSION = '@version';

/**
 * A whole row from what is given of it; a column that is not given is empty.
 *
 * @param subject what the row is, for messages: `Row 1 of Things`
 * @throws {InvalidValue} for a value that its column cannot hold
 */
export function takeRow(
  declaration: EntityDeclaration,
  given: Readonly<Record<string, unknown>>,
  subject: string,
): Row {
  const row = emptyRow();
  for (const column of declaration.columns) {
    const value = Object.hasOwn(given, column.name) ? given[column.name] : null;
    row[column.name] = takeValue(column, value, subject);
  }
  return withNewVersion(declaration, row);
}

/** The row with columns changed. @throws {InvalidValue} for a value that its column cannot hold */
export function changeRow(declaration: EntityDeclaration, row: Row, changes: Row, subject: string): Row {
  const changed = Object.assign(emptyRow(), row);
  for (const column of declaration.columns) {
    if (Object.hasOwn(changes, column.name)) {
      changed[column.name] = takeValue(column, changes[column.name], subject);
    }
  }
  return withNewVersion(declaration, changed);
}

/** Without a prototype, so that any name is a column's. */
function emptyRow(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>;
}

/** At random: counting would begin again with each start, and take a version of another life for its own. */
function withNewVersion({ concurrencyToken }: EntityDeclaration, row: Record<string, Value>): Row {
  if (concurrencyToken !== undefined) row[concurrencyToken] = randomUUID();
  return row;
}

function takeValue(column: ColumnDeclaration, given: unknown, subject: string): Value {
  const value = canonicalValue(column, given ?? null);
  if (value === undefined) throw invalid(column, subject, `It must be of type ${column.type}.`);
  const fault = faultOf(column, value);
  if (fault !== undefined) throw invalid(column, subject, fault);
  return value;
}

function invalid({ name }: ColumnDeclaration, subject: string, reason: string): InvalidValue {
  return new InvalidValue(`${subject} has no good value in ${name}: ${reason}`, {
    column: name,
    safeText: reason,
  });
}

/** Why a value of the right type is none for the column. */
function faultOf({ nullable, maxLength, members }: ColumnDeclaration, value: Value): string | undefined {
  if (value === null) return nullable === false ? 'It must not be empty.' : undefined;
  if (typeof value === 'string' && maxLength !== undefined && value.length > maxLength) {
    return `It must have at most ${maxLength} characters.`;
  }
  if (members !== undefined && !members.some(({ name }) => name === value)) {
    return `It must be one of ${members.map(({ name }) => name).join(', ')}.`;
  }
  return undefined;
}

function canonicalValue({ type }: ColumnDeclaration, given: unknown): Value | undefined {
  if (given === null) return null;
  const value = typeof given === 'string' ? canonicalText(type, given) : given;
  return isValueOf(type)(value) ? (value as Value) : undefined;
}

function canonicalText(type: ColumnType, given: string): Value | undefined {
  switch (type) {
    case 'Int64':
    case 'Decimal':
      return canonicalNumber(given);
    case 'Guid':
      return canonicalGuid(given);
    case 'Date':
      return canonicalDate(given);
    case 'TimeOfDay':
      return canonicalTimeOfDay(given);
    case 'DateTimeOffset':
      return canonicalInstant(given);
    case 'Duration':
      return canonicalDuration(given);
    case 'Boolean':
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Single':
    case 'Double':
    case 'String':
    case 'Enum':
      return given;
  }
}
