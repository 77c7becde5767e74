/** Tells whether a row that was read back shows a change: by the rules by which values of its columns compare, and no others. */
import type { EntitySet, ServiceModel } from '../model/entity-set';
import {
  type ColumnDeclaration,
  compareValues,
  isValueOf,
  type Row,
  textEquals,
  type Value,
  type WriteCommand,
} from '../provider-sdk/index';

type SameText = (a: string, b: string) => boolean;
type RowChange = Exclude<WriteCommand, { readonly kind: 'delete' }>;

/** @param row what is there now; undefined if nothing is */
export function showsChange(
  command: WriteCommand,
  row: Row | undefined,
  entitySet: EntitySet,
  model: Pick<ServiceModel, 'collation'>,
): boolean {
  if (command.kind === 'delete') return row === undefined;
  if (row === undefined) return false;
  const sameText = isBefore(command, row, entitySet) ? textEquals('ordinal') : asKept(entitySet, model);
  const sent = command.kind === 'insert' ? command.values : command.changes;
  return Object.entries(sent).every(([name, value]) => {
    const column = entitySet.columns.get(name);
    return row[name] === value || (column !== undefined && isSame(row[name], value, column, sameText));
  });
}

/**
 * Whether the row may still be the one of before the change. A new row has none before it, and a version that has moved on is
 * another one's.
 */
function isBefore(command: RowChange, row: Row, { declaration }: EntitySet): boolean {
  if (command.kind === 'insert') return false;
  const { concurrencyToken } = declaration;
  if (command.version === undefined || concurrencyToken === undefined) return true;
  return String(row[concurrencyToken]) === command.version;
}

/**
 * A source may cut blanks off a text's end, and change its case where it compares without. Of a row of before that would
 * pass a change of nothing but case or blanks for made.
 */
function asKept({ declaration }: EntitySet, model: Pick<ServiceModel, 'collation'>): SameText {
  const { collation = 'ordinal' } = declaration;
  const equals = textEquals(collation === 'any' ? model.collation : collation);
  return (a, b) => equals(a.trimEnd(), b.trimEnd());
}

function isSame(
  found: Value | undefined,
  sent: Value,
  { type }: ColumnDeclaration,
  sameText: SameText,
): boolean {
  if (found === undefined || found === null || sent === null || !isValueOf(type)(found)) return false;
  switch (type) {
    case 'String':
      return sameText(String(found), String(sent));
    case 'Single':
      return Math.fround(Number(found)) === Math.fround(Number(sent));
    case 'Enum':
      return membersOf(found) === membersOf(sent);
    case 'Boolean':
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Int32':
    case 'Int64':
    case 'Double':
    case 'Decimal':
    case 'Guid':
    case 'Date':
    case 'TimeOfDay':
    case 'DateTimeOffset':
    case 'Duration':
      return compareValues(type, 'ordinal')(found, sent) === 0;
  }
}

/** The members of a flags enum in one order. */
function membersOf(names: Value): string {
  return String(names).split(',').toSorted().join(',');
}
