/** Checks rows of a source before the gateway evaluates expressions over them: a wrong type there would be a wrong answer. */
import type { EntityDeclaration, Row } from '../provider-sdk/index';
import { columnsIn } from './columns-in';
import type { RowExpression } from './expression';
import { readColumn } from './read-property';

export type RowCheck = (row: Row) => void;

/** Prepared once per query; each call throws UpstreamContract for a row whose columns are not as declared. */
export function createRowCheck(
  declaration: EntityDeclaration,
  expressions: readonly RowExpression[],
): RowCheck {
  const names = new Set<string>();
  for (const expression of expressions) columnsIn(expression, names);
  const readers = declaration.columns.filter(({ name }) => names.has(name)).map(readColumn);
  return (row) => {
    for (const read of readers) read(row);
  };
}
