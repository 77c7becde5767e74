/** Tells the administrator once that records are lost, and once that they are kept again. */
import type { RecordStore } from '../record/record-store';
import { logLine } from './log';

/** @param what the store or sink, for the log */
export function reportingFaults(
  target: Pick<RecordStore, 'add'>,
  what: string,
  log: typeof logLine = logLine,
): Pick<RecordStore, 'add'> {
  let works = true;
  return {
    async add(records) {
      try {
        await target.add(records);
        if (!works) log('info', `${what} takes records again.`);
        works = true;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (works) log('warn', `${what} takes no records: ${reason}`);
        works = false;
        throw error;
      }
    },
  };
}
