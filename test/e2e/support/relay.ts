/** Stands between the gateway and a source on TCP, and breaks connections where no source could: before it, and around it. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/**
 * - `refuse`: nobody listens.
 * - `hang-up`: connections are closed as soon as they are there.
 * - `cut-answers`: requests arrive, and their connection is reset when the first byte of an answer comes.
 */
export type RelayMode = 'pass' | 'refuse' | 'hang-up' | 'cut-answers';

export interface Relay {
  readonly url: string;
  /** The port of the source. */
  target: number;
  readonly mode: RelayMode;
  /** Ends the connections that there are. */
  become(mode: RelayMode): Promise<void>;
  close(): Promise<void>;
}

export async function startRelay(): Promise<Relay> {
  const sockets = new Set<Socket>();
  let mode: RelayMode = 'pass';
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const server = createServer((caller) => {
    keep(caller);
    if (mode === 'hang-up') return caller.destroy();
    const source = keep(connect(relay.target, '127.0.0.1'));
    caller.on('close', () => source.destroy());
    source.on('close', () => caller.destroy());
    caller.pipe(source);
    source.on('data', (bytes: Buffer) => {
      if (mode === 'cut-answers') caller.resetAndDestroy();
      else caller.write(bytes);
    });
    return undefined;
  });
  await listen(server, 0);
  const { port } = server.address() as AddressInfo;
  const end = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const relay: Relay = {
    url: `http://127.0.0.1:${port}`,
    target: 0,
    get mode() {
      return mode;
    },
    async become(next) {
      if (mode === 'refuse' && next !== 'refuse') await listen(server, port);
      if (mode !== 'refuse' && next === 'refuse') server.close();
      mode = next;
      end();
    },
    async close() {
      if (mode !== 'refuse') server.close();
      end();
    },
  };
  return relay;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed).listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      done();
    });
  });
}
