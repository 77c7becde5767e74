/** A gateway that writes through a relay to a simulated environment, rows that nobody has changed yet, and the ledger of the source. */
import type { CommittedWrite } from '../../../providers/finance-operations/simulator/writing/ledger';
import { HttpClient } from './http-client';
import { type Relay, startRelay } from './relay';
import { type Entity, ServiceClient } from './service-client';
import { startWritable, type WritableGateway } from './start-writable';

export interface FaultStage {
  readonly running: WritableGateway;
  readonly relay: Relay;
  client(service: string): ServiceClient;
  /** A customer of the source that no change has been made of, with its ETag; another one each time. */
  takeCustomer(): Entity;
  /** How often each change was carried out, by its trace. */
  timesByTrace(): ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** @param atOnce requests */
export async function startFaultStage(customers: number, atOnce: number): Promise<FaultStage> {
  const relay = await startRelay();
  const simulator = { customers, orders: 0, recordedWrites: 10 * customers };
  const running = await startWritable({ relay, simulator, isForFaults: true });
  const http = new HttpClient(running.port, atOnce);
  const client = (service: string): ServiceClient => new ServiceClient(http, service);
  const untouched: Entity[] = [];
  let target: string | undefined = 'Customers?$select=CustomerId,AccountNumber,Company';
  while (target !== undefined) {
    const page: Entity = JSON.parse((await client('sales').get(target)).body) as Entity;
    untouched.push(...(page['value'] as readonly Entity[]));
    target = (page['@odata.nextLink'] as string | undefined)?.replace(/^.*\/odata\/sales\//, '');
  }
  for (const hasty of ['hasty', 'guardedHasty']) await client(hasty).list('CustomerGroups?$top=1');
  return {
    running,
    relay,
    client,
    takeCustomer() {
      const row = untouched.pop();
      if (row === undefined) throw new Error('There are too few customers.');
      return row;
    },
    timesByTrace() {
      const times = new Map<string, number>();
      for (const write of running.simulator.writes) {
        const trace = traceOf(write);
        times.set(trace, (times.get(trace) ?? 0) + 1);
      }
      return times;
    },
    async stop() {
      http.close();
      await relay.become('pass');
      await running.stop();
      await relay.close();
    },
  };
}

/** How a change is known in the ledger: a new row by its name, another one by its key. */
export const traces = {
  newGroup: (id: string): string => `CustomerGroups insert ${id}`,
  newCustomer: (name: string): string => `CustomersV3 insert ${name}`,
  customer: (kind: 'update' | 'delete', { Company, AccountNumber }: Entity): string =>
    `CustomersV3 ${kind} ${String(Company)} ${String(AccountNumber)}`,
};

function traceOf({ set, kind, key, values }: CommittedWrite): string {
  if (kind !== 'insert') return `${set} ${kind} ${key['dataAreaId'] ?? ''} ${key['CustomerAccount'] ?? ''}`;
  return set === 'CustomersV3'
    ? traces.newCustomer(String(values['OrganizationName']))
    : traces.newGroup(String(values['CustomerGroupId']));
}
