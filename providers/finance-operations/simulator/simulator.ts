/** Runs a simulated Finance & Operations environment behind a real HTTP server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RequestLog, type RecordedRequest } from './http/request-log';
import { defaultOptions, type SimulatorOptions } from './options';
import { RequestHandler } from './request-handler';
import { type CommittedWrite, Ledger } from './writing/ledger';

export interface Simulator {
  /** What a provider is configured with: scheme, host and port, no trailing slash. */
  readonly url: string;
  readonly origin: string;
  /** The latest requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Switches: a change has effect on the next request. */
  readonly options: SimulatorOptions;
  /** What was really committed, oldest first, whatever the callers were told. */
  readonly writes: readonly CommittedWrite[];
  resetRequests(): void;
  /** Forgets the writes, not what they did; the sequence begins at 1 again. */
  resetWrites(): void;
  /** Stops listening and cuts open connections, hanging ones too. */
  close(): Promise<void>;
}

/** Starts in a few milliseconds: rows are generated when a set is first read. */
export async function startSimulator(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const settings: SimulatorOptions = { ...defaultOptions(), ...options };
  const log = new RequestLog(() => settings.recordedRequests);
  // Node's 5 seconds end just when a client on a busy machine begins to send its next request.
  const server = createServer({ keepAliveTimeout: 60_000 });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(settings.port, settings.host, resolve);
  });
  // A server that listens on TCP has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const origin = `http://${settings.host}:${port}`;
  const ledger = new Ledger(() => settings.recordedWrites);
  const handler = new RequestHandler(origin, settings, log, ledger);
  server.on('request', (request, response) => {
    // A reader that goes away in the middle of an answer is no fault of ours.
    handler.handle(request, response).catch(() => response.destroy());
  });
  return {
    url: origin,
    origin,
    options: settings,
    get requests() {
      return log.requests;
    },
    get writes() {
      return ledger.writes;
    },
    resetRequests: () => log.reset(),
    resetWrites: () => ledger.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
