import Ajv from 'ajv/dist/2020';
import { parse } from 'yaml';
import { configurationSchema } from '../../../src/server/configuration/configuration-schema';
import { hideReferences, showReferences } from '../../../src/server/configuration/substitute-environment';
import { brokenConfigurations } from './broken-configurations';
import { example, providers } from './example';

const schema = configurationSchema(providers);
const validate = new Ajv({ strict: true, allowUnionTypes: true, strictRequired: false }).compile(schema);

/** As an editor sees the file: `${NAME}` is still there. */
function asWritten(text: string): unknown {
  return JSON.parse(showReferences(JSON.stringify(parse(hideReferences(text)))));
}

function isYaml(text: string): boolean {
  try {
    asWritten(text);
    return true;
  } catch {
    return false;
  }
}

/** What only the gateway can tell: what the environment holds, and what one part of the file says of another. */
const beyondSchema = new Set([
  'a duration that is too long',
  'a duration that is too short',
  'a size that is too large',
  'a port from the environment that is no number',
  'a public address with a query',
  'a public address with a password',
  "a provider's address that is none",
  'a breaker whose longest pause is shorter than the first',
  "what a provider's section needs",
  'two connections that differ in case',
  'a secret that is too short',
  'two keys with one secret',
  'two keys with one name',
  'a query parameter that OData knows without $',
  'no auth on an admin port that is open',
  'auth none on an admin port that is open',
  'a namespace that is no name',
  'a page larger than the largest',
  'a connection that does not exist',
  'an entity set without entity',
  'a template that does not exist',
  'a template of a provider that has none',
  'no key',
  'a key without name',
  'a key without columns',
  'a property with the name of the key',
  'a property that is left out but was never there',
  'a property left out where there is no template',
  'a property that is nothing',
  'a lookup without columns',
  'a lookup with a column',
  'columns without lookup',
  'a lookup that points nowhere',
  'a lookup with too few columns',
  "a template's lookup that points nowhere",
  'two entity types of one name',
  'a variable that is not set',
  'a variable that is not set, in a list',
  'a variable with a name that is none',
  'a variable that does not end',
]);

test('the schema takes the example and the smallest configuration', () => {
  expect([validate(asWritten(example)), validate.errors]).toEqual([true, null]);
  expect(validate({ connections: {}, services: {} })).toBe(true);
});

const written = brokenConfigurations
  .map(({ title, from, to }) => ({ title, text: example.replace(from, () => to) }))
  .filter(({ text }) => isYaml(text));

test('most broken configurations are YAML', () => {
  expect(written.length).toBeGreaterThan(100);
});

test.each(written.map(({ title, text }) => [title, text] as const))('the schema judges %s', (title, text) => {
  expect(validate(asWritten(text))).toBe(beyondSchema.has(title));
});

test('the schema lets the environment give any single value', () => {
  const value = asWritten(example) as { limits: object; services: { sales: object }; admin: object };
  value.limits = { url: '${URL_LIMIT}', nodes: '${NODES}' };
  value.admin = { port: '${PORT}', host: '${HOST}' };
  Object.assign(value.services.sales, { timeout: '${TIMEOUT}', profile: '${PROFILE}', auth: '${AUTH}' });
  expect([validate(value), validate.errors]).toEqual([true, null]);
});

test('the schema holds descriptions and defaults for editors', () => {
  const { properties, $defs } = schema as {
    properties: Record<string, { description?: string }>;
    $defs: Record<string, { properties: Record<string, { description?: string; default?: unknown }> }>;
  };
  expect(properties['publicUrl']?.description).toMatch(/links/);
  expect($defs['ServiceSettings']?.properties['timeout']).toMatchObject({
    default: '25s',
    description: expect.stringMatching(/request/),
  });
  for (const [name, definition] of Object.entries($defs)) {
    if (!name.endsWith('Settings')) continue;
    for (const setting of Object.values(definition.properties)) expect(setting.description).toMatch(/\.$/);
  }
});

test('each provider has its own settings, and a provider that is not there is refused', () => {
  const connection = (settings: object) => validate({ connections: { c: settings }, services: {} });
  expect(connection({ provider: 'nothing' })).toBe(true);
  expect(connection({ provider: 'nothing', url: 'https://a.example' })).toBe(false);
  expect(
    connection({ provider: 'fake', url: 'https://a.example', credential: { kind: 'managedIdentity' } }),
  ).toBe(true);
  expect(connection({ provider: 'other' })).toBe(false);
  expect(connection({})).toBe(false);
});
