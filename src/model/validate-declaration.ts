/** Checks what a provider declares before anything relies on it, and says everything that is wrong at once. */
import type { ColumnDeclaration, EntityDeclaration } from '../provider-sdk/index';

/** The faults, each one a sentence part that begins with the entity's name; none = sound. */
export function validateDeclaration(declaration: EntityDeclaration): readonly string[] {
  const { name, columns, key, capabilities } = declaration;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const faults: string[] = [];
  if (byName.size < columns.length) faults.push(`${name} declares a column twice`);
  if (key.length === 0) faults.push(`${name} declares no key`);
  for (const part of key) {
    const column = byName.get(part);
    if (column === undefined) faults.push(`${name} has no column ${part} for its key`);
    else if (column.nullable !== false)
      faults.push(`${name}.${part} is part of the key and must not be nullable`);
  }
  for (const column of columns) faults.push(...columnFaults(name, column));
  for (const group of capabilities.filter?.required ?? []) {
    for (const column of group)
      if (!byName.has(column)) faults.push(`${name} requires a filter on ${column}, which it does not have`);
  }
  return faults;
}

function columnFaults(
  entity: string,
  { name, type, members, enumName, filter }: ColumnDeclaration,
): readonly string[] {
  const faults: string[] = [];
  if (type === 'Enum' && (members === undefined || members.length === 0))
    faults.push(`${entity}.${name} is an Enum without members`);
  if (type === 'Enum' && enumName === undefined) faults.push(`${entity}.${name} is an Enum without a name`);
  const textOnly = ['contains', 'startswith', 'endswith'] as const;
  for (const operator of textOnly) {
    if (filter?.[operator] !== undefined && type !== 'String')
      faults.push(`${entity}.${name} takes ${operator} but is no String`);
  }
  if (filter?.has !== undefined && type !== 'Enum') faults.push(`${entity}.${name} takes has but is no Enum`);
  return faults;
}
