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
import type { Place } from '../support/canaries';
import { freePort } from '../support/free-port';
import type { Received, Sending } from './support/http-client';
import {
  adminKeyOf,
  configurationOf,
  environment,
  planted,
  secrets,
  sent,
  serviceKey,
  told,
  values,
} from './support/planted-configuration';
import { batches, bytes, changes, JSON_TYPE, PREFIX, reads } from './support/planted-requests';
import { runCommand, type SpawnedGateway, spawnGateway, writeConfiguration } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';
import { startTellingSource, type TellingSource } from './support/telling-source';
import { walkAdmin, type Walked } from './support/walk-admin';

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
  /** What administrators did, and were answered. */
  const acts: { readonly path: string; readonly answer: Received }[] = [];
  let walked: Walked;

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

  async function tell(
    path: string,
    body: object,
    headers: Record<string, string> = chief,
  ): Promise<Received> {
    const answer = await gateway.admin.send(path, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(body),
    });
    acts.push({ path, answer });
    return answer;
  }

  test('are planted', async () => {
    const live = collectStream(gateway.admin.port, '/api/queries/live', chief);
    for (const [target, sending] of [...reads, ...changes, ...batches]) await ask(target, sending);
    const failing = values.guid('Guid of a row of a source that fails');
    for (const status of [400, 401, 403, 404, 500, 502, 302]) {
      source.status = status;
      const request = { id: '1', method: 'GET', url: `PaymentTerms(${failing})` };
      const asked = [
        await gateway.data.get(`/odata/telling/${request.url}`),
        await gateway.data.send('/odata/telling/$batch', {
          method: 'POST',
          headers: JSON_TYPE,
          body: JSON.stringify({ requests: [request] }),
        }),
      ];
      for (const { headers, body } of asked)
        answers.push({ name: `an answer after ${status}`, content: JSON.stringify(headers) + body });
    }
    for (const each of bytes) await gateway.data.sendBytes(each, 300).catch(() => '');
    const url = `Things?$filter=Name eq '${planted('text that is explained')}'&sig=${sent('explained signature')}`;
    expect((await tell('/api/explain', { service: 'sales', url })).status).toBe(200);
    const fetchXml = `<fetch><entity name="x"><filter><condition attribute="${planted('attribute')}"/></filter></entity></fetch>`;
    await tell('/api/explain', { service: 'sales', fetchXml });
    const replayed = `Things?$filter=Name eq '${planted('text that is replayed')}'`;
    await tell('/api/replay', { service: 'sales', url: replayed });
    await tell('/api/connections/teller/check', {});
    await tell('/api/connections/teller/breaker', { state: 'closed' });
    await tell('/api/cache/purge', { service: 'sales', entitySet: 'Things' });
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
    walked = await walkAdmin(gateway.admin, chief, others);
    expect(walked.unanswered).toEqual([]);
    expect(shown(walked.places)).toEqual([]);
    const console = await gateway.admin.get('/', { accept: 'text/html' });
    const health = await Promise.all(['/health/live', '/health/ready'].map((path) => gateway.data.get(path)));
    expect(
      shown([console, ...health].map(({ body }, at) => ({ name: `page ${at}`, content: body }))),
    ).toEqual([]);
  });

  test('have no room in answers beyond what the OpenAPI document describes', () => {
    const faults = acts.flatMap(({ path, answer }) =>
      walked.described.faultsOf('POST', path, answer).map((fault) => `${path}: ${fault}`),
    );
    const live = String(places.find(({ name }) => name === 'the live list')?.content);
    expect([...walked.faults, ...faults, ...walked.described.faultsOfEvents(live)]).toEqual([]);
    expect(live).toContain('event: ended\n');
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
