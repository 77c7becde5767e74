/** A gateway with a secret in each place of its configuration that takes one, and the lists of what is planted. */
import { rights } from '../../../src/server/admin/rights';
import { Canaries } from '../../support/canaries';

/** Keys and credentials, which no answer of the data port may hold either. */
export const secrets = new Canaries();
/** Of people: they may be in answers of the data port to whoever asked for them. */
export const values = new Canaries();

export const serviceKey = secrets.text('key of a service');
export const adminKeyOf = (right: string): string => secrets.text(`key of an administrator with ${right}`);
export const told = {
  token: secrets.text('token of a source'),
  internal: secrets.text('what a source tells beside its sentence'),
  quoted: secrets.text('what a source quotes'),
};
export const row = { key: values.text('key of a row'), name: values.text('value of a row') };

const adminKeys = [
  ...rights.map(
    (right) => `{ id: ${right}, secret: '\${ADMIN_${right}}', header: x-admin-key, rights: [${right}] }`,
  ),
  `{ id: chief, secret: '\${ADMIN_all}', header: x-admin-key }`,
];

export const environment = {
  SERVICE_KEY: serviceKey,
  LINK_SECRET: secrets.text('secret of links, which signs them').repeat(2),
  SINK_KEY: secrets.text('key of a sink'),
  CLIENT_SECRET: secrets.text('client secret of a source'),
  REDIS_PASSWORD: secrets.text('password of Redis'),
  UNUSED: secrets.text('variable that nothing names'),
  ...Object.fromEntries([...rights, 'all'].map((right) => [`ADMIN_${right}`, adminKeyOf(right)])),
};

export const configurationOf = (collector: string, source: string, redis: number): string => `
publicUrl: https://gateway.example
linkSecret: '\${LINK_SECRET}'
cache: { redis: { url: 'redis://user:\${REDIS_PASSWORD}@127.0.0.1:${redis}' } }
admin: { auth: { keys: [${adminKeys.join(', ')}] } }
records: { enabled: true, sinks: { stdout: true, http: { url: '${collector}', secret: 'Bearer \${SINK_KEY}' } } }
connections:
  contoso: { provider: finance-operations, simulator: { customers: 30, orders: 1, products: 1, vendors: 1 } }
  teller:
    provider: finance-operations
    url: '${source}'
    credential: { kind: clientSecret, tenantId: contoso.example, clientId: app, clientSecret: '\${CLIENT_SECRET}', authority: '${source}' }
  tables:
    provider: memory
    entities:
      Things:
        key: [Code]
        versioned: true
        columns: { Code: String, Name: { type: String, maxLength: 60 }, Token: Guid, Day: Date, Size: { type: Decimal, precision: 18, scale: 4 } }
        rows: [{ Code: ${row.key}, Name: ${row.name} }]
  log: { provider: gateway-log }
services:
  gateway:
    auth: { keys: [{ id: reports, secret: '\${SERVICE_KEY}', header: x-api-key }] }
    collation: ordinal
    entitySets:
      Queries: { connection: log, template: Queries }
      UpstreamCalls: { connection: log, template: UpstreamCalls }
      Fingerprints: { connection: log, template: Fingerprints }
      Writes: { connection: log, template: Writes }
  sales:
    auth: { keys: [{ id: prod, secret: '\${SERVICE_KEY}', header: x-api-key, query: code }] }
    pageSize: 5
    entitySets:
      Customers: { connection: contoso, template: Customers, cache: { ttl: 1h } }
      CustomerGroups: { connection: contoso, template: CustomerGroups, write: [insert, update] }
      PaymentTerms: { connection: contoso, template: PaymentTerms }
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] }, write: [insert, update, delete] }
  telling:
    auth: none
    entitySets: { PaymentTerms: { connection: teller, template: PaymentTerms } }
  captured:
    auth: none
    entitySets:
      Things: { connection: tables, entity: Things, key: { name: ThingId, from: [Code] } }
`;

export const planted = (name: string): string => values.text(name);
export const sent = (name: string): string => secrets.text(name);
