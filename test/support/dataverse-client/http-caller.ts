/** Sends requests with the request target exactly as written, follows nothing, and remembers what came back. */
import * as http from 'node:http';
import * as https from 'node:https';
import { TransportFailure } from './check';

/** One request and its answer. */
export interface Exchange {
  /** `GET /odata/demo/Customers?$top=50`, with the values of secret query options masked; a change with its body. */
  readonly request: string;
  readonly status: number;
  /** Lower-case names; repeated headers joined with a comma. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export type Headers = Readonly<Record<string, string>>;

export interface Change {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly target: string;
  readonly headers: Headers;
  readonly body?: string;
}

interface Sending {
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: string | undefined;
  readonly request: string;
  readonly agent: http.Agent | false;
}

interface CallerOptions {
  readonly root: URL;
  /** Header parameters of the data source, sent with every request. */
  readonly headers: Headers;
  /** Query parameters of the data source, sent last with every request; their values never reach the report. */
  readonly query: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

export class HttpCaller {
  readonly #options: CallerOptions;
  readonly #agent: http.Agent;
  #sent = 0;

  constructor(options: CallerOptions) {
    this.#options = options;
    const connections = { keepAlive: true, maxSockets: 64 };
    this.#agent =
      options.root.protocol === 'https:' ? new https.Agent(connections) : new http.Agent(connections);
  }

  /** How many requests have gone out. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends `target` (path and query, already encoded) and resolves with whatever status comes. */
  async get(target: string, headers: Headers): Promise<Exchange> {
    const full = this.#withFixedQuery(target);
    const request = `GET ${this.#masked(full)}`;
    return this.#send({ method: 'GET', target: full, headers, body: undefined, request, agent: this.#agent });
  }

  /**
   * Sends a change, on a connection of its own as plug-ins do: a kept one may be closed by the server just as it is
   * reused, and no change may be sent twice.
   */
  async change({ method, target, headers, body }: Change): Promise<Exchange> {
    const full = this.#withFixedQuery(target);
    const request = `${method} ${this.#masked(full)} ${body ?? ''}`.trimEnd();
    return this.#send({ method, target: full, headers, body, request, agent: false });
  }

  close(): void {
    this.#agent.destroy();
  }

  #send(sending: Sending): Promise<Exchange> {
    this.#sent += 1;
    return this.#exchange(sending, sending.agent !== false);
  }

  #exchange(sending: Sending, mayRetry: boolean): Promise<Exchange> {
    const { root, timeoutMs } = this.#options;
    const { method, target: path, body, request, agent } = sending;
    const headers = { ...sending.headers, ...this.#options.headers };
    const { request: open } = root.protocol === 'https:' ? https : http;
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => reject(new TransportFailure(reason, request));
      const outgoing = open(
        { host: bareHost(root), port: root.port, path, method, headers, agent },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', (error) => fail(`the answer broke off: ${error.message}`));
          answer.on('end', () => {
            clearTimeout(timer);
            const text = Buffer.concat(chunks).toString('utf8');
            resolve({ request, status: answer.statusCode ?? 0, headers: headerMap(answer), body: text });
          });
        },
      );
      const timer = setTimeout(() => {
        fail(`no answer within ${timeoutMs} ms`);
        outgoing.destroy();
      }, timeoutMs);
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(timer);
        // A kept-alive socket may be closed by the server just as it is reused; that is no fault of the answer.
        const stale = mayRetry && outgoing.reusedSocket && error.code === 'ECONNRESET';
        if (stale) this.#exchange(sending, false).then(resolve, reject);
        else fail(`no answer: ${error.message || error.code || error.name}`);
      });
      outgoing.end(body);
    });
  }

  #withFixedQuery(target: string): string {
    const present = new Set(optionsOf(target).map(nameOf));
    const missing = Object.entries(this.#options.query).filter(([name]) => !present.has(name));
    if (missing.length === 0) return target;
    const added = missing.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
    return `${target}${target.includes('?') ? '&' : '?'}${added.join('&')}`;
  }

  #masked(target: string): string {
    const secret = new Set(Object.keys(this.#options.query));
    const options = optionsOf(target).map((option) =>
      secret.has(nameOf(option)) ? `${nameOf(option)}=***` : option,
    );
    const path = target.split('?', 1).join('');
    return options.length === 0 ? target : `${path}?${options.join('&')}`;
  }
}

/** An IPv6 host stands in brackets in a URL, and without them in a socket address. */
function bareHost(root: URL): string {
  return root.hostname.startsWith('[') ? root.hostname.slice(1, -1) : root.hostname;
}

function optionsOf(target: string): readonly string[] {
  const at = target.indexOf('?');
  return at < 0 || at === target.length - 1 ? [] : target.slice(at + 1).split('&');
}

function nameOf(option: string): string {
  const at = option.indexOf('=');
  return at < 0 ? option : option.slice(0, at);
}

function headerMap(answer: http.IncomingMessage): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}
