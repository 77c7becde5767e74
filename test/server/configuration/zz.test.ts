import { writeFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2020';
import { configurationSchema } from '../../../src/server/configuration/configuration-schema';
import { loadConfiguration } from '../../../src/server/configuration/load-configuration';
import { faultText } from '../../../src/server/configuration/fault';
import { financeOperations } from '../../../providers/finance-operations/index';
import { memory } from '../../../providers/memory/index';
test('real', () => {
  const providers = [financeOperations, memory] as never[];
  const schema = configurationSchema(providers);
  const validate = new Ajv({ validateFormats: false }).compile(schema);
  writeFileSync('/tmp/schema.json', JSON.stringify(schema, null, 1));
  const go = (text: string, env = {}) => {
    const o = loadConfiguration({ path: 'gateway.yaml', env, providers, readFile: () => text });
    return 'faults' in o ? o.faults.map(faultText) : [o.configuration.connections.map((c) => c.configuration), o.configuration.services.map((s) => s.entitySets.map((e) => [e.name, e.typeName, e.properties?.length]))];
  };
  console.log(JSON.stringify(go(`
connections:
  a: { provider: finance-operations, simulator: true }
  b: { provider: finance-operations, url: "http://x.y/z", credential: { kind: clientSecre, tenantId: x } }
  c: { provider: finance-operations, url: "https://x.y", credential: { kind: clientSecret, tenantId: x , clientId: 5, clientSecret: "\${S}" } }
  d: { provider: finance-operations }
  e: { provider: memory, entities: { A: { key: [Id], columns: { Id: Int32, N: { type: String } }, rows: [ { Id: 1, N: null } ] } } }
  f: { provider: memory, entities: [] }
services:
  s:
    auth: none
    entitySets:
${Object.keys(financeOperations.templates ?? {}).map((t) => `      ${t}: { connection: a, template: ${t} }`).join('\n')}
`), null, 1), validate.errors);
  console.log(JSON.stringify(go(`
connections:
  a: { provider: finance-operations, simulator: true }
  e: { provider: memory, entities: { A: { key: [Id], columns: { Id: Int32, N: { type: String } }, rows: [ { Id: 1, N: null } ] } } }
services:
  s:
    auth: none
    entitySets:
${Object.keys(financeOperations.templates ?? {}).map((t) => `      ${t}: { connection: a, template: ${t} }`).join('\n')}
`), null, 1), validate.errors);
});
