/**
 * Gateways that keep their records in one PostgreSQL: each finds what the other has recorded, and what becomes of requests
 * and records while PostgreSQL is not there at the start, ends and comes back.
 */
import { join } from 'node:path';
import type { QueryRecord } from '../../src/record/query-record';
import { until } from '../support/cache/redis-server';
import { hasPostgres, PostgresServer } from '../support/record/postgres-server';
import { memoryConfiguration } from './support/memory-configuration';
import { type SpawnedGateway, spawnGateway, writeConfiguration } from './support/run-command';
import { temporaryFolder } from './support/start-gateway';

const SCHEMA = 'fleet';
const WORKERS = 4;
const CORRELATION = 'x-correlation-id';

(hasPostgres() ? describe : describe.skip)('gateways that keep records in one PostgreSQL', () => {
  const folder = temporaryFolder();
  let server: PostgresServer;
  let gateways: readonly SpawnedGateway[];
  let sent = 0;

  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.stop();
    const { host, port, database, user, password = '' } = server.address(SCHEMA);
    const file = writeConfiguration(
      folder.path,
      [
        'records:',
        '  enabled: true',
        '  store:',
        '    kind: postgresql',
        `    url: postgresql://${user}@${host}:${port}/${database}`,
        '    password: ${RECORDS_PASSWORD}',
        '    tls: disable',
        `    schema: ${SCHEMA}`,
        memoryConfiguration,
      ].join('\n'),
    );
    const env = { RECORDS_PASSWORD: password };
    gateways = await Promise.all(
      ['a', 'b'].map((name) => spawnGateway(file, join(folder.path, name), { env })),
    );
  });
  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await server.remove();
    folder.remove();
  });

  function at(index: number): SpawnedGateway {
    const gateway = gateways[index % gateways.length];
    if (gateway === undefined) throw new Error('no gateway');
    return gateway;
  }

  /** @returns the correlation id, or the fault */
  async function ask(gateway: SpawnedGateway): Promise<string> {
    sent++;
    const { status, headers, body } = await gateway.data.get('/odata/things/Readings?$top=1');
    return status === 200 ? String(headers[CORRELATION]) : `${status} ${body}`;
  }

  /** What the others find by the id that one has answered with. */
  async function found(gateway: SpawnedGateway, correlationId: string): Promise<readonly QueryRecord[]> {
    const { status, body } = await gateway.admin.get(`/api/queries?correlationId=${correlationId}`);
    return status === 200 ? (JSON.parse(body) as { readonly items: readonly QueryRecord[] }).items : [];
  }

  async function lost(): Promise<number> {
    const answers = await Promise.all(gateways.map(({ admin }) => admin.get('/health')));
    return answers.reduce(
      (sum, { body }) =>
        sum + (JSON.parse(body) as { readonly records: { readonly lost: number } }).records.lost,
      0,
    );
  }

  async function kept(): Promise<number> {
    const [row] = await server.rows(SCHEMA, 'SELECT count(*) AS count FROM record');
    return Number(row?.['count']);
  }

  test('start without it, answer, and record what they have answered when it is there', async () => {
    const id = await ask(at(0));
    const { status, body } = await at(0).admin.get('/api/queries');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'UpstreamUnavailable' } });
    await server.restart();
    await until(async () => (await found(at(1), id)).length === 1);
    expect(await found(at(1), id)).toMatchObject([{ service: 'things', entitySet: 'Readings', status: 200 }]);
  });

  test('answer every request while it ends and comes back, and each has a record or is counted as lost', async () => {
    const faults: string[] = [];
    const work = new AbortController();
    const workers = Array.from({ length: WORKERS }, async (_, worker) => {
      for (let turn = worker; !work.signal.aborted; turn++) {
        const outcome = await ask(at(turn));
        if (outcome.includes(' ')) faults.push(outcome);
      }
    });
    for (let round = 0; round < 2; round++) {
      await until(async () => (await found(at(1), await ask(at(0)))).length === 1);
      await server.stop();
      await until(async () => (await at(round).admin.get('/api/queries')).status === 503);
      await server.restart();
    }
    await until(async () => (await found(at(1), await ask(at(0)))).length === 1);
    work.abort();
    await Promise.all(workers);
    expect(faults).toEqual([]);
    await until(async () => (await kept()) + (await lost()) === sent);
  });

  test('end in order, and have told of it without the password', async () => {
    const { password = '' } = server.address(SCHEMA);
    for (const gateway of gateways) {
      const { code, stderr } = await gateway.stop();
      expect(code).toBe(0);
      expect(stderr).toContain('the store takes no records: The record store in PostgreSQL');
      expect(stderr).toContain('the store takes records again.');
      expect(stderr).not.toContain(password);
    }
  });
});
