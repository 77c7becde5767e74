/** Gives back the memory that loading and starting used: once, before the first requests come. */
import { executionAsyncResource } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * One of each that Node makes for every request. V8 forgets a hidden class when a full collection finds no object of
 * it, and code that knew it may not become fast again: measured, Node's `nextTick` then takes five times as long and an
 * answer from memory a third more, for as long as the process lives.
 */
const kept: unknown[] = [];

/**
 * V8 keeps the pages that compiling three hundred modules dirtied, since it cannot know that nothing like it follows.
 * One full collection takes an idle gateway from 165 to 132 MB of resident memory, in about 150 ms. It runs while a request
 * to a server of its own is being answered.
 */
export async function settleMemory(): Promise<void> {
  const server = createServer((request, response) => {
    process.nextTick(() => {
      kept.push(request, response, executionAsyncResource());
      collectGarbage();
      response.end();
    });
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [answer] = (await once(get({ port, host: 'localhost', agent: false }), 'response')) as [
    IncomingMessage,
  ];
  answer.resume();
  server.close();
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect({ type: 'major', flavor: 'last-resort' });
}
