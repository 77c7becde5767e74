/** Who gets in and who does not, on every route and by every spelling; and that neither keys nor hidden columns show anywhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Simulator, startSimulator } from '../../providers/finance-operations/simulator/simulator';
import { defaultClient, defaultOptions } from '../../providers/finance-operations/simulator/options';
import { PUBLIC_URL, setLines } from './support/demo-configuration';
import { expectError, faultsOfError, readError } from './support/expect-error';
import type { HttpClient, Received, Sending } from './support/http-client';
import { type SpawnedGateway, logLines, spawnGateway, writeConfiguration } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';

/** Each can be told from all other text, and must be encoded in a URL. */
const secrets = {
  sales: 'canary-sales+key/2026=&%41',
  revoked: 'canary-sales+key/2025=&%42',
  finance: 'canary-finance+key/2026=&%43',
  admin: 'canary-admin+key/2026=&%44',
  client: 'canary-client+secret=&%45',
} as const;

/** The names by which the configuration finds them. */
const environment = {
  SALES_KEY: secrets.sales,
  REVOKED_KEY: secrets.revoked,
  FINANCE_KEY: secrets.finance,
  ADMIN_KEY: secrets.admin,
  CLIENT_SECRET: secrets.client,
};

function configuration(simulator: Simulator, salesKeys: readonly string[]): string {
  const sets = ['Customers', 'CustomerGroups', 'PaymentTerms', 'Vendors'];
  return [
    `publicUrl: ${PUBLIC_URL}`,
    'admin: { auth: { keys: [{ id: ops, secret: "${ADMIN_KEY}" }] } }',
    'connections:',
    '  contoso:',
    '    provider: finance-operations',
    `    url: ${simulator.url}`,
    '    credential:',
    '      kind: clientSecret',
    `      tenantId: ${simulator.options.tenantId}`,
    `      clientId: ${defaultClient.clientId}`,
    '      clientSecret: ${CLIENT_SECRET}',
    `      authority: ${simulator.url}`,
    'services:',
    '  sales:',
    `    auth: { keys: [${salesKeys.join(', ')}] }`,
    '    pageSize: 10',
    '    entitySets:',
    ...setLines('contoso', sets),
    '  finance:',
    '    auth: { keys: [{ id: finance, secret: "${FINANCE_KEY}", header: x-functions-key, query: code }] }',
    '    entitySets:',
    '      Customers: { connection: contoso, template: Customers, properties: { Email: false } }',
    ...setLines('contoso', sets.slice(1)),
    '  open:',
    '    auth: none',
    '    entitySets:',
    ...setLines('contoso', ['PaymentTerms']),
  ].join('\n');
}

const newKey = '{ id: sales-2026, secret: "${SALES_KEY}", header: x-api-key, query: api-key }';
const oldKey = '{ id: sales-2025, secret: "${REVOKED_KEY}", header: x-api-key, query: api-key }';

const folder = temporaryFolder();
let simulator: Simulator;
let gateway: SpawnedGateway;
let data: HttpClient;
let customerId: string;
/** Every answer of this suite, to be searched for secrets at its end. */
const answers: Received[] = [];
let logs = '';

beforeAll(async () => {
  simulator = await startSimulator({
    ...defaultOptions(),
    customers: 60,
    vendors: 20,
    clients: [{ ...defaultClient, clientSecret: secrets.client }],
  });
  gateway = await spawn([oldKey, newKey]);
  ({ data } = gateway);
});

afterAll(async () => {
  await gateway?.stop();
  await simulator?.close();
  folder.remove();
});

function spawn(salesKeys: readonly string[]): Promise<SpawnedGateway> {
  const file = writeConfiguration(folder.path, configuration(simulator, salesKeys));
  return spawnGateway(file, join(folder.path, 'var'), { env: environment });
}

async function send(target: string, sending: Sending = {}, client: HttpClient = data): Promise<Received> {
  const answer = await client.send(target, sending);
  answers.push(answer);
  return answer;
}

interface Credential {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Query options, encoded. */
  readonly query?: string;
  readonly isRight?: boolean;
}

const services = {
  sales: { header: 'x-api-key', query: 'api-key', right: secrets.sales, other: secrets.finance },
  finance: { header: 'x-functions-key', query: 'code', right: secrets.finance, other: secrets.sales },
} as const;

function credentialsOf(service: keyof typeof services): readonly Credential[] {
  const { header, query, right, other } = services[service];
  const inQuery = (secret: string): string => `${query}=${encodeURIComponent(secret)}`;
  const inHeader = (secret: string): Record<string, string> => ({ [header]: secret });
  return [
    { name: 'none' },
    { name: 'empty', headers: inHeader(''), query: `${query}=` },
    { name: 'wrong in header', headers: inHeader('canary') },
    { name: 'wrong in query', query: inQuery('canary') },
    { name: 'one character short', headers: inHeader(right.slice(0, -1)) },
    { name: 'one character more', query: inQuery(`${right}x`) },
    { name: 'other case', headers: inHeader(right.toUpperCase()) },
    { name: 'of the other service in header', headers: inHeader(other) },
    { name: 'of the other service in query', query: inQuery(other) },
    { name: 'of the admin port', headers: inHeader(secrets.admin) },
    { name: 'revoked in header', headers: inHeader(secrets.revoked) },
    { name: 'revoked in query', query: inQuery(secrets.revoked) },
    {
      name: 'right in another header',
      headers: { authorization: `Bearer ${right}`, 'x-key': right, cookie: right },
    },
    { name: 'right in another option', query: `key=${encodeURIComponent(right)}&$${inQuery(right)}` },
    { name: 'right in header', headers: inHeader(right), isRight: true },
    { name: 'right in query', query: inQuery(right), isRight: true },
    { name: 'right in both', headers: inHeader(right), query: inQuery(right), isRight: true },
    {
      name: 'right in query, spelled otherwise',
      query: inQuery(right).replace(/^./, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
      isRight: true,
    },
  ];
}

describe('keys', () => {
  test('two keys open a service while one replaces the other', async () => {
    const ask = (secret: string): Promise<Received> =>
      send('/odata/sales/Customers?$top=1', { headers: { 'x-api-key': secret } });
    const [viaOld, viaNew] = [await ask(secrets.revoked), await ask(secrets.sales)];
    expect([viaOld.status, viaNew.status]).toEqual([200, 200]);
    expect(viaOld.body).toBe(viaNew.body);
    const [row] = (JSON.parse(viaNew.body) as { readonly value: readonly { readonly CustomerId: string }[] })
      .value;
    customerId = String(row?.CustomerId);

    const { stdout, stderr } = await gateway.stop();
    logs += stdout + stderr;
    gateway = await spawn([newKey]);
    ({ data } = gateway);
    expectError(await ask(secrets.revoked), 401, 'Unauthorized');
    expect((await ask(secrets.sales)).status).toBe(200);
  });

  const targets = [
    '',
    '$metadata',
    'Customers?$top=1',
    'Customers/$count',
    'Customers(ID)',
    'Customers(ID)/Name',
    'Customers(ID)/Name/$value',
    'Customers/$query',
    '$batch',
    'Nowhere',
    'Customers(',
    'Customers?$filter=%zz',
  ];
  const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'MERGE'];

  test('open their own service on every route by every method, and nothing else does', async () => {
    const wrong: object[] = [];
    const refusals = new Set<string>();
    let cells = 0;
    for (const service of ['sales', 'finance'] as const) {
      for (const credential of credentialsOf(service)) {
        const { headers = {}, query, isRight = false } = credential;
        for (const target of targets) {
          const path = `/odata/${service}/${target.replace('ID', customerId)}`;
          const separator = path.includes('?') ? '&' : '?';
          const url = query === undefined ? path : `${path}${separator}${query}`;
          for (const method of methods) {
            const answer = await send(url, { method, headers });
            cells++;
            const isRefused = answer.status === 401;
            if (isRefused === isRight)
              wrong.push({ service, credential: credential.name, method, target, status: answer.status });
            if (!isRefused) continue;
            if (answer.headers['www-authenticate'] === undefined)
              wrong.push({ method, target, missing: 'WWW-Authenticate' });
            if (method === 'HEAD') continue;
            expect(faultsOfError(answer)).toEqual([]);
            refusals.add(answer.body.replace(/\[id \w+\]/, ''));
          }
        }
      }
    }
    expect({ wrong, isLarge: cells >= 400 }).toEqual({ wrong: [], isLarge: true });
    // A refusal says the same of whatever was asked for.
    expect(refusals.size).toBe(1);
  });

  test('the admin port asks for its own', async () => {
    for (const target of ['/health', '/api/services', '/api/explain?service=sales&url=Customers']) {
      const ask = (headers: Readonly<Record<string, string>>): Promise<Received> =>
        send(target, { headers }, gateway.admin);
      expect((await ask({ 'x-api-key': secrets.admin })).status).toBe(200);
      for (const secret of [secrets.sales, secrets.finance, secrets.revoked, 'canary'])
        expectError(await ask({ 'x-api-key': secret }), 401, 'Unauthorized');
      expectError(await ask({}), 401, 'Unauthorized');
    }
  });

  test('health needs none, and says nothing of the services', async () => {
    for (const target of ['/health/live', '/health/ready']) {
      const { status, body } = await send(target);
      expect({ status, body }).toEqual({ status: 200, body: '{"status":"ok"}' });
    }
  });
});

describe('spellings of a path', () => {
  const spellings = [
    '//odata/sales/Customers',
    '/odata//sales/Customers',
    '/odata/sales//Customers',
    '/%6fdata/sales/Customers',
    '/%6Fdata/sales/Customers',
    '/odata/%73ales/Customers',
    '/odata/sales/%43ustomers',
    '/odata%2fsales%2fCustomers',
    '/odata%2Fsales/Customers',
    '/ODATA/sales/Customers',
    '/odata/SALES/Customers',
    '/odata/sales/customers',
    '/odata;x=y/sales/Customers',
    '/odata/sales;x=y/Customers',
    '/odata/sales/Customers;x=y',
    '/./odata/sales/Customers',
    '/odata/./sales/Customers',
    '/odata/open/../sales/Customers',
    '/odata/open/%2e%2e/sales/Customers',
    '/odata/open/..%2fsales/Customers',
    '/health/../odata/sales/Customers',
    '/health/live/..;/odata/sales/Customers',
    '/odata\\sales\\Customers',
    '/odata/sales%00/Customers',
    '/odata/sales/Customers%00',
    '/odata/sales/Customers/',
    '/odata/sales?/Customers',
    '/odata/sales/Customers?api-key',
    '/odata/sales/Customers?api-key=&x-api-key=',
    '/odata/sales/Customers?API-KEY=canary',
    '/odata/sales/Customers#',
    '/odata/sales.json/Customers',
    '/odata/open/$crossjoin(sales/Customers)',
    'http://localhost/odata/sales/Customers',
    'https://open:x@localhost/odata/open/../sales/Customers',
    '*',
  ];

  test.each(spellings)('%s gives nothing without a key', async (spelling) => {
    for (const method of ['GET', 'POST', 'OPTIONS', 'HEAD']) {
      const answer = await send(spelling, { method, headers: { 'Content-Type': 'text/plain' } });
      const { status, body } = answer;
      expect({ method, isRefused: [400, 401, 404, 405].includes(status) }).toEqual({
        method,
        isRefused: true,
      });
      expect(method === 'HEAD' || readError(body) !== undefined).toBe(true);
    }
  });
});

describe('hidden columns', () => {
  const right = { 'x-functions-key': secrets.finance };
  // Left out by the configuration, known to the source only, and names that mean something to JavaScript.
  const hidden = [
    'Email',
    'CustomerAccount',
    'OrganizationName',
    'dataAreaId',
    'TaxExemptNumber',
    'constructor',
    '__proto__',
    'toString',
  ];
  const clauses = [
    "?$filter=NAME eq 'a'",
    '?$filter=NAME eq null',
    "?$filter=contains(NAME,'a')",
    "?$filter=tolower(NAME) eq 'a' or true",
    "?$filter=Name eq 'a' and NAME in ('a')",
    '?$filter=not NAME',
    '?$filter=@p eq 1&@p=NAME',
    '?$orderby=NAME',
    '?$orderby=Name,NAME desc',
    '?$orderby=length(NAME)',
    '?$select=NAME',
    '?$select=Name,NAME',
    "/$count?$filter=NAME eq 'a'",
    '(ID)/NAME',
    '(ID)/NAME/$value',
    '(ID)?$select=NAME',
    '(NAME=ID)',
  ];

  test.each(hidden)('%s is as if it were not there', async (name) => {
    // As long as the real name, so that places in the text stay the same.
    const madeUp = 'Zzzzzzzzzzzzzzzzzzzzzz'.slice(0, name.length);
    for (const clause of clauses) {
      const ask = (column: string): Promise<Received> => {
        const url = clause.replaceAll('NAME', column).replace('ID', customerId).replaceAll(' ', '%20');
        return send(`/odata/finance/Customers${url}`, { headers: right });
      };
      const said = ({ status, body, headers }: Received, column: string): object => ({
        clause,
        status,
        body: body.replaceAll(column, 'NAME').replace(/\[id \w+\]/, ''),
        names: Object.keys(headers),
      });
      const answer = await ask(name);
      expect([400, 404]).toContain(answer.status);
      expect(said(answer, name)).toEqual(said(await ask(madeUp), madeUp));
    }
  });

  test('$metadata does not name them', async () => {
    const { status, body } = await send('/odata/finance/$metadata', { headers: right });
    expect(status).toBe(200);
    // Vendors do have an Email.
    const others = body
      .replace(/<EntityType Name="Vendor">.*?<\/EntityType>/s, '')
      .replace(/<EntitySet Name="Vendors".*?<\/EntitySet>/s, '');
    expect(others).toContain('<EntityType Name="Customer">');
    expect(hidden.filter((name) => new RegExp(`\\b${name}\\b`).test(others))).toEqual([]);
  });

  test('a full row does not hold them, and a search does not look into them', async () => {
    const { body } = await send(`/odata/finance/Customers(${customerId})`, { headers: right });
    expect(body).not.toContain('"Email"');
    const viaSales = await send(`/odata/sales/Customers(${customerId})/Email/$value`, {
      headers: { 'x-api-key': secrets.sales },
    });
    expect(viaSales.body).toContain('@');
    const search = `Customers?$search="${encodeURIComponent(viaSales.body)}"`;
    const rowsOf = ({ body }: Received): readonly unknown[] =>
      (JSON.parse(body) as { readonly value: readonly unknown[] }).value;
    const [inSales, inFinance] = [
      await send(`/odata/sales/${search}`, { headers: { 'x-api-key': secrets.sales } }),
      await send(`/odata/finance/${search}`, { headers: right }),
    ];
    expect(rowsOf(inSales).length).toBeGreaterThan(0);
    expect(rowsOf(inFinance)).toEqual([]);
  });
});

describe('secrets', () => {
  test('show in no answer, link, log, file or call to the source', async () => {
    const key = `api-key=${encodeURIComponent(secrets.sales)}`;
    const withKey = (target: string): Promise<Received> =>
      send(`/odata/sales/${target}${target.includes('?') ? '&' : '?'}${key}`);
    const first = await withKey('Customers?$orderby=Name');
    const link = String((JSON.parse(first.body) as Readonly<Record<string, string>>)['@odata.nextLink']);
    expect(link).toContain('$skiptoken=');
    // Dataverse adds the key to the link by itself.
    expect((await withKey(link.slice(`${PUBLIC_URL}/odata/sales/`.length))).status).toBe(200);
    await withKey('Customers?$filter=Nmae%20eq%201');
    await withKey(`Customers?$top=1&${key}&$top=2`);
    await withKey('Customers?$filter=%zz');
    await withKey(`Customers?$filter=Name%20eq%20%27${'x'.repeat(33_000)}%27`);
    // Faults of the source are what the log tells most of.
    for (const fault of ['500', '401', 'html', 'half-json'] as const) {
      simulator.options.fault = fault;
      expect((await withKey('Customers?$orderby=Name%20desc')).status).toBe(502);
    }
    simulator.options.fault = 'none';

    const { code, stdout, stderr } = await gateway.stop();
    expect(code).toBe(0);
    logs += stdout + stderr;
    const faults = logLines(stderr).filter((line) => line['status'] === 502);
    expect(faults.length).toBeGreaterThanOrEqual(4);
    expect(faults[0]).toMatchObject({ caller: 'sales-2026', service: 'sales', path: 'Customers' });

    const places = {
      answers: JSON.stringify(answers),
      logs,
      files: filesBelow(join(folder.path, 'var')),
      calls: JSON.stringify(simulator.requests),
    };
    const found = Object.entries(places).flatMap(([place, text]) =>
      Object.values(secrets).flatMap((secret) =>
        spellingsOf(secret).flatMap((spelling) => (text.includes(spelling) ? [`${place}: ${spelling}`] : [])),
      ),
    );
    expect(found).toEqual([]);
    expect(places.files.length).toBeGreaterThan(100);
    expect(simulator.requests.length).toBeGreaterThan(10);
  });

  function spellingsOf(secret: string): readonly string[] {
    return [
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      encodeURI(secret),
      encodeURIComponent(secret).replaceAll('%20', '+'),
      Buffer.from(secret).toString('base64').replace(/=+$/, ''),
      Buffer.from(secret).toString('base64url'),
      Buffer.from(secret).toString('hex'),
    ];
  }

  function filesBelow(path: string): string {
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
      .join('\n');
  }
});
