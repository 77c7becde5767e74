/** Which columns an insert or an update may set, which assignments come to nothing, and which are refused. */
import type { EntitySet } from '../model/entity-set';
import type { WriteFault } from '../odata/write-request';
import { type ColumnDeclaration, compareValues, type Key, type Value } from '../provider-sdk/index';
import type { Assignment } from './plan-write-assignment';

export type Admission =
  | { readonly kind: 'set' }
  | { readonly kind: 'ignore' }
  | { readonly kind: 'fault'; readonly fault: WriteFault };

export type Admit = (assignment: Assignment) => Admission;

const set: Admission = { kind: 'set' };
const ignore: Admission = { kind: 'ignore' };

/**
 * Clients that send a new row send all of it, with null for what nobody filled in (dataverse-client 2.8). Where a column
 * cannot be null or cannot be given, such a null can only mean that the source is to choose, as it does for the next
 * number of a sequence.
 */
export function admitInsert({ column, value, property }: Assignment): Admission {
  if (value === null && (column.nullable === false || column.insertable !== true)) return ignore;
  return column.insertable === true ? set : readOnly(property.name, 'when a row is created');
}

/**
 * Nor can the null of a read-only column be meant to change it, or the row's own key: both only say again what a client
 * that sends all properties has read (dataverse-client 2.9).
 */
export function admitUpdate(entitySet: EntitySet, key: Key): Admit {
  return (assignment) => {
    const { column, value, property } = assignment;
    const part = entitySet.declaration.key.indexOf(column.name);
    if (part >= 0) return admitKeyPart(assignment, key[part], entitySet);
    if (column.updatable !== true)
      return value === null ? ignore : readOnly(property.name, 'once a row exists');
    if (value !== null || column.nullable !== false) return set;
    const instead = `send ${valueFor(assignment)} instead of null, or leave it out`;
    return fault('InvalidValue', property.name, `it always has a value: ${instead}`);
  };
}

/** What a caller can send who wants the property empty. */
function valueFor({ column, property }: Assignment): string {
  if (property.kind === 'lookup') return `the Guid of a row of ${property.target}`;
  switch (column.type) {
    case 'Boolean':
      return 'true or false';
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Single':
    case 'Double':
    case 'Decimal':
      return 'a number such as 0';
    case 'Enum': {
      const [first] = column.members ?? [];
      return first === undefined
        ? 'one of its options'
        : `one of its options, such as ${first.value} (${first.name}),`;
    }
    case 'String':
      return 'a text';
    case 'Guid':
      return 'a Guid such as 00000000-0000-0000-0000-000000000000';
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
    case 'Duration':
      return 'a time';
  }
}

/** A key is never written. A lookup may share it, as long as it points to a row of the same company. */
function admitKeyPart(
  { column, value, property }: Assignment,
  part: Key[number] | undefined,
  entitySet: EntitySet,
): Admission {
  if (value === null || (part !== undefined && isSameValue(column, value, part, entitySet))) return ignore;
  if (property.kind === 'column')
    return fault('InvalidBody', property.name, 'it is part of the key of the row and cannot be changed');
  const shared = publicName(entitySet, column) ?? 'part of the key';
  return fault('InvalidValue', property.name, `it points to a row with another ${shared} than this row has`);
}

/** Whether the source takes two values of a column for one: text as it compares text. */
export function isSameValue(
  { type }: ColumnDeclaration,
  a: Value,
  b: Value,
  { declaration }: EntitySet,
): boolean {
  if (a === null || b === null) return a === b;
  const collation = declaration.collation === 'ignoreCase' ? 'ignoreCase' : 'ordinal';
  return compareValues(type, collation)(a, b) === 0;
}

/** What callers call a column, if they know it. */
export function publicName({ properties }: EntitySet, { name }: ColumnDeclaration): string | undefined {
  return properties.find((property) => property.kind === 'column' && property.column.name === name)?.name;
}

function readOnly(name: string, when: string): Admission {
  return fault('InvalidBody', name, `it is read only ${when}`);
}

function fault(code: WriteFault['code'], target: string, problem: string): Admission {
  return { kind: 'fault', fault: { code, message: `${target}: ${problem}.`, target } };
}
