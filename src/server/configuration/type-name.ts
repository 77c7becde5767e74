/** Makes the name of an entity type out of that of its set. */

/**
 * The singular, by the simplest rules of English; `typeName` is there for what they get wrong.
 *
 * @example typeNameOf('Currencies') // 'Currency'
 */
export function typeNameOf(set: string): string {
  if (/[^aeiou]ies$/i.test(set)) return `${set.slice(0, -3)}y`;
  if (/(?:ss|sh|ch|x)es$/i.test(set)) return set.slice(0, -2);
  if (/[^su]s$/i.test(set)) return set.slice(0, -1);
  return set;
}
