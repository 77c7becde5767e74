/**
 * Fills the key map from the source when a Guid comes that it cannot trace back: another instance made it, or the map was
 * lost. Without this such a row would be a false 404.
 */
import { RequestError } from '../errors';
import type { EntitySet } from '../model/entity-set';
import type { KeyMap } from '../model/key-map';
import { createPropertyReader } from '../model/read-property';
import type { CallContext, Collation, Connection } from '../provider-sdk/index';
import { partitionOf } from './caller-partition';
import { detachedCall } from './detached-call';
import type { ScanBudget } from './fetch-rows';

export interface RebuildTools {
  readonly keyMap: KeyMap;
  readonly budget: ScanBudget;
  readonly collation: Collation;
  readonly connection: (name: string) => Connection;
  /** Milliseconds that a rebuild may take. */
  readonly timeout: number;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly now?: () => number;
}

/**
 * Reads the keys of all rows of a set into the key map.
 *
 * @throws {RequestError | ProviderError} if that cannot be done within the budget, or the source fails
 */
export type RebuildKeyMap = (entitySet: EntitySet, caller: string | undefined) => Promise<void>;

/** Guids that nobody made must not make the gateway read the source again and again. */
const TEN_MINUTES = 600_000;

interface Attempt {
  readonly done: Promise<void>;
  /** When the outcome is forgotten. */
  until: number;
}

/**
 * Each set is read once in ten minutes, for all who wait for it; once for each caller if its rows depend on the caller.
 * Only a source that failed is asked again at once.
 */
export function createKeyMapRebuild(tools: RebuildTools): RebuildKeyMap {
  const { now = Date.now } = tools;
  const attempts = new Map<string, Attempt>();
  return (entitySet, caller) => {
    const { connection, declaration } = entitySet;
    const onBehalf = caller === undefined ? {} : { caller };
    const { partition } = partitionOf(entitySet, onBehalf);
    const place = JSON.stringify([connection, declaration.name, partition]);
    const last = attempts.get(place);
    if (last !== undefined && now() < last.until) return last.done;
    // Several may wait for it, so that it hangs on no request.
    const done = detachedCall(tools.timeout, onBehalf, (context) => readKeys(entitySet, context, tools));
    const attempt: Attempt = { done, until: Infinity };
    attempts.set(place, attempt);
    const remember = (): void => {
      attempt.until = now() + TEN_MINUTES;
    };
    attempt.done.then(remember, (error: unknown) => {
      if (error instanceof RequestError) remember();
      else attempts.delete(place);
    });
    return attempt.done;
  };
}

async function readKeys(entitySet: EntitySet, detached: CallContext, tools: RebuildTools): Promise<void> {
  const { declaration, key } = entitySet;
  const { keyMap, budget, collation, connection } = tools;
  if ((declaration.capabilities.filter?.required ?? []).length > 0) throw notListed(entitySet);
  // Reading the key of a row is what makes the map remember it.
  const read = createPropertyReader(key, { keyMap });
  let rows = 0;
  let calls = 0;
  const context: CallContext = { ...detached, observe: () => void calls++ };
  const query = { entity: declaration.name, columns: declaration.key, orderBy: [], count: false, collation };
  for await (const page of connection(entitySet.connection).read(query, context)) {
    rows += page.rows.length;
    if (rows > budget.rows || calls > budget.calls) throw tooManyRows(entitySet, budget);
    for (const row of page.rows) read(row);
  }
}

function tooManyRows({ name, key }: EntitySet, { rows, calls }: ScanBudget): RequestError {
  return new RequestError(
    'ScanBudgetExceeded',
    `The key map does not know this ${key.name}, and to find it more than ${rows} rows or ${calls} calls of ${name} would have to be read; a list that shows the row makes it known.`,
    { target: key.name },
  );
}

function notListed({ name, key }: EntitySet): RequestError {
  return new RequestError(
    'FilterRequired',
    `The key map does not know this ${key.name}, and ${name} is listed only with a filter; a list that shows the row makes it known.`,
    { target: key.name },
  );
}
