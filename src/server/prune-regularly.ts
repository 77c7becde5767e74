/** Deletes records that are too old or too much, again and again; one round at a time. */
import { type Clock, systemClock } from '../cache/clock';
import type { RecordStore } from '../record/record-store';
import { logLine } from './log';

/** Milliseconds between two rounds. */
const PAUSE = 10 * 60_000;

/** @returns what ends it; a round that is under way goes on */
export function pruneRegularly(
  store: Pick<RecordStore, 'prune'>,
  clock: Clock = systemClock,
  log: typeof logLine = logLine,
): () => void {
  let hasEnded = false;
  let cancel: () => void;
  const schedule = (): void => {
    if (!hasEnded) cancel = clock.after(PAUSE, () => void prune(store, log).then(schedule));
  };
  schedule();
  return () => {
    hasEnded = true;
    cancel();
  };
}

/** A store that only grows is to be known before its disk is full. */
async function prune(store: Pick<RecordStore, 'prune'>, log: typeof logLine): Promise<void> {
  try {
    await store.prune(Date.now());
  } catch (error) {
    log('warn', `old records cannot be deleted: ${error instanceof Error ? error.message : String(error)}`);
  }
}
