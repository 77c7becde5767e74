/** Finds out by reading rows back whether changes were made that were to be made together: all of them, or not all (reliability W5). */
import type { CallContext, Key, Row, WriteCommand, WriteResult } from '../provider-sdk/index';
import { findRow, type RowPlace } from './find-row';
import { showsChange } from './shows-change';

/** A change, and the set of rows that it is made in. */
export interface PlacedChange {
  readonly command: WriteCommand;
  readonly place: RowPlace;
}

export type Became =
  | { readonly kind: 'made'; readonly results: readonly WriteResult[] }
  /** Some row does not show its change: it was not made, or not yet. */
  | {
      readonly kind: 'unmade';
      /** One of the changes can be made once only, however often all of them arrive: all are made with it or none. */
      readonly isGuarded: boolean;
    }
  /** A row that cannot be read, or would look the same either way, proves nothing, and neither do the others then. */
  | { readonly kind: 'unread' };

/** Rows that are read at the same time, so that no change set takes more of its source than a few callers do. */
const READS_AT_ONCE = 8;

export async function verifyWrites(changes: readonly PlacedChange[], context: CallContext): Promise<Became> {
  const keys = changes.map(({ command, place }) => keyOf(command, place));
  if (!keys.every((key) => key !== undefined)) return { kind: 'unread' };
  const outcomes = outcomesOf(changes, keys);
  // What was not there before and is not to be there afterwards looks the same either way.
  if (outcomes.some(({ wasThere, whole }) => !wasThere && whole.kind === 'delete')) return { kind: 'unread' };
  try {
    const rows = await readBack(outcomes, context);
    if (outcomes.every((outcome, index) => shows(rows[index], outcome))) {
      return { kind: 'made', results: resultsOf(outcomes, rows, keys) };
    }
    return { kind: 'unmade', isGuarded: outcomes.some((outcome, index) => isGuard(outcome, rows[index])) };
  } catch {
    return { kind: 'unread' };
  }
}

/** The key of the row, also of one to be made, if all of it is given. */
function keyOf(command: WriteCommand, { entitySet }: RowPlace): Key | undefined {
  return command.kind === 'insert' ? wholeKey(command.values, entitySet) : command.key;
}

function wholeKey(values: Row, { declaration }: RowPlace['entitySet']): Key | undefined {
  const parts = declaration.key.map((column) => values[column] ?? null);
  return parts.every((part) => part !== null) ? parts : undefined;
}

/** What a row must look like after all of its changes. */
interface Outcome {
  readonly key: Key;
  readonly place: RowPlace;
  /** Before the first of them: nobody makes a row that is there. */
  readonly wasThere: boolean;
  /** All its changes in one. */
  readonly whole: WriteCommand;
  /** Which of the changes they are. */
  readonly indexes: readonly number[];
}

/** In the order of the changes, which is that in which they are made. */
function outcomesOf(changes: readonly PlacedChange[], keys: readonly Key[]): readonly Outcome[] {
  const outcomes = new Map<string, Outcome>();
  for (const [index, { command, place }] of changes.entries()) {
    const key = keys[index] ?? [];
    const { connection, declaration } = place.entitySet;
    const row = JSON.stringify([connection, declaration.name, key]);
    const earlier = outcomes.get(row);
    outcomes.set(row, {
      key,
      place,
      wasThere: earlier?.wasThere ?? command.kind !== 'insert',
      whole: earlier === undefined ? withoutOpen(command) : joined(earlier.whole, command),
      indexes: [...(earlier?.indexes ?? []), index],
    });
  }
  return [...outcomes.values()];
}

/** A new row shows what was given; null is what was left open, and the source may have filled it in. */
function withoutOpen(command: WriteCommand): WriteCommand {
  if (command.kind !== 'insert') return command;
  const given = Object.entries(command.values).filter(([, value]) => value !== null);
  return { kind: 'insert', entity: command.entity, values: Object.fromEntries(given) };
}

/** Of two changes of one row. The version is that of before the first, which the second has left behind. */
function joined(earlier: WriteCommand, later: WriteCommand): WriteCommand {
  if (later.kind !== 'update') return withoutOpen(later);
  switch (earlier.kind) {
    case 'delete':
      return later;
    case 'update':
      return { ...earlier, changes: { ...earlier.changes, ...later.changes } };
    case 'insert':
      return { ...earlier, values: { ...earlier.values, ...later.changes } };
  }
}

async function readBack(
  outcomes: readonly Outcome[],
  context: CallContext,
): Promise<readonly (Row | undefined)[]> {
  const rows: (Row | undefined)[] = [];
  for (let start = 0; start < outcomes.length; start += READS_AT_ONCE) {
    const some = outcomes.slice(start, start + READS_AT_ONCE);
    rows.push(...(await Promise.all(some.map(({ key, place }) => findRow(key, place, context)))));
  }
  return rows;
}

function shows(row: Row | undefined, { whole, place }: Outcome): boolean {
  return showsChange(whole, row, place.entitySet, place.model);
}

/** With the keys in the source's own form: they may have another case there than in the changes. */
function resultsOf(
  outcomes: readonly Outcome[],
  rows: readonly (Row | undefined)[],
  keys: readonly Key[],
): readonly WriteResult[] {
  const kept = new Map(
    outcomes.flatMap(({ place, indexes }, outcome) => {
      const row = rows[outcome];
      const key = row === undefined ? undefined : wholeKey(row, place.entitySet);
      return key === undefined ? [] : indexes.map((index) => [index, key] as const);
    }),
  );
  return keys.map((key, index) => ({ key: kept.get(index) ?? key }));
}

/**
 * Whether the row is as its only change demands it and no longer will be: without the key that is to be new, or of the
 * version that is to be changed.
 */
function isGuard({ whole, indexes, place }: Outcome, row: Row | undefined): boolean {
  if (indexes.length > 1) return false;
  if (whole.kind === 'insert') return row === undefined;
  const { concurrencyToken } = place.entitySet.declaration;
  if (whole.version === undefined || row === undefined || concurrencyToken === undefined) return false;
  return String(row[concurrencyToken]) === whole.version;
}
