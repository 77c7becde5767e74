/** Takes each HTTP request through the doors in order: address, token, throttle, answer, latency, fault. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, htmlPage, methodNotAllowed, odataError, Refusal, wholeBody } from './http/answer';
import { readBody } from './http/read-body';
import { receivePath } from './http/receive-path';
import type { OpenRequest, RequestLog } from './http/request-log';
import { cut, cutInHead, sendAndCut, sendAnswer } from './http/send-answer';
import type { Fault, SimulatorOptions } from './options';
import { splitQuery } from './query/read-options';
import { routeRequest, serviceOf } from './route-request';
import { Random } from './rows/random';
import { TokenIssuer } from './security/access-token';
import { authorise } from './security/authorise';
import {
  discoveryDocument,
  issueToken,
  matchTokenEndpoint,
  type TokenEndpoint,
} from './security/token-endpoint';
import { Database } from './seed/database';
import { applyFault, type Outcome } from './trouble/apply-fault';
import { Throttle } from './trouble/throttle';
import { WriteHandler } from './write-handler';
import { isChangeMethod } from './writing/answer-change';
import type { Ledger } from './writing/ledger';
import { NumberSequences } from './writing/number-sequences';
import type { WriteEnvironment } from './writing/write-environment';

/** Headers that must not be kept. */
const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie']);
const LONGEST_FORM = 65_536;

export class RequestHandler {
  readonly #origin: string;
  readonly #options: SimulatorOptions;
  readonly #log: RequestLog;
  readonly #issuer = new TokenIssuer();
  readonly #throttle: Throttle;
  readonly #environment: WriteEnvironment;
  readonly #writes: WriteHandler;
  #isCold = true;
  #turn = 0;

  constructor(origin: string, options: SimulatorOptions, log: RequestLog, ledger: Ledger) {
    this.#origin = origin;
    this.#options = options;
    this.#log = log;
    this.#throttle = new Throttle(options);
    const database = new Database(options);
    this.#environment = {
      origin,
      options,
      table: (setName) => database.table(setName),
      isVirtual: (setName, property) => options.virtualFields[setName]?.includes(property) ?? false,
      nextTurn: () => ++this.#turn,
      ledger,
      sequences: new NumberSequences(),
      versions: new Random(`${options.seed}/RecVersion`),
    };
    this.#writes = new WriteHandler(
      this.#environment,
      (answer) => this.#takeTime(answer),
      () => this.#takeFault(),
    );
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = Date.now();
    const record = openRecord(request);
    this.#log.add(record);
    const outcome = await this.#outcomeOf(request, record).catch(unexpected);
    if (outcome.kind === 'hang') return;
    if (outcome.kind === 'cut') return cut(response);
    if (outcome.kind === 'reset-in-head') return cutInHead(outcome.answer, response);
    record.status = outcome.answer.status;
    record.milliseconds = Date.now() - started;
    const answer = {
      ...outcome.answer,
      headers: { ...outcome.answer.headers, ...traceHeaders(record.milliseconds) },
    };
    if (outcome.kind === 'reset') sendAndCut(answer, wholeBody(answer), response);
    else await sendAnswer(answer, response);
  }

  async #outcomeOf(request: IncomingMessage, record: OpenRequest): Promise<Outcome> {
    const { path } = record;
    const service = serviceOf(path);
    if (service !== undefined) return this.#answerService(service, request, record);
    const endpoint = matchTokenEndpoint(path);
    if (endpoint !== undefined) return answered(await this.#answerToken(endpoint, request));
    return answered(
      discoveryDocument(path, this.#options.authority ?? this.#origin) ?? htmlPage(404, 'Not Found'),
    );
  }

  async #answerToken(endpoint: TokenEndpoint, request: IncomingMessage): Promise<Answer> {
    if (request.method !== 'POST') return methodNotAllowed(request.method ?? '', 'POST');
    const form = new URLSearchParams(await readBody(request, LONGEST_FORM));
    return issueToken(endpoint, form, this.#options, this.#issuer);
  }

  async #answerService(
    service: 'data' | 'metadata',
    request: IncomingMessage,
    record: OpenRequest,
  ): Promise<Outcome> {
    const rawQuery = rawQueryOf(record.url);
    if (rawQuery.length > this.#options.maxUrlLength) return answered(htmlPage(404, 'Not Found'));
    const path = pathOrRefusal(record.path);
    if (typeof path !== 'string') return answered(path);
    const authorisation = authorise(request.headers.authorization, this.#options, this.#origin, this.#issuer);
    if (authorisation.kind === 'refused') return answered(authorisation.answer);
    const { clientId, company } = authorisation.caller;
    record.clientId = clientId;
    record.company = company;
    const isData = service === 'data';
    const refusal = isData ? this.#throttle.refuse(clientId) : undefined;
    if (refusal !== undefined) return answered(refusal);
    const end = this.#throttle.begin(clientId);
    try {
      if (isData && isChangeMethod(record.method)) {
        record.query = queryOf(rawQuery);
        const write = {
          method: record.method,
          path,
          rawQuery,
          headers: record.headers,
          company,
          note: (operations: readonly string[]) => (record.operations = operations),
        };
        return await this.#writes.handle(write, request);
      }
      const answer = await this.#answerRead(request, record, { path, rawQuery, company });
      if (isData) await this.#takeTime(answer);
      return isData ? applyFault(this.#takeFault(), answer) : answered(answer);
    } finally {
      end();
    }
  }

  async #answerRead(
    request: IncomingMessage,
    record: OpenRequest,
    {
      path,
      rawQuery,
      company,
    }: { readonly path: string; readonly rawQuery: string; readonly company: string },
  ): Promise<Answer> {
    try {
      const pairs = splitQuery(rawQuery);
      record.query = Object.fromEntries(pairs);
      return await routeRequest(
        {
          method: record.method,
          path,
          rawQuery,
          pairs,
          accept: request.headers.accept ?? '',
          prefer: record.headers['prefer'] ?? '',
          company,
        },
        this.#environment,
      );
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  async #takeTime(answer: Answer): Promise<void> {
    const { base, perColumn, perExpandedRow, coldStart } = this.#options.latency;
    const { columns = 0, expandedRows = 0 } = answer.work ?? {};
    const cold = this.#isCold ? coldStart : 0;
    this.#isCold = false;
    const time = base + cold + perColumn * columns + perExpandedRow * expandedRows;
    if (time > 0) await wait(time, undefined, { ref: false });
  }

  #takeFault(): Fault {
    if (this.#options.fault === 'none' || this.#options.faultRequests <= 0) return 'none';
    this.#options.faultRequests--;
    return this.#options.fault;
  }
}

function pathOrRefusal(raw: string): string | Answer {
  try {
    return receivePath(raw);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}

function answered(answer: Answer): Outcome {
  return { kind: 'answer', answer };
}

/** A fault of the simulator itself, told apart from every simulated one by its text. */
function unexpected(error: unknown): Outcome {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return answered(odataError(500, `The simulator itself failed: ${message}`));
}

function openRecord(request: IncomingMessage): OpenRequest {
  const url = request.url ?? '/';
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined || SECRET_HEADERS.has(name) ? [] : [[name, String(value)] as const],
  );
  return {
    method: request.method ?? '',
    url,
    path: url.split('?', 1)[0] ?? url,
    query: {},
    headers: Object.fromEntries(headers),
    status: undefined,
    company: undefined,
    clientId: undefined,
    milliseconds: undefined,
    operations: [],
  };
}

function rawQueryOf(url: string): string {
  const mark = url.indexOf('?');
  return mark < 0 ? '' : url.slice(mark + 1);
}

/** For the log alone: a query that cannot be decoded is refused elsewhere. */
function queryOf(rawQuery: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(rawQuery));
}

/** Headers that clients log: an activity id and the time that the server took. */
function traceHeaders(milliseconds: number): Readonly<Record<string, string>> {
  return { 'ms-dyn-aid': randomUUID(), 'server-timing': `dur=${milliseconds}` };
}
