/** A configuration whose services keep the rows of a simulated environment: for an hour and whole, and hardly at all. */
import { connectionLines, PUBLIC_URL } from '../../e2e/support/demo-configuration';

const EVERYTHING = 'write: [insert, update, delete]';

export function cachedConfiguration(source: string): string {
  return [
    `publicUrl: ${PUBLIC_URL}`,
    'connections:',
    ...connectionLines('contoso', source),
    'services:',
    ...service('sales', 'ttl: 1h, complete: 500', 'ttl: 1h, negativeTtl: 1h'),
    ...service('hasty', 'ttl: 1ms, staleIfError: 1h', 'ttl: 1ms, staleWhileRevalidate: 1h'),
  ].join('\n');
}

function service(name: string, groups: string, customers: string): readonly string[] {
  return [
    `  ${name}:`,
    '    auth: none',
    '    entitySets:',
    `      CustomerGroups: { connection: contoso, template: CustomerGroups, ${EVERYTHING}, cache: { ${groups} } }`,
    `      Customers: { connection: contoso, template: Customers, ${EVERYTHING}, cache: { ${customers} } }`,
    '      PaymentTerms: { connection: contoso, template: PaymentTerms }',
  ];
}
