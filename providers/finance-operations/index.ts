/** The provider for Dynamics 365 Finance & Operations: reads and changes data entities over OData, of a real or a simulated environment. */
import type { Connection, OpenContext, Provider } from '../../src/provider-sdk/index';
import { FinanceOperationsConfiguration } from './configuration';
import { FinanceOperationsConnection } from './connection';
import { entityPack } from './entity-pack';

export const financeOperations: Provider<FinanceOperationsConfiguration> = {
  name: 'finance-operations',
  configuration: FinanceOperationsConfiguration,
  templates: entityPack,
  open: async (configuration, context) => {
    const { simulator, url, credential, ...settings } = configuration;
    if (simulator !== undefined) return openSimulated(simulator, settings, context);
    if (url === undefined || credential === undefined)
      throw new TypeError('url and credential are required without a simulator');
    return new FinanceOperationsConnection({ ...settings, url, credential }, context);
  },
};

type Settings = Omit<FinanceOperationsConfiguration, 'simulator' | 'url' | 'credential'>;

/** A simulated environment is signed in to like a real one, only that its login host is itself. */
async function openSimulated(
  switches: NonNullable<FinanceOperationsConfiguration['simulator']>,
  settings: Settings,
  context: OpenContext,
): Promise<Connection> {
  // A connection to a real environment needs nothing of it.
  const { startSimulator } = await import('./simulator/simulator.js');
  const simulator = await startSimulator(typeof switches === 'object' ? switches : {});
  const { tenantId, clients } = simulator.options;
  const [client] = clients;
  context.log('info', `A simulated F&O environment runs at ${simulator.url}.`);
  return new FinanceOperationsConnection(
    {
      ...settings,
      url: simulator.url,
      credential: {
        kind: 'clientSecret',
        tenantId,
        clientId: client?.clientId ?? '',
        clientSecret: client?.clientSecret ?? '',
        authority: simulator.url,
      },
      afterClose: () => simulator.close(),
    },
    context,
  );
}
