/** The configuration that the measured gateway runs with: one entity set over the prepared source. */
import { publicColumns } from './source-pages';

export function gatewayConfiguration(upstream: string): string {
  const properties = Object.entries(publicColumns).map(([name, column]) => `          ${name}: ${column}`);
  return [
    'connections:',
    `  contoso: { provider: finance-operations, url: '${upstream}', credential: { kind: none } }`,
    'services:',
    '  bench:',
    '    auth: none',
    '    entitySets:',
    '      Customers:',
    '        connection: contoso',
    '        entity: CustomersV3',
    '        key: { name: CustomerId, from: [dataAreaId, CustomerAccount] }',
    '        properties:',
    ...properties,
    '',
  ].join('\n');
}
