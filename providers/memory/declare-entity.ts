/** Declares an entity held in memory, with every ability there is, all exact; and takes its rows from the configuration. */
import {
  canonicalDate,
  canonicalDuration,
  canonicalGuid,
  canonicalInstant,
  canonicalNumber,
  canonicalTimeOfDay,
  type ColumnDeclaration,
  type ColumnFilter,
  type ColumnType,
  type EntityDeclaration,
  InvalidValue,
  isValueOf,
  type Row,
  type Value,
} from '../../src/provider-sdk/index';
import type { MemoryColumn, MemoryEntity } from './configuration';

/** As many keys as anybody will ask for at once: nothing is sent anywhere. */
const MOST_KEYS = 10_000;

const ordered: ColumnFilter = {
  eq: 'exact',
  ne: 'exact',
  gt: 'exact',
  ge: 'exact',
  lt: 'exact',
  le: 'exact',
  in: 'exact',
  null: 'exact',
};
const text: ColumnFilter = { ...ordered, contains: 'exact', startswith: 'exact', endswith: 'exact' };
const listed: ColumnFilter = { eq: 'exact', ne: 'exact', in: 'exact', null: 'exact' };

export function declareEntity(name: string, { key, columns }: MemoryEntity): EntityDeclaration {
  return {
    name,
    key,
    collation: 'any',
    columns: Object.entries(columns).map(([column, given]) =>
      declareColumn(column, given, key.includes(column)),
    ),
    capabilities: {
      filter: { or: true, not: true },
      sort: { nulls: 'first' },
      top: true,
      skip: true,
      count: true,
      getMany: { maxKeys: MOST_KEYS },
    },
  };
}

function declareColumn(name: string, given: ColumnType | MemoryColumn, isKey: boolean): ColumnDeclaration {
  const { members, type, nullable = !isKey, ...facets } = typeof given === 'string' ? { type: given } : given;
  return {
    name,
    type,
    nullable,
    sort: true,
    filter: type === 'String' ? text : type === 'Enum' ? listed : ordered,
    ...facets,
    ...(members === undefined
      ? {}
      : { enumName: name, members: members.map((member, value) => ({ name: member, value })) }),
  };
}

/** @throws {InvalidValue} for a value that is not of its column's type */
export function takeRows(
  { name, columns }: EntityDeclaration,
  rows: readonly Record<string, unknown>[],
): readonly Row[] {
  return rows.map((given, index) => {
    const row: Record<string, Value> = Object.create(null) as Record<string, Value>;
    for (const column of columns) {
      const value = canonicalValue(column, given[column.name] ?? null);
      if (value === undefined || (value === null && column.nullable === false)) {
        throw new InvalidValue(
          `Row ${index + 1} of ${name} has no good value in ${column.name} (${column.type}).`,
        );
      }
      row[column.name] = value;
    }
    return row;
  });
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
