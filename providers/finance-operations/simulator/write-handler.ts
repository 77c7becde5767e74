/** Takes changing requests on `/data` from their headers to their outcome. */
import type { IncomingMessage } from 'node:http';
import { type BatchItem, parseBatch } from './batch/parse-batch';
import { changesAnything, runBatch } from './batch/run-batch';
import { type Answer, Refusal } from './http/answer';
import { readBody } from './http/read-body';
import type { Fault, WriteFault } from './options';
import { splitQuery } from './query/read-options';
import { applyFault, type Outcome } from './trouble/apply-fault';
import { performWrite } from './trouble/write-faults';
import { changeAlone, type ChangeMethod } from './writing/answer-change';
import type { WriteEnvironment } from './writing/write-environment';

export interface WriteRequest {
  readonly method: ChangeMethod;
  /** The path, not decoded. */
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The default company of the caller. */
  readonly company: string;
  /** Takes down what a batch asks for. */
  readonly note: (operations: readonly string[]) => void;
}

export class WriteHandler {
  readonly #environment: WriteEnvironment;
  readonly #takeTime: (answer: Answer) => Promise<void>;
  readonly #takeReadFault: () => Fault;

  constructor(
    environment: WriteEnvironment,
    takeTime: (answer: Answer) => Promise<void>,
    takeReadFault: () => Fault,
  ) {
    this.#environment = environment;
    this.#takeTime = takeTime;
    this.#takeReadFault = takeReadFault;
  }

  async handle(request: WriteRequest, message: IncomingMessage): Promise<Outcome> {
    try {
      return await (isBatch(request) ? this.#batch(request, message) : this.#single(request, message));
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'answer', answer: error.answer };
      // The caller went away before its request was whole: nothing was done, and nobody waits.
      if (!message.complete) return { kind: 'cut' };
      throw error;
    }
  }

  #single({ rawQuery, headers, ...request }: WriteRequest, message: IncomingMessage): Promise<Outcome> {
    const { options } = this.#environment;
    const change = {
      ...request,
      pairs: splitQuery(rawQuery),
      accept: headers['accept'] ?? '',
      contentType: headers['content-type'] ?? '',
      ifMatch: headers['if-match'],
      clientRequestId: headers['x-ms-client-request-id'],
      failureStatus: options.writeFailureStatus,
    };
    const receive = async (): Promise<() => Promise<Answer>> => {
      const body = await readBody(message, options.maxBodyLength);
      return () => this.#timed(changeAlone({ ...change, body }, this.#environment));
    };
    return performWrite(this.#takeFault(), receive, options);
  }

  /** Only its body shows whether a batch changes anything: one that does not meets the faults of reads. */
  async #batch({ headers, company, note }: WriteRequest, message: IncomingMessage): Promise<Outcome> {
    const { options } = this.#environment;
    const body = await readBody(message, options.maxBodyLength);
    const items = parseBatch(headers['content-type'] ?? '', body, options.maxBatchOperations);
    note(operationsIn(items));
    const caller = { company, clientRequestId: headers['x-ms-client-request-id'] };
    const execute = async (): Promise<Answer> =>
      this.#timed(await runBatch(items, caller, this.#environment));
    if (!changesAnything(items)) return applyFault(this.#takeReadFault(), await execute());
    return performWrite(this.#takeFault(), () => Promise.resolve(execute), options);
  }

  async #timed(answer: Answer): Promise<Answer> {
    await this.#takeTime(answer);
    return answer;
  }

  #takeFault(): WriteFault {
    const { options } = this.#environment;
    if (options.writeFault === 'none' || options.writeFaultRequests <= 0) return 'none';
    options.writeFaultRequests--;
    return options.writeFault;
  }
}

function isBatch({ method, path }: WriteRequest): boolean {
  return method === 'POST' && /^\/data\/(?:\$|%24)batch\/?$/i.test(path);
}

function operationsIn(items: readonly BatchItem[]): readonly string[] {
  return items
    .flatMap((item) => (item.kind === 'changeset' ? item.operations : [item.operation]))
    .map(({ method, url }) => `${method} ${url}`);
}
