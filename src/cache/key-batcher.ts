/** The burst absorber: reads of single rows that arrive within a few milliseconds become one read of many. */
import { InvalidValue, type Key, NotFound, type Row, UpstreamContract } from '../provider-sdk/index';
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
   * Asks the source; rows in the order of the keys. The first reader of a batch asks for all, with the columns that any of
   * them wants, and the signal is the one to heed.
   */
  readonly getMany: (
    keys: readonly Key[],
    columns: readonly string[],
    signal: AbortSignal,
  ) => Promise<readonly (Row | undefined)[]>;
  readonly signal: AbortSignal;
}

export interface KeyBatcher {
  /**
   * The row, or undefined if it is not there.
   *
   * @throws what `getMany` throws, as an object of this reader's own; or the reason of the signal
   */
  read(read: KeyRead): Promise<Row | undefined>;
}

/** Nobody waits for others longer than so many times the delay. */
const MOST_PAUSES = 8;

/** One for each entity, and for each class of callers if its rows depend on the caller. */
export function createKeyBatcher({ maxKeys, delay, clock }: KeyBatcherParts): KeyBatcher {
  let open: Batch | undefined;

  function openBatch(first: KeyRead): Batch {
    let cancel = (): void => undefined;
    const batch: Batch = new Batch(first, () => {
      cancel();
      if (open === batch) open = undefined;
    });
    // A busy process takes its time to accept a burst: as long as keys come, more may follow.
    const wait = (pauses: number, known: number): void => {
      cancel = clock.after(delay, () => {
        if (batch.size === known || pauses === MOST_PAUSES) batch.close();
        else wait(pauses + 1, batch.size);
      });
    };
    wait(1, 1);
    return batch;
  }

  return {
    async read(read) {
      read.signal.throwIfAborted();
      const batch = (open ??= openBatch(read));
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
  readonly #closed = Promise.withResolvers<void>();
  readonly #flight: Flight<ReadonlyMap<string, Row | undefined>>;
  #readers = 0;

  constructor(
    private readonly first: KeyRead,
    private readonly onClose: () => void,
  ) {
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

  async join(read: KeyRead): Promise<Row | undefined> {
    const name = nameOf(read.key);
    this.#keys.set(name, read.key);
    for (const column of read.columns) this.#columns.add(column);
    const isFirst = this.#readers++ === 0;
    try {
      return (await this.#flight.join(read.signal)).get(name);
    } catch (error) {
      if (read.signal.aborted) throw error;
      if (this.#readers > 1 && this.#mayBeAnothers(error)) return askAlone(read);
      throw isFirst ? error : ownCopy(error);
    }
  }

  async #ask(signal: AbortSignal): Promise<ReadonlyMap<string, Row | undefined>> {
    await this.#closed.promise;
    signal.throwIfAborted();
    const keys = [...this.#keys.values()];
    const rows = checkLength(await this.first.getMany(keys, [...this.#columns], signal), keys.length);
    return new Map([...this.#keys.keys()].map((name, index) => [name, rows[index]]));
  }

  /** One key of a batch may be what the source cannot take, and the deadline is that of its first reader. */
  #mayBeAnothers(error: unknown): boolean {
    return this.first.signal.aborted || ofOneKey.some((type) => error instanceof type);
  }
}

const ofOneKey = [InvalidValue, NotFound, UpstreamContract] as const;

async function askAlone({ key, columns, getMany, signal }: KeyRead): Promise<Row | undefined> {
  return checkLength(await getMany([key], columns, signal), 1)[0];
}

function checkLength(rows: readonly (Row | undefined)[], wanted: number): readonly (Row | undefined)[] {
  if (rows.length === wanted) return rows;
  throw new UpstreamContract('getMany answered another number of rows than keys.');
}

/** Of the same class, with the same fields: what one request notes on its error is not another's. */
function ownCopy(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  return Object.create(Object.getPrototypeOf(error) as object, Object.getOwnPropertyDescriptors(error));
}

function nameOf(key: Key): string {
  return JSON.stringify(key);
}
