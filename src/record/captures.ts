/**
 * Keeps what requests asked with their literals, and the bodies of changes: only while an administrator has switched that
 * on, only of requests with a valid key, and only in memory. A restart ends all of it.
 */
import { randomUUID } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../cache/clock';
import type { QueryRecord } from './query-record';

export interface RunningCapture {
  readonly id: string;
  readonly service: string;
  /** The id of a key; absent: whoever calls. */
  readonly caller?: string;
  /** In milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly startedBy: string;
}

export interface CapturedPayload {
  /** With its literals, without keys. */
  readonly url: string;
  readonly body?: string;
}

const MINUTE = 60_000;
const KEPT_FOR = 24 * 60 * MINUTE;
const MOST_BYTES = 16 * 1024 * 1024;
/** What an entry takes besides its text. */
const OVERHEAD = 300;
const MOST_CAPTURES = 20;

export class Captures {
  readonly #running = new Map<string, { readonly capture: RunningCapture; readonly cancel: () => void }>();
  readonly #payloads = new LRUCache<string, CapturedPayload>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ url, body = '' }) => 2 * (url.length + body.length) + OVERHEAD,
    ttl: KEPT_FOR,
  });

  constructor(private readonly clock: Pick<Clock, 'after'>) {}

  /** All that a request pays while nothing is captured. */
  get isOn(): boolean {
    return this.#running.size > 0;
  }

  get isFull(): boolean {
    return this.#running.size >= MOST_CAPTURES;
  }

  start(
    wanted: Pick<RunningCapture, 'service' | 'caller' | 'startedBy'>,
    minutes: number,
    now: number,
  ): RunningCapture {
    const capture = { ...wanted, id: randomUUID(), from: now, until: now + minutes * MINUTE };
    const cancel = this.clock.after(minutes * MINUTE, () => this.#running.delete(capture.id));
    this.#running.set(capture.id, { capture, cancel });
    return capture;
  }

  list(): readonly RunningCapture[] {
    return [...this.#running.values()].map(({ capture }) => capture);
  }

  /** Whether there was one. What it has kept stays for its day. */
  end(id: string): boolean {
    this.#running.get(id)?.cancel();
    return this.#running.delete(id);
  }

  /** Of a request without a valid key the record has no caller: strangers are not to fill the memory. */
  offer({ id, service, caller }: QueryRecord, payload: () => CapturedPayload): void {
    if (service === undefined || caller === undefined) return;
    if (this.list().some((capture) => matches(capture, service, caller))) this.#payloads.set(id, payload());
  }

  /** @param recordId of the record that it stands beside */
  payloadOf(recordId: string): CapturedPayload | undefined {
    return this.#payloads.get(recordId);
  }

  close(): void {
    for (const id of this.#running.keys()) this.end(id);
  }
}

function matches(capture: RunningCapture, service: string, caller: string): boolean {
  return capture.service === service && (capture.caller === undefined || capture.caller === caller);
}
