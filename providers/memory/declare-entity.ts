/** Declares an entity held in memory, with every ability there is, all exact. */
import type {
  ColumnDeclaration,
  ColumnFilter,
  ColumnType,
  EntityDeclaration,
} from '../../src/provider-sdk/index';
import type { MemoryColumn, MemoryEntity } from './configuration';
import { VERSION } from './take-row';

/** As many keys or changes as anybody will have at once: nothing is sent anywhere. */
const MOST_AT_ONCE = 10_000;

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

export function declareEntity(
  name: string,
  { key, columns, versioned = false }: MemoryEntity,
): EntityDeclaration {
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
      getMany: { maxKeys: MOST_AT_ONCE },
      write: { insert: true, update: true, delete: true, version: versioned, together: MOST_AT_ONCE },
    },
    ...(versioned ? { concurrencyToken: VERSION } : {}),
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
    insertable: true,
    updatable: !isKey,
    ...facets,
    ...(members === undefined
      ? {}
      : { enumName: name, members: members.map((member, value) => ({ name: member, value })) }),
  };
}
