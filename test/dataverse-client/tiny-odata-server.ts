/** A small correct OData endpoint over HTTP, which can be broken in the ways that the judge has to notice. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { rootPath, TinyAnswer, type TinyRequest, type TinyState } from './tiny-answer';
import type { Faults } from './tiny-faults';
import { TinyStore } from './tiny-store';

export interface TinyServer {
  readonly url: string;
  readonly adminUrl: string;
  /** Requests as they arrived. */
  readonly requests: readonly TinyRequest[];
  close(): Promise<void>;
}

const adminPath = '/admin/api/connections';

export async function startTinyServer(faults: Faults = {}): Promise<TinyServer> {
  const requests: TinyRequest[] = [];
  const state: TinyState = { store: new TinyStore(faults), remembered: new Map(), calls: 0 };
  const server: Server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url = '', headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      if (url === adminPath) return sendCalls(answer, state.calls);
      requests.push(request);
      state.calls += faults.costs?.(url) ?? 0;
      new TinyAnswer(request, answer, faults, state).send();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  const origin = `http://127.0.0.1:${port}`;
  return { url: origin + rootPath, adminUrl: `${origin}/admin`, requests, close };
}

/** What a gateway's admin port says of its sources. */
function sendCalls(answer: ServerResponse, calls: number): void {
  answer.setHeader('content-type', 'application/json');
  answer.end(JSON.stringify({ items: [{ name: 'tiny', calls }] }));
}
