import { standardBreaker } from '../../../src/gateway/outgoing-breaker';
import { loadConfiguration } from '../../../src/server/configuration/load-configuration';
import { example, faultsOf, load, providers } from './example';

function configurationOf(text: string, env?: Readonly<Record<string, string>>) {
  const outcome = load(text, env);
  if ('faults' in outcome) throw new Error(faultsOf(text, env).join('\n'));
  return outcome;
}

const smallest = 'connections: {}\nservices: {}\n';

describe('a good configuration', () => {
  test('is read in full', () => {
    const { configuration } = configurationOf(example);
    const [contoso, spare] = configuration.connections;
    expect({ ...configuration, connections: undefined, shown: undefined }).toEqual({
      publicUrl: 'https://gateway.example.com/odata-gateway',
      data: { port: 3000, host: '127.0.0.1' },
      admin: {
        port: 3001,
        host: '0.0.0.0',
        auth: {
          kind: 'keys',
          keys: [
            {
              id: 'ops',
              secret: 'ops-key-ops-key-ops-key',
              header: 'x-api-key',
              rights: ['aggregates', 'queries', 'payloads', 'actions'],
            },
          ],
        },
      },
      dataFolder: './var',
      linkSecret: '0123456789abcdef-link',
      cache: {
        size: 128 * 1024 * 1024,
        redis: {
          url: 'redis://:secret@redis:6379',
          prefix: 'sales',
          strict: false,
          bound: 2_000,
          rows: false,
        },
      },
      limits: { url: 16_384 },
      connections: undefined,
      services: [
        {
          name: 'sales',
          description: 'Customers and their groups',
          namespace: 'Contoso.Sales',
          profile: 'dataverse',
          collation: 'ordinal',
          auth: {
            kind: 'keys',
            keys: [
              { id: 'dataverse-2026', secret: '1234567890123456', header: 'x-functions-key', query: 'code' },
              { id: 'dataverse-2025', secret: 'old-key-old-key-old-key', header: 'x-api-key' },
            ],
          },
          timeout: 20_000,
          pageSize: 500,
          maxPageSize: 2_000,
          limits: { nesting: 100, nodes: 5_000, scanRows: 50_000, scanCalls: 10 },
          entitySets: [
            {
              name: 'Customers',
              typeName: 'Client',
              description: 'Everybody who buys',
              connection: 'contoso',
              entity: 'CustomersV3',
              key: { name: 'CustomerId', from: ['dataAreaId', 'CustomerAccount'] },
              properties: [
                { kind: 'column', name: 'Name', column: 'OrganizationName' },
                { kind: 'lookup', name: 'Group', target: 'Groups', from: ['dataAreaId', 'CustomerGroupId'] },
                { kind: 'column', name: 'Account', column: 'CustomerAccount' },
                { kind: 'column', name: 'Phone', column: 'PrimaryContactPhone', description: 'As dialled' },
              ],
              write: ['insert', 'update'],
              requireIfMatch: false,
              cache: {
                ttl: 60_000,
                staleWhileRevalidate: 300_000,
                staleIfError: 0,
                negativeTtl: 0,
                complete: 500,
                sizeClass: 'medium',
              },
            },
            {
              name: 'Groups',
              typeName: 'Group',
              connection: 'contoso',
              entity: 'CustomerGroups',
              key: { name: 'GroupId', from: ['dataAreaId', 'CustomerGroupId'] },
              properties: [{ kind: 'column', name: 'Description', column: 'Description' }],
              write: [],
              requireIfMatch: false,
            },
            {
              name: 'Orders',
              typeName: 'Order',
              connection: 'contoso',
              entity: 'SalesOrderHeadersV2',
              key: { name: 'OrderId', from: ['dataAreaId', 'SalesOrderNumber'] },
              properties: [
                { kind: 'column', name: 'Number', column: 'SalesOrderNumber' },
                {
                  kind: 'lookup',
                  name: 'Customer',
                  target: 'Customers',
                  from: ['dataAreaId', 'OrderingCustomer'],
                },
              ],
              write: [],
              requireIfMatch: false,
            },
            {
              name: 'Everything',
              typeName: 'Everything',
              connection: 'spare',
              entity: 'Table',
              key: { name: 'RowId', from: ['Id'] },
              write: [],
              requireIfMatch: false,
            },
          ],
        },
        {
          name: 'public',
          namespace: 'Gateway',
          profile: 'dataverse',
          collation: 'ignoreCase',
          auth: { kind: 'none' },
          timeout: 25_000,
          pageSize: 5_000,
          maxPageSize: 5_000,
          limits: { nesting: 100, nodes: 5_000, scanRows: 50_000, scanCalls: 50 },
          entitySets: [],
        },
      ],
    });
    expect(contoso).toMatchObject({
      name: 'contoso',
      provider: providers[0],
      configuration: {
        url: 'https://contoso.example/west',
        credential: { kind: 'clientSecret', secret: 'c0ntoso-client-secret' },
        pageSize: 250,
        verify: false,
        hosts: ['alpha', 'beta'],
        store: { folder: '/tmp' },
      },
    });
    expect(contoso?.configuration).toBeInstanceOf(providers[0]?.configuration);
    expect(spare).toMatchObject({ name: 'spare', provider: { name: 'nothing' }, configuration: {} });
  });

  test('keeps records where it says so, plain reads for a week and others for thirty days unless told', () => {
    const of = (line: string) => configurationOf(`${line}\n${smallest}`).configuration.records;
    expect(of('records: { enabled: true }')).toEqual({
      keep: 30 * 24 * 3_600_000,
      keepReads: 7 * 24 * 3_600_000,
      size: 512 * 1024 * 1024,
      sinks: { stdout: false },
    });
    expect(of('records: { enabled: true, keep: 1h, keepReads: 2h, size: 1MiB }')).toEqual({
      keep: 3_600_000,
      keepReads: 7_200_000,
      size: 1_048_576,
      sinks: { stdout: false },
    });
    expect(of('records: { keep: 1h }')).toBeUndefined();
  });

  describe('keeps records in PostgreSQL', () => {
    const of = (store: string, env?: Readonly<Record<string, string>>) =>
      configurationOf(`records: { enabled: true, store: { ${store} } }\n${smallest}`, env).configuration
        .records?.postgres;

    test('with what the address says, and what is said beside it', () => {
      expect(of("kind: postgresql, url: 'postgresql://vtg:p%40ss@db.example/gateway'")).toEqual({
        host: 'db.example',
        port: 5_432,
        database: 'gateway',
        user: 'vtg',
        password: 'p@ss',
        tls: 'verify-full',
        schema: 'vtg',
      });
      expect(
        of(
          "kind: postgresql, url: 'postgres://[::1]:6432/a%20b', user: u, password: '${SECRET}', tls: disable, schema: prod",
          { SECRET: '@:/?#%' },
        ),
      ).toEqual({
        host: '::1',
        port: 6_432,
        database: 'a b',
        user: 'u',
        password: '@:/?#%',
        tls: 'disable',
        schema: 'prod',
      });
    });

    test('only where it is asked to', () => {
      expect(of('kind: sqlite')).toBeUndefined();
      const text = `records: { store: { kind: postgresql, url: 'postgresql://u@h/d' } }\n${smallest}`;
      expect(configurationOf(text).configuration.records).toBeUndefined();
    });

    test.each([
      ['kind: postgres', 'records.store.kind: must be one of sqlite, postgresql'],
      ['kind: sqlite, folder: x', 'records.store.folder: is not known here; there are kind'],
      ['kind: postgresql', 'records.store.url: is missing'],
      ["kind: postgresql, url: 'postgresql://h/d'", 'records.store.user: is missing: url does not say'],
      [
        "kind: postgresql, url: 'postgresql://u:canary@h/d?sslmode=disable'",
        'records.store.url: must be an address',
      ],
      ["kind: postgresql, url: 'postgresql://u:canary%@h/d'", 'records.store.url: must be an address'],
      ["kind: postgresql, url: 'mysql://u:canary@h/d'", 'records.store.url: must be an address'],
      ["kind: postgresql, url: 'postgresql://u@h/d', tls: off", 'records.store.tls: must be verify-full'],
      ["kind: postgresql, url: 'postgresql://u@h/d', schema: 'A b'", 'records.store.schema: must be a name'],
    ])('but not with %s', (store, fault) => {
      const faults = faultsOf(`records: { enabled: true, store: { ${store} } }\n${smallest}`);
      expect(faults).toEqual([expect.stringContaining(fault)]);
      expect(faults[0]).toMatch(/^gateway.yaml:1:\d+ /);
      expect(faults[0]).not.toContain('canary');
    });

    test('but not without a section', () => {
      expect(faultsOf(`records: { enabled: true, store: sqlite }\n${smallest}`)).toEqual([
        'gateway.yaml:1:27 records.store: must be a section with a kind',
      ]);
    });
  });

  test('sends records where it says so', () => {
    const of = (sinks: string) =>
      configurationOf(`records: { enabled: true, sinks: ${sinks} }\n${smallest}`, { LOG_KEY: 'k' })
        .configuration.records?.sinks;
    expect(of('{ stdout: true }')).toEqual({ stdout: true });
    expect(of('{ http: { url: "https://logs.example/in?a=1" } }')).toEqual({
      stdout: false,
      http: { url: 'https://logs.example/in?a=1', timeout: 10_000 },
    });
    const all = '{ url: "http://[::1]:8080", header: X-Key, secret: "Splunk ${LOG_KEY}", timeout: 2s }';
    expect(of(`{ stdout: true, http: ${all} }`)).toEqual({
      stdout: true,
      http: { url: 'http://[::1]:8080', key: { header: 'x-key', secret: 'Splunk k' }, timeout: 2_000 },
    });
  });

  test.each([
    ['{ http: { url: "http://logs.example" } }', 'http.url: must be an https address'],
    ['{ http: { url: "https://user:canary@logs.example" } }', 'http.url: must be an https address'],
    ['{ http: { url: "file:///etc/passwd" } }', 'http.url: must be an https address'],
    ['{ http: { url: "https://logs.example/#a" } }', 'http.url: must be an https address'],
    ['{ http: {} }', 'http.url: is missing'],
    ['{ http: { url: "https://a.b", secret: "can\\nary" } }', 'http.secret: must be text of visible ASCII'],
    ['{ http: { url: "https://a.b", timeout: 1 } }', 'http.timeout: must be a duration'],
    ['{ http: { url: "https://a.b", header: "a b" } }', 'http.header: must be the name of a header'],
    ['{ file: a }', 'file: is not known here'],
  ])('refuses the sinks %s', (sinks, fault) => {
    const faults = faultsOf(`records:\n  enabled: true\n  sinks: ${sinks}\n${smallest}`);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toMatch(/^gateway\.yaml:3:\d+ records\.sinks\./);
    expect(faults[0]).toContain(fault);
    expect(faults[0]).not.toContain('can');
  });

  test('refuses sinks of records that are not kept', () => {
    expect(faultsOf(`records: { sinks: { stdout: true } }\n${smallest}`)).toEqual([
      'gateway.yaml:1:12 records.sinks: get the records that are kept: set records.enabled to true',
    ]);
  });

  test('may be almost nothing', () => {
    const { configuration, warnings } = configurationOf(smallest);
    expect({ ...configuration, shown: undefined }).toEqual({
      data: { port: 3000, host: '127.0.0.1' },
      admin: { port: 3001, host: '127.0.0.1', auth: { kind: 'none' } },
      cache: { size: 64 * 1024 * 1024 },
      dataFolder: './var',
      limits: { url: 32_768 },
      connections: [],
      services: [],
    });
    expect(warnings).toEqual([]);
  });

  test('is frozen, but for the providers', () => {
    const { configuration } = configurationOf(example);
    expect(Object.isFrozen(configuration)).toBe(true);
    expect(Object.isFrozen(configuration.services[0]?.entitySets[0]?.properties?.[0])).toBe(true);
    expect(Object.isFrozen(configuration.connections[0]?.configuration)).toBe(true);
    expect(Object.isFrozen(providers[0])).toBe(false);
  });

  test('warns of services that are open to everybody', () => {
    expect(configurationOf(example).warnings).toEqual([
      'services.public.auth is none: everybody on this machine may call this service',
    ]);
    expect(configurationOf(example.replace('host: 127.0.0.1', 'host: 0.0.0.0')).warnings).toEqual([
      'services.public.auth is none: everybody who can reach this machine may call this service',
    ]);
  });

  test('may repeat itself with aliases', () => {
    const text = `connections: {}
services:
  a: { auth: &lock { keys: [{ id: a, secret: aaaaaaaaaaaaaaaa }] }, entitySets: {} }
  b: { auth: *lock, entitySets: {} }
`;
    const [a, b] = configurationOf(text).configuration.services;
    expect(b?.auth).toEqual(a?.auth);
  });

  test('may have names that mean something to JavaScript', () => {
    const text = `connections: { c: { provider: nothing } }
services:
  constructor:
    auth: none
    entitySets:
      __proto__: { connection: c, entity: E, key: { name: toString, from: [Id] }, properties: { __proto__: X, constructor: Y } }
`;
    const [service] = configurationOf(text).configuration.services;
    expect(service?.name).toBe('constructor');
    expect(service?.entitySets).toMatchObject([
      {
        name: '__proto__',
        properties: [
          { name: '__proto__', column: 'X' },
          { name: 'constructor', column: 'Y' },
        ],
      },
    ]);
  });

  test('has a breaker for every connection, whatever its provider, unless it is switched off', () => {
    const { configuration } = configurationOf(`connections:
  usual: { provider: nothing }
  patient: { provider: nothing, breaker: { failurePercent: 80, calls: 5, pause: 1s, longestPause: 1m } }
  off: { provider: nothing, breaker: { enabled: false } }
services: {}`);
    expect(configuration.connections.map(({ breaker }) => breaker)).toEqual([
      standardBreaker,
      { failurePercent: 80, calls: 5, pause: 1_000, longestPause: 60_000 },
      'off',
    ]);
    const shown = configuration.shown
      .settings()
      .find(({ path }) => path.join('.') === 'connections.off.breaker.enabled');
    expect(shown).toMatchObject({ value: false, origin: { kind: 'file' } });
  });

  test('finds the entity set that a lookup of a template means: of the same connection, whatever its name', () => {
    const text = `connections:
  north: &connection { provider: fake, url: "https://a.example", credential: { kind: managedIdentity } }
  south: *connection
services:
  both:
    auth: none
    entitySets:
      CustomerGroups: { connection: north, template: CustomerGroups }
      SouthernGroups: { connection: south, template: CustomerGroups }
      Customers: { connection: south, template: Customers }
`;
    const customers = configurationOf(text).configuration.services[0]?.entitySets.at(-1);
    expect(customers?.properties).toContainEqual({
      kind: 'lookup',
      name: 'Group',
      target: 'SouthernGroups',
      from: ['dataAreaId', 'CustomerGroupId'],
    });
  });

  test('fills in the environment wherever there is text', () => {
    const text = (description: string) =>
      `connections: {}\nservices: { a: { auth: none, entitySets: {}, description: "${description}" } }`;
    const described = (description: string) =>
      configurationOf(text(description), { A: 'x', B: 'y' }).configuration.services[0]?.description;
    expect(described('${A}-${B}')).toBe('x-y');
    expect(described('$${A} costs $5')).toBe('${A} costs $5');
    expect(described('$$ ${A}')).toBe('$$ x');
  });

  test('takes numbers and flags from the environment as such, but text as text', () => {
    const { configuration } = configurationOf(example);
    expect(configuration.connections[0]?.configuration).toMatchObject({ pageSize: 250, verify: false });
    expect(configuration.services[0]?.auth).toMatchObject({ keys: [{ secret: '1234567890123456' }, {}] });
  });
});

describe('the environment', () => {
  test('overrides addresses and folders', () => {
    const env = {
      VTG_PORT: '0',
      VTG_ADMIN_PORT: '8081',
      VTG_HOST: '0.0.0.0',
      VTG_PUBLIC_URL: 'https://public.example/',
      VTG_DATA_DIR: '/data',
    };
    expect(configurationOf(smallest, env).configuration).toMatchObject({
      data: { port: 0, host: '0.0.0.0' },
      admin: { port: 8081, host: '127.0.0.1' },
      publicUrl: 'https://public.example',
      dataFolder: '/data',
    });
  });

  test('counts as not set where it is empty', () => {
    expect(configurationOf(smallest, { VTG_PORT: '', VTG_HOST: '' }).configuration.data.port).toBe(3000);
  });

  test('is checked together with the file', () => {
    const env = { VTG_PORT: '70000', VTG_ADMIN_PORT: 'x', VTG_PUBLIC_URL: 'gateway' };
    expect(faultsOf('connections: {}\nservice: {}', env)).toEqual([
      'VTG_PORT: must be a port: a whole number from 0 to 65535',
      'VTG_ADMIN_PORT: must be a port: a whole number from 0 to 65535',
      'VTG_PUBLIC_URL: must be an address like https://gateway.example.com',
      'gateway.yaml:1:1 services: is missing',
      'gateway.yaml:2:1 service: is not known here; did you mean services?',
    ]);
  });

  test('names the file', () => {
    const paths: string[] = [];
    const readFile = (path: string) => {
      paths.push(path);
      return smallest;
    };
    loadConfiguration({ env: { VTG_CONFIG: '/etc/vtg.yaml' }, providers, readFile });
    loadConfiguration({ env: {}, providers, readFile });
    loadConfiguration({ env: { VTG_CONFIG: '/etc/vtg.yaml' }, path: 'mine.yaml', providers, readFile });
    expect(paths).toEqual(['/etc/vtg.yaml', 'gateway.yaml', 'mine.yaml']);
  });
});

describe('a file that cannot be read', () => {
  test.each([
    ['ENOENT', 'cannot be read: there is no such file (VTG_CONFIG can name another)'],
    ['EACCES', 'cannot be read: EACCES'],
  ])('for %s is one fault', (code, message) => {
    const readFile = (): never => {
      throw Object.assign(new Error('a message with a path'), { code });
    };
    expect(loadConfiguration({ path: 'gone.yaml', env: {}, providers, readFile })).toEqual({
      faults: [{ file: 'gone.yaml', path: '', message }],
    });
  });
});
