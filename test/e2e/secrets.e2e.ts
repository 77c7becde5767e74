/**
 * Secrets and people's data, planted wherever they can stand, show nowhere: not in the output of the process, its files, the
 * admin API, exports, metrics, sinks or commands, nor encoded (issue 4).
 *
 * Correlation ids, names of parameters with a value, words where an expression has properties, sentences of a source without
 * what they quote, and the ids of keys are shown on purpose: records are of no use without them. The console and
 * its support bundle are made in the browser of answers of the admin API, which are walked here. PostgreSQL gets the rows
 * that SQLite gets (src/record/store/write-records.ts); its password is in test/e2e/records-postgres.e2e.ts.
 */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { rights } from '../../src/server/admin/rights';
import { changeSetPart, httpPart, MULTIPART, multipart } from '../odata/batch/batch-texts';
import { Canaries, type Place } from '../support/canaries';
import { freePort } from '../support/free-port';
import type { Received, Sending } from './support/http-client';
import { runCommand, type SpawnedGateway, spawnGateway, writeConfiguration } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';
import { startTellingSource, type TellingSource } from './support/telling-source';
import { walkAdmin } from './support/walk-admin';

/** Keys and credentials, which no answer of the data port may hold either. */
const secrets = new Canaries();
/** Of people: they may be in answers of the data port to whoever asked for them. */
const values = new Canaries();

const PREFIX = '/odata/sales';
const JSON_TYPE = { 'Content-Type': 'application/json' };

const serviceKey = secrets.text('key of a service');
const adminKeyOf = (right: string): string => secrets.text(`key of an administrator with ${right}`);
const told = {
  token: secrets.text('token of a source'),
  internal: secrets.text('what a source tells beside its sentence'),
  quoted: secrets.text('what a source quotes'),
};
const row = { key: values.text('key of a row'), name: values.text('value of a row') };

const adminKeys = [
  ...rights.map(
    (right) => `{ id: ${right}, secret: '\${ADMIN_${right}}', header: x-admin-key, rights: [${right}] }`,
  ),
  `{ id: chief, secret: '\${ADMIN_all}', header: x-admin-key }`,
];

const environment = {
  SERVICE_KEY: serviceKey,
  LINK_SECRET: secrets.text('secret of links, which signs them').repeat(2),
  SINK_KEY: secrets.text('key of a sink'),
  CLIENT_SECRET: secrets.text('client secret of a source'),
  REDIS_PASSWORD: secrets.text('password of Redis'),
  UNUSED: secrets.text('variable that nothing names'),
  ...Object.fromEntries([...rights, 'all'].map((right) => [`ADMIN_${right}`, adminKeyOf(right)])),
};

const configurationOf = (collector: string, source: string, redis: number): string => `
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

const planted = (name: string): string => values.text(name);
const sent = (name: string): string => secrets.text(name);

type Asked = readonly [target: string, sending?: Sending];

/** Refused ones, too: of them the text is all that there is. */
const reads: readonly Asked[] = [
  [`Things?$filter=Name eq '${planted('text in a filter')}'`],
  [`Things?$filter=Token eq ${values.guid('Guid in a filter')}`],
  [`Things?$filter=Day eq ${values.plant('date in a filter', '1907-03-14')}`],
  [`Things?$filter=Size gt ${values.plant('number in a filter', '918273645.5')}`],
  [`Things?$filter=Size gt ${values.plant('number with an exponent', '7.6172839455e9')}`],
  [`Things?$filter=length(Name) gt 3 and contains(Name,'${planted('text that is not pushed')}')`],
  [`Things?$filter=Name in ('${planted('text in a list')}','b')&$count=true`],
  [`Things?$filter=Name eq @p&@p='${planted('text of an alias')}'`],
  [`Things?$filter=Name eq ${planted('text without quotes')}`],
  [`Things?$filter=Name eq '${planted('text that does not end')}`],
  [`Things?$filter=Name%20eq%20%27${planted('text beside a broken escape')}%27%E0`],
  [`Things?$search="${planted('text that is searched')}"`],
  [`Things?$skiptoken=${planted('token of a page')}`],
  [`Things?$deltatoken=${planted('token of changes')}`],
  [`Things?$orderby=contains(Name,'${planted('text in an order')}')`],
  [`Things?$compute=concat(Name,'${planted('text in a computation')}') as Other`],
  [`Things?$apply=filter(Name eq '${planted('text in an aggregation')}')`],
  [`Things?$unknown=${planted('value of an unknown option')}`],
  [`Things?sig=${sent('signature in an address')}&se=2026`],
  [`Things?${sent('parameter without a value')}`],
  [`Things?${sent('parameter without a name')}=`],
  [`Things?%63ode=${sent('wrong key under an escaped name')}`],
  [`Things?code=${sent('wrong key in a parameter')}`, { headers: { 'x-api-key': '' } }],
  [`Things?Code=${sent('key under a name in capitals')}`],
  [`Things?code=${sent('wrong key beside a broken escape')}%E0`],
  [`Things?co%E0de=${sent('key under a broken name')}`],
  ['Things?$top=1', { headers: { 'x-api-key': sent('wrong key in a header') } }],
  ['Things?$top=1', { headers: { authorization: `Bearer ${sent('bearer token')}` } }],
  ['Things?$top=1', { headers: { authorization: `Basic ${btoa(`user:${sent('password')}`)}` } }],
  ['Things?$top=1', { headers: { authorization: `Odd ${sent('odd authorization')}` } }],
  ['Things?$top=1', { headers: { cookie: `session=${sent('cookie')}` } }],
  ['Things?$top=1', { headers: { 'x-functions-key': sent('key in a header of another product') } }],
  ['Things?$top=1', { headers: { prefer: `odata.include-annotations="${planted('preference')}"` } }],
  ['Things?$top=1', { headers: { 'if-none-match': `W/"${planted('entity tag')}"` } }],
  ['Things?$top=1', { headers: { 'user-agent': planted('name of a program') } }],
  [`Things(${values.guid('Guid of a row')})`],
  [`Things('${planted('text as a key')}')`],
  [`Things(${planted('word as a key')})`],
  [`Things(Code='${planted('key by its name')}')`],
  [`Things(%27${planted('key beside a broken escape')}%27%E0)`],
  [`Things(Code='a)${planted('key behind a parenthesis')}')`],
  [`Customers?$filter=Name eq '${planted('text in a filter of a source')}'`],
  [
    `Customers?$filter=length(Name) gt 1 and Name ne '${planted('text in a filter of the gateway')}'&$select=Name`,
  ],
  [`Customers?code=${serviceKey}`, { headers: { 'x-api-key': '' } }],
  ['Customers'],
  ['Things'],
];

/** Each with its own text in the body. */
const changes: readonly Asked[] = [
  change('POST', 'Things', { Code: planted('key of a new row'), Name: planted('value of a new row') }),
  change('POST', 'Things', { Code: row.key, Name: planted('value of a row that is there') }),
  change('POST', 'Things', { Code: 'B', Token: planted('value of the wrong type') }),
  change('POST', 'Things', { Code: 'C', Name: planted('value that is too long').repeat(3) }),
  change('POST', 'Things', { Code: 'D', [planted('name of a property')]: 1 }),
  change('POST', 'Things', { Code: 'D', 'Name@odata.bind': `Things('${planted('link to a row')}')` }),
  ['Things', { method: 'POST', headers: JSON_TYPE, body: `{"Code": ${planted('body that is no JSON')}` }],
  change(
    'PATCH',
    `Things(${values.guid('Guid of a changed row')})`,
    { Name: planted('changed value') },
    {
      'If-Match': `W/"${planted('entity tag of a change')}"`,
    },
  ),
  change('POST', 'CustomerGroups', { Description: planted('value that a source refuses') }),
  change(
    'POST',
    'Things',
    { Code: 'R', Name: 'r' },
    { 'Idempotency-Key': sent('id of a change that can be repeated') },
  ),
];

function change(method: string, target: string, body: object, headers: Record<string, string> = {}): Asked {
  return [target, { method, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) }];
}

const batches: readonly Asked[] = [
  change(
    'POST',
    '$batch',
    {
      requests: [
        { id: '1', method: 'GET', url: `Things?$filter=Name eq '${planted('text in a JSON batch')}'` },
        {
          id: planted('id of a request in a batch'),
          method: 'POST',
          url: 'Things',
          headers: { ...JSON_TYPE, authorization: sent('authorization within a batch') },
          body: { Code: planted('key in a batch'), Name: planted('value in a batch') },
        },
        { id: '3', method: 'GET', url: `Things?code=${sent('key within a batch')}` },
      ],
    },
    { Prefer: 'continue-on-error' },
  ),
  [
    '$batch',
    {
      method: 'POST',
      headers: { 'Content-Type': MULTIPART },
      body: multipart('b', [
        httpPart(`GET Things?$filter=Name%20eq%20%27${planted('text in a multipart batch')}%27 HTTP/1.1`),
        changeSetPart('c', [
          httpPart('POST Things HTTP/1.1', {
            id: '1',
            headers: ['Content-Type: application/json'],
            body: JSON.stringify({
              Code: planted('key in a change set'),
              Name: planted('value in a change set'),
            }),
          }),
        ]),
      ]),
    },
  ],
  ['$batch', { method: 'POST', headers: { 'Content-Type': MULTIPART }, body: planted('batch that is none') }],
];

/** What never becomes a request. */
const bytes: readonly string[] = [
  `GET ${PREFIX}/Things?code=${sent('key in a broken request')} HTTP/9.9\r\n\r\n`,
  `GET ${PREFIX}/Things HTTP/1.1\r\nHost: x\r\nx-api-key: ${sent('key in a broken header')}\u0000\r\n\r\n`,
  `GET ${PREFIX}/Things HTTP/1.1\r\nHost: x\r\nx-api-key: ${sent('oversized key').repeat(8_000)}\r\n\r\n`,
];

describe('secrets and people’s data', () => {
  const folder = temporaryFolder();
  const dataFolder = join(folder.path, 'var');
  let collected = '';
  let sinkKey: string | undefined;
  const collector = createServer((request, response) => {
    sinkKey = request.headers.authorization;
    request.on('data', (chunk: Buffer) => (collected += chunk.toString()));
    request.on('end', () => response.end('OK'));
  });
  let source: TellingSource;
  let gateway: SpawnedGateway;
  let config: string;
  const answers: Place[] = [];
  const places: Place[] = [];

  beforeAll(async () => {
    await once(collector.listen(0, '127.0.0.1'), 'listening');
    const { port } = collector.address() as AddressInfo;
    source = await startTellingSource(told);
    const text = configurationOf(`http://127.0.0.1:${port}/logs`, source.url, await freePort());
    config = writeConfiguration(folder.path, text);
    gateway = await spawnGateway(config, dataFolder, { env: environment });
  });
  afterAll(async () => {
    await gateway?.stop();
    source?.close();
    collector.close();
    folder.remove();
  });

  const chief = { 'x-admin-key': adminKeyOf('all') };

  async function ask(target: string, { headers, ...sending }: Sending = {}): Promise<Received> {
    const path = `${PREFIX}/${target.replaceAll(' ', '%20')}`;
    const answer = await gateway.data.send(path, {
      ...sending,
      headers: { 'x-api-key': serviceKey, ...headers },
    });
    answers.push({
      name: `the answer to ${target}`,
      content: `${JSON.stringify(answer.headers)}\n${answer.body}`,
    });
    return answer;
  }

  const tell = (path: string, body: object, headers: Record<string, string> = chief): Promise<Received> =>
    gateway.admin.send(path, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(body),
    });

  test('are planted', async () => {
    const live = collectStream(gateway.admin.port, '/api/queries/live', chief);
    for (const [target, sending] of [...reads, ...changes, ...batches]) await ask(target, sending);
    for (const status of [400, 401, 403, 404, 500, 502, 302]) {
      source.status = status;
      const { headers, body } = await gateway.data.get('/odata/telling/PaymentTerms');
      answers.push({ name: `the answer after ${status}`, content: JSON.stringify(headers) + body });
    }
    for (const each of bytes) await gateway.data.sendBytes(each, 300).catch(() => '');
    const url = `Things?$filter=Name eq '${planted('text that is explained')}'&sig=${sent('explained signature')}`;
    expect((await tell('/api/explain', { service: 'sales', url })).status).toBe(200);
    const fetchXml = `<fetch><entity name="x"><filter><condition attribute="${planted('attribute')}"/></filter></entity></fetch>`;
    await tell('/api/explain', { service: 'sales', fetchXml });
    const replayed = `Things?$filter=Name eq '${planted('text that is replayed')}'`;
    await tell('/api/replay', { service: 'sales', url: replayed });
    await tell('/api/connections/teller/check', {});
    await tell('/api/cache/purge', { all: true }, { 'x-admin-key': sent('wrong key of an administrator') });
    await gateway.admin.get(`/api/queries/1?code=${sent('key in an address of the admin port')}`);
    expect((await tell('/api/captures', { service: 'captured', minutes: 1 })).status).toBeLessThan(300);
    const captured = `/odata/captured/Things?$filter=Name%20eq%20'${planted('text that is captured')}'`;
    await gateway.data.get(captured, { cookie: sent('cookie that is captured') });
    const last = await ask('Things?$top=1');
    for (let tries = 0; tries < 200 && !collected.includes(String(last.headers['x-correlation-id'])); tries++)
      await delay(50);
    expect(collected).toContain(String(last.headers['x-correlation-id']));
    expect(sinkKey).toBe(`Bearer ${environment.SINK_KEY}`);
    places.push({ name: 'the live list', content: await live.stop() });
  });

  test('show in no answer of the data port that is not the row asked for', () => {
    expect(secrets.findIn(answers)).toEqual([]);
  });

  test('show in no answer of the admin port, whatever the rights, and every address answers', async () => {
    const others = [{}, ...rights.map((right) => ({ 'x-admin-key': adminKeyOf(right) }))];
    const walked = await walkAdmin(gateway.admin, chief, others);
    expect(walked.unanswered).toEqual([]);
    expect(shown(walked.places)).toEqual([]);
    const console = await gateway.admin.get('/', { accept: 'text/html' });
    const health = await Promise.all(['/health/live', '/health/ready'].map((path) => gateway.data.get(path)));
    expect(
      shown([console, ...health].map(({ body }, at) => ({ name: `page ${at}`, content: body }))),
    ).toEqual([]);
  });

  test('show not in the log as OData, in no command, and not in the live list', async () => {
    for (const set of ['Queries', 'UpstreamCalls', 'Fingerprints', 'Writes']) {
      const answer = await gateway.data.get(`/odata/gateway/${set}`, { 'x-api-key': serviceKey });
      expect([set, answer.status]).toEqual([set, 200]);
      places.push({ name: `gateway/${set}`, content: answer.body });
    }
    const { body } = await gateway.admin.get('/api/queries?status=4xx', chief);
    const [id = ''] = /(?<="id":")[^"]+/.exec(body) ?? [];
    const commands = [
      ['queries'],
      ['queries', '--json', '--limit', '500'],
      ['queries', '--format', 'csv'],
      ['query', id],
    ];
    const env = {
      ...environment,
      VTG_CONFIG: config,
      VTG_DATA_DIR: dataFolder,
      VTG_ADMIN_PORT: String(gateway.admin.port),
    };
    for (const args of commands) {
      const { code, stdout, stderr } = await runCommand({ args, env }).ended;
      expect([args, code]).toEqual([args, 0]);
      places.push({ name: `vtg ${args.join(' ')}`, content: stdout + stderr });
    }
    expect(shown(places)).toEqual([]);
  });

  test('show in no file and no output, running or ended', async () => {
    const running = filesIn(dataFolder, 'while it runs');
    const { code, stdout, stderr } = await gateway.stop();
    expect(code).toBe(0);
    expect(stdout).toContain('"correlationId"');
    const ended = [
      ...filesIn(dataFolder, 'when it has ended'),
      { name: 'stdout', content: stdout },
      { name: 'stderr', content: stderr },
      { name: 'the collector', content: collected },
    ];
    expect(running.some(({ name }) => name.includes('records'))).toBe(true);
    expect(shown([...running, ...ended])).toEqual([]);
  });
});

/** Where each may be seen all the same. */
const allowed: Readonly<Record<string, RegExp>> = {
  // The key map: how a row is found again by its Guid.
  ...Object.fromEntries(
    ['key of a row', 'key of a new row', 'key in a batch', 'key in a change set'].map((name) => [
      name,
      /^keys\.sqlite/,
    ]),
  ),
  // The target of the error: of a name that was misspelt, as in most cases, an administrator must be told.
  'name of a property': /(?:)/,
  // An administrator switched the capture on.
  'text that is captured': /\/payload$/,
  // It is how a repetition is known, and is shown by nothing.
  'id of a change that can be repeated': /^requests\.sqlite/,
};

function shown(places: readonly Place[]): readonly string[] {
  const isAllowed = (name: string, place: string): boolean => allowed[name]?.test(place) ?? false;
  return [...secrets.findIn(places, isAllowed), ...values.findIn(places, isAllowed)];
}

function filesIn(folder: string, when: string): readonly Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => ({
      name: `${name}, ${when}`,
      content: readFileSync(join(parentPath, name)),
    }));
}

/** What a stream of events sends until it is left. */
function collectStream(
  port: number,
  path: string,
  headers: Record<string, string>,
): { stop(): Promise<string> } {
  const leaving = new AbortController();
  let text = '';
  const read = async (): Promise<void> => {
    const { body } = await fetch(`http://127.0.0.1:${port}${path}`, { headers, signal: leaving.signal });
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) text += piece;
  };
  const done = read().catch(() => undefined);
  return {
    async stop() {
      leaving.abort();
      await done;
      return text;
    },
  };
}
