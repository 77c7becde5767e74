/** The providers that come with the gateway: the only file that knows them. */
// Their configuration classes are decorated, so that this must be there before they are.
import 'reflect-metadata';
import { financeOperations } from '../../providers/finance-operations/index';
import { gatewayLogOf } from '../../providers/gateway-log/index';
import { memory } from '../../providers/memory/index';
import type { Provider } from '../provider-sdk/index';
import type { KeptRecords } from './gateway';

const gatewayLog = gatewayLogOf(undefined);

export const builtInProviders: readonly Provider[] = [
  financeOperations,
  memory,
  gatewayLog,
] as readonly Provider[];

export function readsRecords({ name }: Pick<Provider, 'name'>): boolean {
  return name === gatewayLog.name;
}

/** The same provider; one that reads the records gets those of this gateway, which are open only once, and only by now. */
export function withRecords(provider: Provider, records: KeptRecords | undefined): Provider {
  if (!readsRecords(provider) || records === undefined) return provider;
  const { store } = records;
  return gatewayLogOf({
    find: (id) => store.find(id),
    // Records are written a moment later: whoever begins to read finds all that has ended until now.
    async list(listing) {
      if (listing.before === undefined) await records.flush();
      return store.list(listing);
    },
    async count(filter) {
      await records.flush();
      return store.count(filter);
    },
    async fingerprints(filter) {
      await records.flush();
      return store.fingerprints(filter);
    },
  });
}
