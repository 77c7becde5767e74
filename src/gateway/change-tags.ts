/** Which stored answers a change may touch. */
import { listTag, rowTag, setTag } from '../cache/tags';
import type { EntitySet } from '../model/entity-set';
import type { Key, WriteCommand } from '../provider-sdk/index';

/** The row, and every list that it may enter, leave, or look different in. */
export function tagsOfChange(
  { connection, declaration }: EntitySet,
  command: WriteCommand,
): readonly string[] {
  const list = listTag(connection, declaration.name);
  const key = command.kind === 'insert' ? keyIn(command.values, declaration.key) : command.key;
  return key === undefined ? [list] : [rowTag(connection, declaration.name, key), list];
}

/** The row that an insert made: somebody may have been told that it is not there. */
export function tagsOfRow({ connection, declaration }: EntitySet, key: Key): readonly string[] {
  return [rowTag(connection, declaration.name, key)];
}

function keyIn(
  values: Extract<WriteCommand, { kind: 'insert' }>['values'],
  columns: readonly string[],
): Key | undefined {
  const parts = columns.map((column) => values[column] ?? null);
  return parts.every((part) => part !== null) ? parts : undefined;
}

/** All that is stored of the set. */
export function tagOfSet({ connection, declaration }: EntitySet): string {
  return setTag(connection, declaration.name);
}
