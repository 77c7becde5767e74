import 'reflect-metadata';
import { financeOperations } from '../../providers/finance-operations/index';
import { startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { bodyText, openTestConnection, openTestService, setsOfTemplates } from '../support/open-test-service';
test('probe', async () => {
  const simulator = await startSimulator({ auth: 'none', customers: 2000, orders: 500, products: 200, vendors: 50 });
  const source = await openTestConnection(financeOperations, { url: simulator.url, credential: { kind: 'none' } }, 'contoso');
  const s = openTestService({ connections: [source], entitySets: setsOfTemplates(financeOperations.templates ?? {}, 'contoso') });
  const j = async (t: string) => console.log(t + '\n' + bodyText(await s.get(t)));
  await j('Customers?$top=3');
  await j("Customers?$filter=contains(Name,'%26')&$top=3&$select=Name");
  await j("CustomerGroups?$top=3");
  await j("PaymentTerms?$top=3");
  await j("SalesOrderHeaders?$top=2");
  await j("Customers?$select=CustomerId&$top=50");
  await j("Customers?$filter=contains(Name,'*') and Name ne null&$top=3&$select=Name");
  await source.close(); await simulator.close();
});
