/** Which changes the configuration permits, and the record that each leaves, made or refused. */
import { expectError, readError } from './support/expect-error';
import type { Received } from './support/http-client';
import { addressOf, customer, group, makeGroup, ZEROS } from './support/new-rows';
import { entityIn, type ServiceClient } from './support/service-client';
import { recordsIn, startWritable, type WritableGateway } from './support/start-writable';

let running: WritableGateway;
let sales: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
});

afterAll(() => running?.stop());

beforeEach(() => running.simulator.resetWrites());

describe('what the configuration allows', () => {
  const allowed: Readonly<Record<string, readonly [set: string, row: string]>> = {
    fixed: ['GET, HEAD, OPTIONS', 'GET, HEAD, OPTIONS'],
    growing: ['GET, HEAD, OPTIONS, POST', 'GET, HEAD, OPTIONS, PATCH, PUT'],
    sales: ['GET, HEAD, OPTIONS, POST', 'GET, HEAD, OPTIONS, PATCH, PUT, DELETE'],
  };

  test.each(Object.entries(allowed))('%s', async (service, [ofSet, ofRow]) => {
    const client = running.client(service);
    const [first] = await client.list('CustomerGroups?$top=1');
    const row = `CustomerGroups(${String(first?.['Id'])})`;
    for (const [address, allow] of [
      ['CustomerGroups', ofSet],
      [row, ofRow],
    ] as const) {
      const options = await client.send('OPTIONS', address, undefined, {});
      expect({ status: options.status, allow: options.headers.allow }).toEqual({ status: 204, allow });
      for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
        if (allow.includes(method)) continue;
        const answer = await client.send(method, address, group(), {});
        const isOData = address === row ? method !== 'POST' : method === 'POST';
        expectError(answer, isOData ? 501 : 405, isOData ? 'NotImplemented' : 'MethodNotAllowed');
        expect(answer.headers.allow).toBe(allow);
      }
    }
    expect(running.simulator.writes).toEqual([]);
  });

  test('where rows may only be made, PATCH makes them and changes none', async () => {
    const growing = running.client('growing');
    const made = await growing.post('CustomerGroups', group());
    expect(made.status).toBe(201);
    expectError(await growing.patch(addressOf(made), { Description: 'x' }), 501, 'NotImplemented');
    const own = 'c0ffee00-1111-4222-8333-44445555bbbb';
    const upsert = await growing.patch(`CustomerGroups(${own})`, group(), { 'If-None-Match': '*' });
    expect(upsert.status).toBe(201);
    expect(running.simulator.writes.map(({ kind }) => kind)).toEqual(['insert', 'insert']);
  });

  test('$metadata says so', async () => {
    const restrictions = async (service: string): Promise<readonly string[]> => {
      const { body } = await running.client(service).get('$metadata');
      const set = /<EntitySet Name="CustomerGroups"[\s\S]*?<\/EntitySet>/.exec(body)?.[0] ?? '';
      return ['Insertable', 'Updatable', 'Deletable'].map((name) =>
        String(new RegExp(`"${name}" Bool="(\\w+)"`).exec(set)?.[1]),
      );
    };
    expect(await restrictions('sales')).toEqual(['true', 'true', 'true']);
    expect(await restrictions('fixed')).toEqual(['false', 'false', 'false']);
    expect(await restrictions('growing')).toEqual(['true', 'false', 'false']);
  });

  test('nothing but rows and sets is written to', async () => {
    const { address } = await makeGroup(sales);
    running.simulator.resetWrites();
    for (const target of [`${address}/Description`, `${address}/Description/$value`, '$metadata', '']) {
      for (const method of ['PUT', 'PATCH', 'DELETE', 'POST']) {
        const answer = await sales.send(method, target, { value: 'x' }, {});
        expect([404, 405, 501]).toContain(answer.status);
        expect(readError(answer.body)).toBeDefined();
      }
    }
    expectError(await sales.patch('Nowhere(1)', {}), 404, 'UnknownResource');
    expect(running.simulator.writes).toEqual([]);
  });
});

describe('the record', () => {
  test('of a change that was made', async () => {
    const { address, row } = await makeGroup(sales);
    const answer = await sales.patch(
      address,
      { Description: 'secret of a person' },
      { 'If-Match': String(row['@odata.etag']), Prefer: 'return=representation' },
    );
    expect(await running.recordsOf(answer)).toEqual([
      {
        correlationId: answer.headers['x-correlation-id'],
        caller: 'anonymous',
        service: 'sales',
        method: 'PATCH',
        entitySet: 'CustomerGroups',
        operation: 'update',
        key: row['Id'],
        properties: ['Description'],
        versionBefore: row['@odata.etag'],
        versionAfter: answer.headers.etag,
        outcome: 'made',
        status: 200,
        attempts: 1,
        verified: false,
        milliseconds: expect.any(Number),
      },
    ]);
    const made = await sales.post('CustomerGroups', group());
    const [record] = await running.recordsOf(made);
    expect(record).toMatchObject({ operation: 'insert', key: entityIn(made)['Id'], status: 201 });
    expect(JSON.stringify(running.log())).not.toContain('secret of a person');
  });

  test('of one that was refused, wherever', async () => {
    const cases: readonly (readonly [Received, object])[] = [
      [await sales.post('CustomerGroups', group({ Nmae: 1 })), { status: 400, attempts: 0 }],
      [await sales.post('CustomerGroups', '{'), { status: 400, attempts: 0 }],
      [await sales.post('Nowhere', {}), { status: 404, attempts: 0 }],
      [await running.client('fixed').post('CustomerGroups', {}), { status: 501, attempts: 0 }],
      [
        await sales.post('Customers', customer({ CustomerGroupId: 'Local' })),
        { status: 400, attempts: 1, operation: 'insert' },
      ],
      [await sales.patch(`CustomerGroups(${ZEROS})`, { Description: 'x' }), { status: 404, attempts: 0 }],
      // Before anything of the request is parsed.
      [
        await running.client('both').post('Notes', {}),
        { status: 401, attempts: 0, service: 'both', caller: '' },
      ],
      [
        await running.client('both').delete(`Notes(${ZEROS})?code=guessed`),
        { status: 401, method: 'DELETE' },
      ],
      [await sales.post('CustomerGroups', 'x'.repeat(1024 * 1024 + 1)), { status: 413, caller: 'anonymous' }],
      [await sales.put(`CustomerGroups(${ZEROS})`, 'x'.repeat(4 * 1024 * 1024 + 1)), { status: 413 }],
      [await sales.post('CustomerGroups', '{}', { 'Content-Encoding': 'gzip' }), { status: 415 }],
      [await sales.patch(`CustomerGroups(${'0'.repeat(40_000)})`, {}), { status: 414 }],
    ];
    for (const [answer, expected] of cases) {
      const code = readError(answer.body)?.code;
      const records = await running.recordsOf(answer);
      expect(records).toHaveLength(1);
      expect(records[0]).toMatchObject({ outcome: 'refused', code, verified: false, ...expected });
    }
    expect(JSON.stringify(running.log())).not.toContain('guessed');
  });

  test('is not left by reads and by batches that are refused', async () => {
    const both = running.client('both');
    const refused = [
      await both.get('Notes'),
      await both.post('Notes/$query', ''),
      await both.post('$batch', ''),
    ];
    // The log is written in order.
    expect(await running.recordsOf(await both.post('Notes', {}))).toHaveLength(1);
    const recorded = new Set(recordsIn(running.log()).map(({ correlationId }) => correlationId));
    for (const answer of refused) {
      expectError(answer, 401, 'Unauthorized');
      expect(recorded).not.toContain(answer.headers['x-correlation-id']);
    }
  });
});
