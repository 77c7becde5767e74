/** Starts the gateway in this process, as `vtg start` does, from a configuration text: free ports, a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Provider } from '../../../src/provider-sdk/index';
import { builtInProviders } from '../../../src/server/built-in-providers';
import type { Configuration } from '../../../src/server/configuration/configuration';
import { faultText } from '../../../src/server/configuration/fault';
import { loadConfiguration } from '../../../src/server/configuration/load-configuration';
import type { Gateway } from '../../../src/server/gateway';
import { adminLockOf } from '../../../src/server/admin/admin-lock';
import { listenForAdmin, listenForData } from '../../../src/server/listen';
import { openGateway } from '../../../src/server/open-gateway';
import { HttpClient } from './http-client';

export interface RunningGateway {
  readonly gateway: Gateway;
  readonly data: HttpClient;
  readonly admin: HttpClient;
  close(): Promise<void>;
}

/**
 * @param dataFolder what must survive a restart; its owner removes it
 * @param providers those that the gateway brings along, unless a test has its own
 */
export async function startGateway(
  text: string,
  dataFolder: string,
  providers: readonly Provider[] = builtInProviders,
): Promise<RunningGateway> {
  const configuration = readText(text, dataFolder, providers);
  const gateway = await openGateway(configuration);
  const dataPort = await listenForData(gateway, { host: '127.0.0.1', port: 0 });
  const adminPort = await listenForAdmin(gateway, adminLockOf(configuration.admin.auth), {
    host: '127.0.0.1',
    port: 0,
  });
  const data = new HttpClient(dataPort.port);
  const admin = new HttpClient(adminPort.port);
  return {
    gateway,
    data,
    admin,
    async close() {
      data.close();
      admin.close();
      await Promise.all([dataPort.close(), adminPort.close()]);
      await gateway.close();
    },
  };
}

/** As of a running gateway, from the first test on. */
export interface SharedGateway extends Omit<RunningGateway, 'close'> {
  readonly folder: string;
}

/**
 * The gateway of all tests of the file or of the `describe` in which this is called.
 *
 * @param text its configuration, or what gives it when the hooks before this one have run
 */
export function shareGateway(
  text: string | (() => string),
  providers: readonly Provider[] = builtInProviders,
): SharedGateway {
  const folder = temporaryFolder();
  let running: RunningGateway | undefined;
  const started = (): RunningGateway => {
    if (running === undefined) throw new Error('The gateway is there in tests and hooks only.');
    return running;
  };
  beforeAll(async () => {
    running = await startGateway(typeof text === 'string' ? text : text(), folder.path, providers);
  });
  afterAll(async () => {
    await running?.close();
    folder.remove();
  });
  return {
    folder: folder.path,
    get gateway() {
      return started().gateway;
    },
    get data() {
      return started().data;
    },
    get admin() {
      return started().admin;
    },
  };
}

function readText(text: string, dataFolder: string, providers: readonly Provider[]): Configuration {
  const outcome = loadConfiguration({
    env: { VTG_DATA_DIR: dataFolder },
    providers,
    readFile: () => text,
  });
  if ('faults' in outcome) throw new Error(outcome.faults.map(faultText).join('\n'));
  return outcome.configuration;
}

/** A folder under the system's own for such things; `remove` takes it away again. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'vtg-e2e-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
