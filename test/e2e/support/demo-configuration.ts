/** Configuration texts for the demo's services with a small simulated environment. */
import { defaultClient, defaultOptions } from '../../../providers/finance-operations/simulator/options';

/** What all links begin with: no address of this machine, so that a link made from a request would show. */
export const PUBLIC_URL = 'https://gateway.example';

export const DEMO_ROOT = `${PUBLIC_URL}/odata/demo/`;

export const demoSets = [
  'Customers',
  'CustomerGroups',
  'SalesOrderHeaders',
  'SalesOrderLines',
  'ReleasedProducts',
  'Vendors',
  'PaymentTerms',
] as const;

export interface DemoSizes {
  readonly customers: number;
  readonly orders: number;
  readonly products: number;
  readonly vendors: number;
}

const small: DemoSizes = { customers: 260, orders: 120, products: 80, vendors: 60 };

export interface DemoOptions {
  readonly sizes?: DemoSizes;
  /** Further lines of the service, such as `pageSize: 50`. */
  readonly service?: readonly string[];
}

/** The demo of `gateway.yaml`, with fewer rows. */
export function demoConfiguration({ sizes = small, service = [] }: DemoOptions = {}): string {
  return [
    `publicUrl: ${PUBLIC_URL}`,
    'connections:',
    `  contoso: { provider: finance-operations, simulator: ${JSON.stringify(sizes)} }`,
    'services:',
    '  demo:',
    '    auth: none',
    ...service.map((line) => `    ${line}`),
    '    entitySets:',
    ...setLines('contoso'),
  ].join('\n');
}

/** One line for each set of the demo, indented for a service. */
export function setLines(connection: string, sets: readonly string[] = demoSets): readonly string[] {
  return sets.map((set) => `      ${set}: { connection: ${connection}, template: ${set} }`);
}

/** A connection to a simulated environment, or to whatever pretends to be one, at an address of its own. */
export function connectionLines(name: string, url: string): readonly string[] {
  const { tenantId } = defaultOptions();
  const { clientId, clientSecret } = defaultClient;
  return [
    `  ${name}:`,
    '    provider: finance-operations',
    `    url: ${url}`,
    `    credential: { kind: clientSecret, tenantId: ${tenantId}, clientId: ${clientId}, clientSecret: ${clientSecret}, authority: "${url}" }`,
  ];
}
