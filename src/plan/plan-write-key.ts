/** The Guids of rows in a write: back to the key of the row that is changed, and into the key columns of a new one. */
import { RequestError } from '../errors';
import type { EntitySet } from '../model/entity-set';
import type { InsertRequest, UpdateRequest, WriteFault } from '../odata/write-request';
import type { ColumnDeclaration, Key, Value } from '../provider-sdk/index';
import { isSameValue, publicName } from './plan-write-admission';
import type { JoinedColumns } from './plan-write-columns';
import type { DecodeGuid } from './source-key';

/** @throws {RequestError} NotFound, for a Guid that no row of the set can have */
export function keyOfRow({ key, name }: EntitySet, guid: string, decode: DecodeGuid): Key {
  const found = decode(key, guid);
  if (found !== undefined) return found;
  throw new RequestError('NotFound', `there is no row of ${name} with the key ${guid}.`, {
    target: key.name,
  });
}

/** The key in the body of an update must be that of the address, as such or as another Guid of the same row. */
export function misaddressed(
  { entitySet, key: address, guid }: UpdateRequest,
  key: Key,
  decode: DecodeGuid,
): readonly WriteFault[] {
  if (guid === undefined || guid === address) return [];
  const other = decode(entitySet.key, guid);
  if (other?.every((part, index) => part === key[index]) === true) return [];
  const target = entitySet.key.name;
  return [
    { code: 'InvalidBody', message: `${target}: the body is of another row than the address.`, target },
  ];
}

export interface KeyOfInsert {
  /** Key columns that only the caller's Guid has a value for. */
  readonly columns: ReadonlyMap<string, Value>;
  /** The caller's Guid, where the row will have another one. */
  readonly alias?: string;
  readonly faults: readonly WriteFault[];
}

/**
 * A Guid that was made of a source key says what the key columns are; any other is a second name for the row. So is one
 * whose key the source does not let anybody choose.
 */
export function keyOfInsert(
  { entitySet, guid }: InsertRequest,
  { columns }: Pick<JoinedColumns, 'columns'>,
  decode: DecodeGuid,
): KeyOfInsert {
  const nothing = { columns: new Map<string, Value>(), faults: [] };
  if (guid === undefined) return nothing;
  const key = decode(entitySet.key, guid);
  if (key === undefined) return { ...nothing, alias: guid };
  const missing = new Map<string, Value>();
  const faults: WriteFault[] = [];
  let isChosen = true;
  for (const [index, column] of entitySet.key.from.entries()) {
    const value = key[index] ?? null;
    const given = columns.get(column.name);
    if (given === undefined) {
      missing.set(column.name, value);
      isChosen &&= column.insertable === true;
    } else if (!isSameValue(column, given.value, value, entitySet)) {
      faults.push(otherKey(entitySet, column, given.property.name));
    }
  }
  return isChosen ? { columns: missing, faults } : { ...nothing, faults, alias: guid };
}

function otherKey(entitySet: EntitySet, column: ColumnDeclaration, property: string): WriteFault {
  const target = entitySet.key.name;
  const part = publicName(entitySet, column) ?? 'key';
  const message = `${target}: the Guid was made of another ${part} than ${property} gives.`;
  return { code: 'InvalidBody', message, target };
}
