/** Sends requests over kept-alive connections with the target exactly as written, and bytes that need not be HTTP at all. */
import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';

export interface Received {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sending {
  /** Default: GET. */
  readonly method?: string;
  /** A list sends the header once for each value. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Uint8Array;
}

const NO_ANSWER_AFTER = 30_000;

export class HttpClient {
  readonly #agent: Agent;

  /** @param most connections at the same time; further requests wait */
  constructor(
    readonly port: number,
    most: number = 8,
  ) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: most });
  }

  get(target: string, headers: Sending['headers'] = {}): Promise<Received> {
    return this.send(target, { headers });
  }

  /** Resolves with whatever status comes; rejects if the connection ends without an answer. */
  send(target: string, sending: Sending = {}): Promise<Received> {
    return this.#send(target, sending, true);
  }

  #send(path: string, sending: Sending, mayRepeat: boolean): Promise<Received> {
    const { method = 'GET', body } = sending;
    // By itself Node announces no body of a GET, and what follows would pass for the next request.
    const length = body === undefined ? {} : { 'Content-Length': Buffer.byteLength(body) };
    const headers = { ...length, ...sending.headers };
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: this.port,
          method,
          path,
          headers,
          agent: this.#agent,
          timeout: NO_ANSWER_AFTER,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path}: no answer`)));
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The server may close a kept connection in the moment in which it is used again.
        if (mayRepeat && outgoing.reusedSocket && error.code === 'ECONNRESET')
          this.#send(path, sending, false).then(resolve, reject);
        else reject(error);
      });
      outgoing.end(body);
    });
  }

  /**
   * What comes back for these bytes, as text, until the server closes the connection; or until it has been silent for so
   * many milliseconds, for bytes after which it may go on waiting.
   */
  sendBytes(bytes: string | Uint8Array, silence?: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect(this.port, '127.0.0.1', () => socket.write(bytes));
      socket.setTimeout(silence ?? NO_ANSWER_AFTER, () =>
        socket.destroy(silence === undefined ? new Error('the connection stays open') : undefined),
      );
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      socket.on('error', (error: NodeJS.ErrnoException) => {
        // Of a refused request the rest may still be under way when the server closes.
        if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error);
      });
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The parts of an answer that came as bytes; undefined if they are no answer. */
export function parseAnswer(text: string): Received | undefined {
  const match = /^HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(text);
  if (match === null) return undefined;
  const [, status, head = '', body = ''] = match;
  const headers = Object.fromEntries(
    head.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(status), headers, body };
}
