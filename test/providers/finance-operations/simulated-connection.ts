/** Connects the provider to a simulated environment, as the gateway does. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOutgoingHttp } from '../../../src/gateway/outgoing-http';
import type { OpenContext } from '../../../src/provider-sdk/index';
import {
  FinanceOperationsConnection,
  type ConnectionOptions,
} from '../../../providers/finance-operations/connection';
import type { Simulator } from '../../../providers/finance-operations/simulator/simulator';

export function openContext(): OpenContext {
  return {
    connection: 'contoso',
    cacheFolder: mkdtempSync(join(tmpdir(), 'vtg-fno-')),
    http: (origin) => createOutgoingHttp(origin),
    log: () => undefined,
  };
}

export function connectTo(
  simulator: Simulator,
  more: Partial<ConnectionOptions> = {},
): FinanceOperationsConnection {
  const { tenantId, clients } = simulator.options;
  const credential = {
    kind: 'clientSecret',
    tenantId,
    clientId: clients[0]?.clientId ?? '',
    clientSecret: clients[0]?.clientSecret ?? '',
    authority: simulator.url,
  } as const;
  return new FinanceOperationsConnection({ url: simulator.url, credential, ...more }, openContext());
}
