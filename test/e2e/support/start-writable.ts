/** Starts a gateway over a simulated environment whose ledger the test can see, and reads the gateway's record of changes. */
import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../../providers/finance-operations/simulator/simulator';
import type { SimulatorOptions } from '../../../providers/finance-operations/simulator/options';
import type { WriteRecord } from '../../../src/record/write-record';
import type { Received } from './http-client';
import type { Relay } from './relay';
import { logLines, spawnGateway, writeConfiguration } from './run-command';
import { ServiceClient } from './service-client';
import { temporaryFolder } from './start-gateway';
import { writableConfiguration } from './writable-configuration';

export interface WritableGateway {
  readonly simulator: Simulator;
  /** The data folder, which outlives restarts. */
  readonly dataFolder: string;
  /** The gateway's data port. */
  readonly port: number;
  client(service: string): ServiceClient;
  /** Everything that the gateway has logged since it was last started. */
  log(): readonly Readonly<Record<string, unknown>>[];
  /** How many requests for changes the environment has got since its record of requests was emptied. */
  changesSent(): number;
  /** The records of one request, or of one batch: as many as are expected, or all that came within some seconds. */
  recordsOf(answer: Received, expected?: number): Promise<readonly WriteRecord[]>;
  /** After an end in good order, or a sudden one. */
  restart(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  stop(): Promise<void>;
}

const sizes = { customers: 60, orders: 40, products: 20, vendors: 5 };

export interface WritableOptions {
  /** Of the environment, beside its size. */
  readonly simulator?: Partial<SimulatorOptions>;
  /** Stands between gateway and environment. */
  readonly relay?: Relay;
  /** Whether the services are those of a test of faults. */
  readonly isForFaults?: boolean;
}

export async function startWritable({
  simulator: options,
  relay,
  isForFaults,
}: WritableOptions = {}): Promise<WritableGateway> {
  const folder = temporaryFolder();
  const dataFolder = join(folder.path, 'var');
  // Tokens are for the address that the gateway knows.
  const address = relay === undefined ? {} : { audience: relay.url, authority: relay.url };
  const simulator = await startSimulator({ ...sizes, ...address, ...options });
  if (relay !== undefined) relay.target = Number(new URL(simulator.url).port);
  const source = relay?.url ?? simulator.url;
  const file = writeConfiguration(folder.path, writableConfiguration(source, isForFaults));
  let gateway = await spawnGateway(file, dataFolder).catch(async (error: unknown) => {
    await simulator.close();
    throw error;
  });
  // The last line may not be there as a whole yet.
  const log = (): ReturnType<typeof logLines> => {
    const { stderr } = gateway.command;
    return logLines(stderr.slice(0, stderr.lastIndexOf('\n') + 1));
  };
  return {
    simulator,
    dataFolder,
    get port() {
      return gateway.data.port;
    },
    client: (service) => new ServiceClient(gateway.data, service),
    log,
    changesSent: () =>
      simulator.requests.filter(({ method, path }) => method !== 'GET' && path.startsWith('/data/')).length,
    async recordsOf({ headers }, expected = 1) {
      const id = String(headers['x-correlation-id']);
      const found = (): readonly WriteRecord[] =>
        recordsIn(log()).filter(({ correlationId }) => correlationId === id);
      // The log has its own pipe and may be a moment later than the answer.
      for (let tries = 0; tries < 500 && found().length < expected; tries++) await delay(10);
      return found();
    },
    async restart(signal = 'SIGTERM') {
      if (signal === 'SIGKILL') gateway.command.process.kill(signal);
      await gateway.stop();
      gateway = await spawnGateway(file, dataFolder);
    },
    async stop() {
      await gateway.stop();
      await simulator.close();
      folder.remove();
    },
  };
}

/** The lines that `logWrite` writes. */
export function recordsIn(lines: readonly Readonly<Record<string, unknown>>[]): readonly WriteRecord[] {
  return lines.flatMap(({ write }) => (write === undefined ? [] : [write as WriteRecord]));
}
