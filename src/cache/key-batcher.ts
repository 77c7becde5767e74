/** The burst absorber: reads of single rows that arrive within a few milliseconds become one read of many. */
import { DeadlineExceeded, type Key, type Row } from '../provider-sdk/index';
import { askForKeys, type KeyOutcome } from './ask-for-keys';
import type { Clock } from './clock';
import { Flight } from './flight';

export interface KeyBatcherParts {
  /** The most keys in one call. */
  readonly maxKeys: number;
  /** A batch is closed when for so many milliseconds no key has joined it. */
  readonly delay: number;
  readonly clock: Clock;
}

export interface KeyRead {
  readonly key: Key;
  readonly columns: readonly string[];
  /**
   * Asks the source; rows in the order of the keys. One reader of a batch asks for all, with the columns that any of them
   * wants, and the signal is the one to heed.
   */
  readonly getMany: (
    keys: readonly Key[],
    columns: readonly string[],
    signal: AbortSignal,
  ) => Promise<RowsOfKeys>;
  readonly signal: AbortSignal;
}

export interface RowsOfKeys {
  readonly rows: readonly (Row | undefined)[];
  /** What the answer depends on besides its rows. */
  readonly tags: readonly string[];
}

export interface RowOfKey {
  /** Undefined if it is not there. */
  readonly row: Row | undefined;
  /** Those of all rows that were asked for together: which of them is whose, nobody says. */
  readonly tags: readonly string[];
}

export interface KeyBatcher {
  /**
   * @throws what `getMany` throws, as an object of this reader's own; or the reason of the signal
   */
  read(read: KeyRead): Promise<RowOfKey>;
}

/** Nobody waits for others longer than so many times the delay. */
const MOST_PAUSES = 8;

/** One for each entity, and for each class of callers if its rows depend on the caller. */
export function createKeyBatcher({ maxKeys, delay, clock }: KeyBatcherParts): KeyBatcher {
  let open: Batch | undefined;

  function openBatch(): Batch {
    let cancel = (): void => undefined;
    const batch: Batch = new Batch(() => {
      cancel();
      if (open === batch) open = undefined;
    });
    // A busy process takes its time to accept a burst: as long as keys come, more may follow.
    const wait = (pauses: number, known: number): void => {
      const decide = (): void => {
        if (batch.size === known || pauses === MOST_PAUSES) batch.close();
        else wait(pauses + 1, batch.size);
      };
      // Timers come first in a turn of Node's event loop: requests that arrived while the process was busy are only
      // looked at after them, so the decision is left to a turn of its own.
      cancel = clock.after(delay, () => (cancel = clock.after(0, decide)));
    };
    wait(1, 1);
    return batch;
  }

  return {
    async read(read) {
      read.signal.throwIfAborted();
      const batch = (open ??= openBatch());
      const answer = batch.join(read);
      if (batch.size >= maxKeys) batch.close();
      return answer;
    },
  };
}

/** Keys that are asked for together. */
class Batch {
  readonly #keys = new Map<string, Key>();
  readonly #columns = new Set<string>();
  readonly #readers: KeyRead[] = [];
  readonly #closed = Promise.withResolvers<void>();
  /** What the rows of all its calls depend on: any of them may be the one of a key. */
  readonly #tags = new Set<string>();
  readonly #flight: Flight<ReadonlyMap<string, KeyOutcome | undefined>>;

  constructor(private readonly onClose: () => void) {
    // If all leave before it is closed, nobody may join it any more.
    this.#flight = new Flight({ work: (signal) => this.#ask(signal), onEnd: () => this.close() });
  }

  get size(): number {
    return this.#keys.size;
  }

  /** Takes no more keys, and asks for those that it has. */
  close(): void {
    this.onClose();
    this.#closed.resolve();
  }

  async join(read: KeyRead): Promise<RowOfKey> {
    const name = nameOf(read.key);
    this.#keys.set(name, read.key);
    for (const column of read.columns) this.#columns.add(column);
    this.#readers.push(read);
    const outcome = (await this.#flight.join(read.signal)).get(name);
    if (outcome?.kind === 'error') throw ownCopy(outcome.error);
    return { row: outcome?.row, tags: [...this.#tags] };
  }

  async #ask(signal: AbortSignal): Promise<ReadonlyMap<string, KeyOutcome | undefined>> {
    await this.#closed.promise;
    const outcomes = await askForKeys([...this.#keys.values()], (keys) => this.#askWhileWanted(keys, signal));
    return new Map([...this.#keys.keys()].map((name, index) => [name, outcomes[index]]));
  }

  /** A call has the deadline of the reader who makes it: when that is over, the next one makes it again. */
  async #askWhileWanted(keys: readonly Key[], signal: AbortSignal): Promise<readonly (Row | undefined)[]> {
    for (;;) {
      signal.throwIfAborted();
      const reader = this.#readers.find((candidate) => !candidate.signal.aborted);
      if (reader === undefined) throw new DeadlineExceeded('Nobody waits for these rows any more.');
      try {
        const { rows, tags } = await reader.getMany(keys, [...this.#columns], signal);
        for (const tag of tags) this.#tags.add(tag);
        return rows;
      } catch (error) {
        if (!reader.signal.aborted) throw error;
      }
    }
  }
}

/** Of the same class, with the same fields: what one request notes on its error is not another's. */
function ownCopy(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return Object.create(Object.getPrototypeOf(error) as object, Object.getOwnPropertyDescriptors(error));
}

function nameOf(key: Key): string {
  return JSON.stringify(key);
}
