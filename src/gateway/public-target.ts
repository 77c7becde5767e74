/** Finds the public name of a column, so that an error names what the caller knows. */
import type { EntitySet } from '../model/entity-set';

/** The property that shows the column, or a lookup that it is part of; undefined if it is hidden. */
export function publicTarget(column: string, { properties }: EntitySet): string | undefined {
  const shown = properties.find((property) => property.kind === 'column' && property.column.name === column);
  const pointing = properties.findLast(
    (property) => property.kind === 'lookup' && property.from.at(-1)?.name === column,
  );
  return (shown ?? pointing)?.name;
}
