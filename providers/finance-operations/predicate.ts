/** A filter in F&O's own words, still a tree, so that it can be cut into several URLs before it is written. */

/** `true` and `false` are filters that need no call to be decided. */
export type Predicate = boolean | Test | All | Any;

/** One comparison, as text. */
export interface Test {
  readonly kind: 'test';
  readonly text: string;
}

interface All {
  readonly kind: 'all';
  readonly of: readonly Exclude<Predicate, boolean>[];
}

export interface Any {
  readonly kind: 'any';
  readonly of: readonly Exclude<Predicate, boolean>[];
  /** No row can pass two of the alternatives, so that their counts add up. */
  readonly disjoint: boolean;
}

export function test(text: string): Test {
  return { kind: 'test', text };
}

export function allOf(parts: readonly Predicate[]): Predicate {
  if (parts.includes(false)) return false;
  const of = parts.filter((part) => typeof part !== 'boolean');
  const [first] = of;
  if (first === undefined) return true;
  return of.length === 1 ? first : { kind: 'all', of };
}

export function anyOf(parts: readonly Predicate[], disjoint = false): Predicate {
  if (parts.includes(true)) return true;
  const of = parts.filter((part) => typeof part !== 'boolean');
  const [first] = of;
  if (first === undefined) return false;
  return of.length === 1 ? first : { kind: 'any', of, disjoint };
}

/** The text of `$filter`, not yet encoded. `and` binds closer than `or` (URL Conventions 5.1.1.16). */
export function writePredicate(predicate: Exclude<Predicate, boolean>): string {
  switch (predicate.kind) {
    case 'test':
      return predicate.text;
    case 'all':
      return predicate.of
        .map((part) => (part.kind === 'any' ? `(${writePredicate(part)})` : writePredicate(part)))
        .join(' and ');
    case 'any':
      return predicate.of
        .map((part) => (part.kind === 'all' ? `(${writePredicate(part)})` : writePredicate(part)))
        .join(' or ');
  }
}
