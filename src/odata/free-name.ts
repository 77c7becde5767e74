/** Finds names that nothing else in a schema has. */

/** The wanted name, with underscores after it where it is taken. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  while (taken.has(name)) name += '_';
  return name;
}
