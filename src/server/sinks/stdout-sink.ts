/** Records on standard output, one line of JSON each, for whatever collects the output of processes. */
import { destination } from 'pino';
import type { QueryRecord } from '../../record/query-record';
import { recordLine } from '../../record/record-line';
import { summaryOfRecord } from '../../record/record-summary';
import type { RecordSink } from './record-sink';

/** @param fd the file to write to */
export function createStdoutSink(fd = 1): RecordSink {
  return new StdoutSink(fd);
}

class StdoutSink implements RecordSink {
  readonly name = 'stdout';
  readonly #output;
  #fault: Error | undefined;
  /** Ends the waiting of the batch that is being written. */
  #settle: () => void = () => undefined;

  constructor(fd: number) {
    // Not Node's own stream, which waits for a slow reader of a pipe, and with it the whole process.
    this.#output = destination({ fd, sync: false });
    this.#output.on('drain', () => this.#settle());
    // Whoever read it is gone; it does not come back.
    this.#output.on('error', (error: Error) => {
      this.#fault = error;
      this.#settle();
    });
  }

  /** One batch at a time is in memory beside the queue: the next waits until this one was read. */
  async add(records: readonly QueryRecord[]): Promise<void> {
    if (this.#fault === undefined) {
      await new Promise<void>((resolve) => {
        this.#settle = resolve;
        this.#output.write(records.map((record) => recordLine(summaryOfRecord(record))).join(''));
      });
    }
    if (this.#fault !== undefined) throw this.#fault;
  }

  close(): Promise<void> {
    // What nobody reads would keep the process from ending. Standard output itself stays open.
    this.#output.destroy();
    return Promise.resolve();
  }
}
