/**
 * Hands records to the store in batches, off the path of requests: what the store cannot take in time is dropped and counted.
 * While a store is away they wait for it.
 */
import { type Clock, systemClock } from '../cache/clock';
import type { QueryRecord } from './query-record';
import type { RecordStore } from './record-store';
import { StoreUnavailable } from './store-unavailable';

export interface RecordQueueLimits {
  /** Records that may wait; past it the oldest are dropped. */
  readonly capacity: number;
  /** Records that are handed over together. */
  readonly batch: number;
  /** Milliseconds for which a record waits for company. */
  readonly interval: number;
  /** Milliseconds after which a store that was away is tried again. */
  readonly pause: number;
  /** Milliseconds for which `close` waits for the store. */
  readonly patience: number;
}

const defaultLimits: RecordQueueLimits = {
  capacity: 10_000,
  batch: 500,
  interval: 250,
  pause: 1_000,
  patience: 5_000,
};

export class RecordQueue {
  /** Those before `#first` are gone: the array is cut from time to time only, because that moves all that follows. */
  #waiting: QueryRecord[] = [];
  #first = 0;
  #dropped = 0;
  #failed = 0;
  #sending: Promise<void> | undefined;
  #cancelTimer: (() => void) | undefined;
  #isHurried = false;
  #isAway = false;
  #isClosed = false;
  readonly #limits: RecordQueueLimits;

  constructor(
    private readonly store: Pick<RecordStore, 'add'>,
    limits: Partial<RecordQueueLimits> = {},
    private readonly clock: Clock = systemClock,
  ) {
    this.#limits = { ...defaultLimits, ...limits };
  }

  /** Records that were given up because the store was too slow, or after the end. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Records that the store refused. */
  get failed(): number {
    return this.#failed;
  }

  get waiting(): number {
    return this.#waiting.length - this.#first;
  }

  /** Never throws and never waits: it runs while a request is answered. */
  push(record: QueryRecord): void {
    if (this.#isClosed) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(record);
    if (this.waiting > this.#limits.capacity) this.#dropOldest();
    if (this.#sending === undefined) this.#schedule();
  }

  /** Resolves when everything that waits now was handed over or has failed, or the store is away. */
  async flush(): Promise<void> {
    let left = this.waiting;
    if (this.#sending !== undefined) await this.#sending;
    while (left > 0 && this.waiting > 0) {
      left -= Math.min(left, this.#limits.batch);
      await this.#send();
      if (this.#isAway) return;
    }
  }

  /** Hands over what waits, as far as the store takes it in time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    let stopWaiting = (): void => {};
    const end = new Promise<void>((resolve) => {
      stopWaiting = this.clock.after(this.#limits.patience, resolve);
    });
    await Promise.race([this.flush(), end]);
    stopWaiting();
    this.#stopTimer();
    this.#dropped += this.waiting;
    this.#waiting = [];
    this.#first = 0;
  }

  #dropOldest(): void {
    this.#first++;
    this.#dropped++;
    if (this.#first >= this.#limits.capacity) this.#cut();
  }

  #cut(): void {
    this.#waiting = this.#waiting.slice(this.#first);
    this.#first = 0;
  }

  /** A full batch goes at once, but not within the request that filled it. */
  #schedule(): void {
    const { batch, interval, pause } = this.#limits;
    const isFull = this.waiting >= batch && !this.#isAway;
    if (this.#cancelTimer !== undefined && (this.#isHurried || !isFull)) return;
    this.#stopTimer();
    this.#isHurried = isFull;
    this.#cancelTimer = this.clock.after(isFull ? 0 : this.#isAway ? pause : interval, () => {
      this.#cancelTimer = undefined;
      void this.#send();
    });
  }

  #stopTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** One batch at a time: who comes while one is on its way gets that one's end. */
  #send(): Promise<void> {
    if (this.#sending !== undefined) return this.#sending;
    if (this.waiting === 0) return Promise.resolve();
    this.#stopTimer();
    const batch = this.#waiting.slice(this.#first, this.#first + this.#limits.batch);
    this.#first += batch.length;
    this.#cut();
    this.#sending = this.#add(batch);
    return this.#sending;
  }

  async #add(batch: readonly QueryRecord[]): Promise<void> {
    try {
      await this.#hand(batch);
      this.#isAway = false;
    } catch (error) {
      this.#isAway = error instanceof StoreUnavailable;
      if (this.#isAway) this.#putBack(batch);
      else this.#failed += batch.length;
    } finally {
      this.#sending = undefined;
      if (this.waiting > 0 && !this.#isClosed) this.#schedule();
    }
  }

  /** As the oldest, which give way first. Of what was written all the same, nothing is written again: its ids are there. */
  #putBack(batch: readonly QueryRecord[]): void {
    this.#cut();
    const room = Math.max(this.#limits.capacity - this.waiting, 0);
    const kept = batch.slice(Math.max(batch.length - room, 0));
    this.#dropped += batch.length - kept.length;
    this.#waiting = [...kept, ...this.#waiting];
  }

  /** Asynchronous, so that a store that throws at once fails like any other. */
  async #hand(batch: readonly QueryRecord[]): Promise<void> {
    await this.store.add(batch);
  }
}
