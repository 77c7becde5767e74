/** Requests that nobody waits for any more leave their records as well: with what became of them. */
import { connect } from 'node:net';
import type { QueryRecord } from '../../src/record/query-record';
import { builtInProviders } from '../../src/server/built-in-providers';
import { Gate, gatedMemory } from '../support/gated-memory';
import { RecordedService } from './support/recorded-service';
import { shareGateway } from './support/start-gateway';

const KEY = 'canary-key-of-2026';

const configuration = `
records: { enabled: true }
connections:
  slow: { provider: gated, entities: { Things: { key: [Code], columns: { Code: String, Size: Int32 }, rows: [{ Code: A }] } } }
services:
  sales:
    auth: { keys: [{ id: prod, secret: ${KEY}, header: x-api-key }] }
    entitySets:
      SlowThings: { connection: slow, entity: Things, key: { name: ThingId, from: [Code] }, write: [insert] }
`;

describe('a caller who goes away', () => {
  const gate = new Gate();
  const gateway = shareGateway(configuration, [...builtInProviders, gatedMemory(gate)]);
  const sales = new RecordedService(gateway, 'sales', KEY);
  const head = `HTTP/1.1\r\nHost: gateway\r\nx-api-key: ${KEY}\r\nContent-Type: application/json\r\n`;

  /** Sends, and hangs up when it is under way. */
  async function hangUp(text: string, underWay: () => Promise<unknown>): Promise<void> {
    const socket = connect(gateway.data.port, '127.0.0.1');
    socket.write(text);
    await underWay();
    socket.destroy();
  }

  async function left(url: string, operation = 'other'): Promise<QueryRecord> {
    for (;;) {
      const [record] = await sales.find({ code: 'CallerLeft', url, operation });
      if (record !== undefined) return record;
    }
  }

  test('leaves a record of the read that was not waited for', async () => {
    await hangUp(`GET /odata/sales/SlowThings?$top=1 ${head}\r\n`, () => gate.asked());
    expect(await left('SlowThings?$top=1', 'list')).toMatchObject({
      status: 499,
      caller: 'prod',
      message: expect.stringContaining('went away'),
    });
  });

  test('leaves a record of the change, which says what became of it', async () => {
    gate.shut();
    const body = JSON.stringify({ Code: 'B' });
    await hangUp(`POST /odata/sales/SlowThings ${head}Content-Length: ${body.length}\r\n\r\n${body}`, () =>
      gate.asked(),
    );
    await gateway.data.get('/health/live');
    expect(await sales.find({ entitySet: 'SlowThings', operation: 'insert' })).toEqual([]);
    gate.open();
    const { status, write } = await left('SlowThings', 'insert');
    expect([status, write?.outcome]).toEqual([499, 'made']);
  });

  test('leaves a record before his request was whole', async () => {
    await hangUp(`POST /odata/sales/SlowThings?half=1 ${head}Content-Length: 99\r\n\r\n{`, async () => {
      // What arrives first on another connection has been dealt with by the time that this is answered.
      await gateway.data.get('/health/live');
    });
    expect(await left('half')).toMatchObject({ status: 499, method: 'POST' });
  });
});
