/** A source that gives tokens to everybody and answers everything else wrongly, each way by name. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What no answer of the gateway may repeat. */
export const CANARY = 'canary-of-the-source';

const stack = `${CANARY}: at Microsoft.Dynamics.Kernel (C:\\Services\\${CANARY}.cs:42)`;

type Lie = (request: IncomingMessage, response: ServerResponse) => void;

const json = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Lie => {
  return (_request, response) =>
    void response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(body);
};

const html = (status: number): Lie => {
  return (_request, response) =>
    void response.writeHead(status, { 'Content-Type': 'text/html' }).end(`<html><h1>${CANARY}</h1></html>`);
};

const failure = JSON.stringify({
  error: { code: CANARY, message: CANARY, innererror: { stacktrace: stack } },
});

export const lies = {
  'html with 200': html(200),
  'html with 502': html(502),
  'half of a JSON text': json(200, '{"value":[{"Name":"Custom'),
  'JSON of another shape': json(200, '[1,2,3]'),
  'JSON without its list': json(200, `{"value":{"${CANARY}":1}}`),
  'a list of nonsense': json(200, '{"value":[1,null,"x",[],{"Name":5,"Properties":{}}]}'),
  'an empty list': json(200, '{"value":[]}'),
  'an empty body': json(200, ''),
  'JSON called text': (_request, response) =>
    void response.writeHead(200, { 'Content-Type': 'text/plain' }).end('{"value":[]}'),
  'prototype pollution': json(
    200,
    '{"__proto__":{"value":[]},"value":[{"__proto__":{"EntitySetName":"x"}}]}',
  ),
  'a redirect': json(302, '', { Location: `http://${CANARY}.invalid/` }),
  '400 with a stack': json(400, failure),
  '401': json(401, failure, { 'WWW-Authenticate': 'Bearer' }),
  '403': json(403, failure),
  '404': json(404, failure),
  '409': json(409, failure),
  '429': json(429, failure, { 'Retry-After': '77' }),
  '429 without a time': json(429, failure),
  '500': json(500, failure),
  '503': json(503, failure, { 'Retry-After': '77' }),
  'a length that is too short': (_request, response) =>
    void response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '5' }).end('{"val'),
  'a length that is too long': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
    response.write('{"value":[', () => response.destroy());
  },
  'a reset': (request) => void request.socket.resetAndDestroy(),
  'no HTTP': (request) => void request.socket.end(`${CANARY}\r\n\r\n`),
  'no answer': () => undefined,
  'one byte at a time': (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const timer = setInterval(() => response.write(' '), 100);
    response.on('close', () => clearInterval(timer));
  },
} as const satisfies Readonly<Record<string, Lie>>;

export interface LyingSource {
  readonly url: string;
  readonly port: number;
  lie: keyof typeof lies;
  close(): Promise<void>;
}

export async function startLyingSource(): Promise<LyingSource> {
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    if (request.url?.includes('/oauth2/') === true) {
      const token = JSON.stringify({ access_token: CANARY, expires_in: 3_599, token_type: 'Bearer' });
      void text(request).then(() => json(200, token)(request, response));
    } else lies[source.lie](request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const source: LyingSource = {
    url: `http://127.0.0.1:${port}`,
    port,
    lie: '500',
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
  return source;
}
