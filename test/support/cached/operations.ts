/** What readers and writers may do to a cached service, at random. */
import fc from 'fast-check';
import { type Fate, rowNames } from './row-source';

export type Change =
  /** Without a key the source numbers the row. */
  | { readonly kind: 'insert'; readonly row: string | undefined }
  | { readonly kind: 'patch' | 'delete'; readonly row: string };

export type Operation =
  | {
      readonly kind: 'read';
      readonly target: ReadTarget;
      readonly readFails: boolean;
      readonly aborts: boolean;
    }
  | { readonly kind: 'write'; readonly change: Change; readonly fate: Fate; readonly readFails: boolean }
  /** A change and a read behind it, or two changes as one. */
  | { readonly kind: 'batch'; readonly row: string; readonly together: boolean; readonly fate: Fate }
  | { readonly kind: 'wait'; readonly milliseconds: number };

/** `Held` is held whole, `Rows` is not; both show the same rows. */
export interface ReadTarget {
  readonly set: 'Rows' | 'Held';
  readonly of:
    | { readonly kind: 'row'; readonly row: string; readonly options: string }
    | { readonly kind: 'rows'; readonly rows: readonly string[] }
    | { readonly kind: 'list'; readonly options: string }
    | { readonly kind: 'count' };
}

const rowName = fc.constantFrom(...rowNames);
const rarely = fc.integer({ min: 0, max: 5 }).map((number) => number === 0);

const readTarget: fc.Arbitrary<ReadTarget> = fc.record({
  set: fc.constantFrom('Rows', 'Rows', 'Held'),
  of: fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('row' as const),
        row: rowName,
        options: fc.constantFrom('', '', '?$select=Version'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('rows' as const),
        rows: fc.uniqueArray(rowName, { minLength: 2, maxLength: 3 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('list' as const),
        options: fc.constantFrom(
          '',
          '',
          '?$top=9',
          "?$filter=Mark ne 'none'",
          '?$orderby=Version&$count=true',
        ),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'count' as const }) },
  ),
});

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('patch' as const), row: rowName }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), row: rowName }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('insert' as const),
      row: fc.option(rowName, { nil: undefined }),
    }),
  },
);

const fate = fc.constantFrom<Fate>(
  ...(['done', 'done', 'done', 'done', 'refused', 'unsent', 'lost', 'cut', 'cut', 'late'] as const),
);

export const operationsOf: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        target: readTarget,
        readFails: rarely,
        aborts: rarely,
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('write' as const), change, fate, readFails: rarely }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('batch' as const),
        row: rowName,
        together: fc.boolean(),
        fate,
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.constantFrom(10, 45, 70) }),
    },
  ),
  { minLength: 2, maxLength: 12 },
);
