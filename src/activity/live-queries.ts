/**
 * Tells whoever watches what runs now and what has just ended, as server-sent events: paced, and with a bound on what waits
 * for a slow reader, so that neither he nor a busy gateway suffers.
 */
import { type Clock, systemClock } from '../cache/clock';
import type { QueryRecord } from '../record/query-record';
import type { RecordFilter, RecordSummary } from '../record/record-store';
import { summaryOfRecord } from '../record/record-summary';
import type { RunningRequest } from '../record/request-notes';
import type { RunningRequests } from './running-requests';

/** Every condition that is given must hold. */
export type LiveFilter = Pick<RecordFilter, 'service' | 'entitySet' | 'status'>;

/** What each event has, by its name. */
export interface LiveEvents {
  /** What runs: once a second at most, and only if something has changed. */
  readonly running: RunningQueries;
  /** A request that has ended. */
  readonly ended: RecordSummary;
  /** So many have ended that the reader was not told of, because he was too slow or they were too many. */
  readonly lost: { readonly events: number };
}

export interface RunningQueries {
  /** When it was so, in milliseconds since 1970. */
  readonly at: number;
  /** How many they are; of many, `items` has the oldest. */
  readonly count: number;
  readonly items: readonly RunningRequest[];
}

/** Where the events of one reader go. */
export interface EventSink {
  write(text: string): unknown;
  /** Bytes that he has not taken yet. */
  backlog(): number;
  end(): unknown;
}

/** Milliseconds. Events of so long go out together. */
const PACE = 250;
const BETWEEN_SNAPSHOTS = 1_000;
/** Whatever stands between closes connections on which nothing comes; most after a minute. */
const HEARTBEAT = 15_000;
const MOST_WATCHERS = 20;
/** For each reader; beyond that he is told how many there were. Nobody reads 800 a second. */
const MOST_EVENTS = 200;
const MOST_BACKLOG = 256 * 1_024;
/** A reader who takes nothing for so long has gone. */
const PATIENCE = 60_000;
const MOST_RUNNING = 100;

interface Watcher {
  readonly filter: LiveFilter;
  readonly sink: EventSink;
  waiting: QueryRecord[];
  lost: number;
  /** The last snapshot, to tell whether another is news. */
  shown: string;
  shownAt: number;
  wroteAt: number;
}

export class LiveQueries {
  readonly #watchers = new Set<Watcher>();
  #cancelTimer: (() => void) | undefined;
  /** Made once for all who are told at the same time. */
  #listed: { readonly at: number; readonly all: readonly RunningRequest[] } = { at: -Infinity, all: [] };

  constructor(
    private readonly running: Pick<RunningRequests, 'list'>,
    private readonly clock: Clock = systemClock,
  ) {}

  /** All that a request pays while nobody looks. */
  get isWatched(): boolean {
    return this.#watchers.size > 0;
  }

  get isFull(): boolean {
    return this.#watchers.size >= MOST_WATCHERS;
  }

  /** @returns what ends it */
  watch(filter: LiveFilter, sink: EventSink): () => void {
    const now = this.clock.now();
    const watcher = { filter, sink, waiting: [], lost: 0, shown: '', shownAt: -Infinity, wroteAt: now };
    this.#watchers.add(watcher);
    this.#tell(watcher, now);
    this.#schedule();
    return () => this.#drop(watcher);
  }

  /** Never waits: it runs while a request is answered. */
  ended(record: QueryRecord): void {
    for (const watcher of this.#watchers) {
      if (!hasEndedSo(record, watcher.filter)) continue;
      if (watcher.waiting.length < MOST_EVENTS) watcher.waiting.push(record);
      else watcher.lost++;
    }
  }

  /** Ends the streams of all. */
  close(): void {
    for (const watcher of this.#watchers) this.#drop(watcher);
  }

  #drop(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher)) return;
    watcher.sink.end();
    if (this.#watchers.size > 0) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  #schedule(): void {
    this.#cancelTimer ??= this.clock.after(PACE, () => {
      this.#cancelTimer = undefined;
      const now = this.clock.now();
      for (const watcher of this.#watchers) this.#tell(watcher, now);
      if (this.isWatched) this.#schedule();
    });
  }

  #tell(watcher: Watcher, now: number): void {
    const { sink } = watcher;
    if (sink.backlog() > MOST_BACKLOG) {
      watcher.lost += watcher.waiting.length;
      watcher.waiting = [];
      if (now - watcher.wroteAt > PATIENCE) this.#drop(watcher);
      return;
    }
    const text =
      this.#newsFor(watcher, now) || (now - watcher.wroteAt >= HEARTBEAT ? ': still here\n\n' : '');
    if (text === '') return;
    watcher.wroteAt = now;
    sink.write(text);
  }

  /** Empty if there is none. */
  #newsFor(watcher: Watcher, now: number): string {
    const { waiting, lost } = watcher;
    watcher.waiting = [];
    watcher.lost = 0;
    return [
      this.#runningFor(watcher, now),
      ...waiting.map((record) => eventText('ended', summaryOfRecord(record))),
      lost === 0 ? '' : eventText('lost', { events: lost }),
    ].join('');
  }

  #runningFor(watcher: Watcher, now: number): string {
    if (now - watcher.shownAt < BETWEEN_SNAPSHOTS) return '';
    watcher.shownAt = now;
    if (this.#listed.at !== now) this.#listed = { at: now, all: this.running.list() };
    const all = this.#listed.all.filter((request) => isOf(request, watcher.filter));
    const snapshot = { count: all.length, items: all.slice(0, MOST_RUNNING) };
    const shown = JSON.stringify(snapshot);
    if (shown === watcher.shown) return '';
    watcher.shown = shown;
    return eventText('running', { at: Date.now(), ...snapshot });
  }
}

/** JSON has no line breaks of its own, and those of texts are escaped in it: nothing in a record can end an event. */
function eventText<Name extends keyof LiveEvents>(name: Name, content: LiveEvents[Name]): string {
  return `event: ${name}\ndata: ${JSON.stringify(content)}\n\n`;
}

function isOf(request: RunningRequest | QueryRecord, { service, entitySet }: LiveFilter): boolean {
  return (
    (service === undefined || request.service === service) &&
    (entitySet === undefined || request.entitySet === entitySet)
  );
}

function hasEndedSo(record: QueryRecord, filter: LiveFilter): boolean {
  const { status } = filter;
  const isStatus =
    status === undefined || status === record.status || status === `${Math.floor(record.status / 100)}xx`;
  return isStatus && isOf(record, filter);
}
