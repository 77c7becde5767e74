/** The canonical functions of OData 4.01, by lower-case name, with how many arguments each takes. */

export interface CanonicalFunction {
  /** As the specification writes it. */
  readonly name: string;
  readonly least: number;
  readonly most: number;
}

/** Names are matched without case (4.01). `cast`, `isof` and `case` have a grammar of their own. */
export function canonicalFunction(name: string): CanonicalFunction | undefined {
  return FUNCTIONS.get(name) ?? FUNCTIONS.get(name.toLowerCase());
}

const FUNCTIONS: ReadonlyMap<string, CanonicalFunction> = new Map(
  (
    [
      ['concat', 2, 2],
      ['contains', 2, 2],
      ['endswith', 2, 2],
      ['indexof', 2, 2],
      ['length', 1, 1],
      ['startswith', 2, 2],
      ['substring', 2, 3],
      ['hassubset', 2, 2],
      ['hassubsequence', 2, 2],
      ['matchesPattern', 2, 2],
      ['tolower', 1, 1],
      ['toupper', 1, 1],
      ['trim', 1, 1],
      ['date', 1, 1],
      ['day', 1, 1],
      ['fractionalseconds', 1, 1],
      ['hour', 1, 1],
      ['maxdatetime', 0, 0],
      ['mindatetime', 0, 0],
      ['minute', 1, 1],
      ['month', 1, 1],
      ['now', 0, 0],
      ['second', 1, 1],
      ['time', 1, 1],
      ['totaloffsetminutes', 1, 1],
      ['totalseconds', 1, 1],
      ['year', 1, 1],
      ['ceiling', 1, 1],
      ['floor', 1, 1],
      ['round', 1, 1],
      ['geo.distance', 2, 2],
      ['geo.intersects', 2, 2],
      ['geo.length', 1, 1],
    ] as const
  ).map(([name, least, most]) => [name.toLowerCase(), { name, least, most }]),
);
