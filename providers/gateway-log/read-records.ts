/** Reads records page by page, in one of the two orders that there are. */
import type { CallContext } from '../../src/provider-sdk/index';
import type { LogListing, LogRecord, LogSource } from './log-source';
import type { Narrowed } from './narrow';

/** The most that the store gives at once. */
const LARGEST_PAGE = 500;
/** Records beyond those wanted, that tell that none of the wanted is still to come. */
const MORE = 20;

export interface RecordReading {
  readonly source: LogSource;
  readonly narrowed: Narrowed;
  /** Records that are left out first. */
  readonly skip: number;
  /** Records that are wanted then, if that is known. */
  readonly top: number | undefined;
  readonly signal: CallContext['signal'];
}

/** In the order of their ids, the newest first: that in which the requests ended. */
export async function* recordsByKey(reading: RecordReading): AsyncGenerator<readonly LogRecord[]> {
  const { source, narrowed, skip, top, signal } = reading;
  if (narrowed === undefined) return;
  const { filter, id } = narrowed;
  if (id !== undefined) {
    yield (await findAlone(id, reading)).slice(skip);
    return;
  }
  const limit = Math.min(LARGEST_PAGE, (top ?? LARGEST_PAGE) + MORE);
  let place: Pick<LogListing, 'skip' | 'before'> = skip === 0 ? {} : { skip };
  for (;;) {
    signal.throwIfAborted();
    const { items, next } = await source.list({ ...filter, ...place, limit });
    yield items;
    if (next === undefined) return;
    place = { before: next };
  }
}

/** In the order of their arrival, the latest first, those of the same millisecond by key. */
export async function* recordsByTime(reading: RecordReading): AsyncGenerator<readonly LogRecord[]> {
  const { skip, top } = reading;
  // The store leaves out by key, which is another order.
  const whole = { ...reading, skip: 0, top: top === undefined ? undefined : skip + top };
  let left = skip;
  for await (const records of inOrderOfTime(whole)) {
    yield records.slice(left);
    left = Math.max(left - records.length, 0);
  }
}

async function* inOrderOfTime(reading: RecordReading): AsyncGenerator<readonly LogRecord[]> {
  let waiting: readonly LogRecord[] = [];
  for await (const page of recordsByKey(reading)) {
    const last = page.at(-1);
    if (last === undefined) continue;
    waiting = [...waiting, ...page].toSorted(laterFirst);
    // What follows has ended by then, so that it has arrived by then.
    const reached = endOf(last.id);
    const found = waiting.findIndex(({ at }) => at <= reached);
    const ready = found < 0 ? waiting.length : found;
    yield waiting.slice(0, ready);
    waiting = waiting.slice(ready);
  }
  yield waiting;
}

/** Of the records that match, the one with this id, if it is among them. */
async function findAlone(id: string, { source, narrowed }: RecordReading): Promise<readonly LogRecord[]> {
  // The first text behind the id is the id with anything behind it.
  const { items } = await source.list({ ...narrowed?.filter, before: `${id}0`, limit: 1 });
  return items.filter((record) => record.id === id);
}

function laterFirst(one: LogRecord, other: LogRecord): number {
  return other.at - one.at || (one.id < other.id ? 1 : -1);
}

const TIME_DIGITS = 11;

/** When the request ended, in milliseconds since 1970. */
function endOf(id: string): number {
  return Number.parseInt(id.slice(0, TIME_DIGITS), 16);
}
