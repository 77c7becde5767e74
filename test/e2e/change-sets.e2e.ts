/** Change sets over HTTP, in both formats: all of one, or nothing. */
import { answersIn, errorIn, formats, type Inner } from './support/batch-client';
import { group } from './support/new-rows';
import { type Entity, entityIn, type ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';
import { API_KEY } from './support/writable-configuration';

let running: WritableGateway;
let sales: ServiceClient;
let notes: ServiceClient;

beforeAll(async () => {
  running = await startWritable();
  sales = running.client('sales');
  notes = running.client('notes');
  // The models are there before anything is counted.
  await notes.list('Notes');
  await sales.list('CustomerGroups?$top=1');
});

afterAll(() => running?.stop());

beforeEach(() => {
  running.simulator.resetWrites();
  running.simulator.resetRequests();
});

let turn = 0;

function note(): Entity {
  turn += 1;
  return { Title: `Note ${turn}` };
}

describe.each(Object.entries(formats))('%s', (format, send) => {
  test('a change set is carried out as one request to the source', async () => {
    const row = entityIn(await sales.post('CustomerGroups', group()));
    running.simulator.resetWrites();
    running.simulator.resetRequests();
    const atomicityGroup = 'all';
    const answer = await send(sales, [
      { id: '1', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup },
      {
        id: '2',
        method: 'POST',
        url: 'Customers',
        atomicityGroup,
        body: { Company: 'usmf', Name: 'One', CustomerGroupId: '30', Currency: 'USD' },
      },
      {
        id: '3',
        method: 'PATCH',
        url: `CustomerGroups(${String(row['Id'])})`,
        body: { Description: 'x' },
        headers: { 'If-Match': String(row['@odata.etag']) },
        atomicityGroup,
      },
      { id: '4', method: 'DELETE', url: `CustomerGroups(${String(row['Id'])})`, atomicityGroup },
    ]);
    const answers = answersIn(answer);
    expect(answers.map(({ id, status }) => `${String(id)} ${status}`)).toEqual([
      '1 201',
      '2 201',
      '3 204',
      '4 204',
    ]);
    expect(answers[1]?.body).toMatchObject({ Name: 'One', AccountNumber: expect.stringMatching(/^US-/) });
    expect(running.simulator.writes).toHaveLength(4);
    expect(running.changesSent()).toBe(1);
    const records = await running.recordsOf(answer, 4);
    for (const record of records) expect(record).toMatchObject({ outcome: 'made', attempts: 1 });
    // Each as soon as its row has been read back.
    expect(records.map(({ operation }) => operation).toSorted()).toEqual([
      'delete',
      'insert',
      'insert',
      'update',
    ]);
  });

  test.each<[string, () => Inner, number, string]>([
    [
      'of a value',
      () => ({
        method: 'POST',
        url: 'Customers',
        body: { Company: 'usmf', Name: 'x', CustomerGroupId: 'Local', Currency: 'USD' },
      }),
      400,
      'InvalidValue',
    ],
    [
      'of a row that is not there',
      () => ({ method: 'DELETE', url: 'CustomerGroups(44a49853-194e-8900-9000-00006169dd45)' }),
      404,
      'NotFound',
    ],
    [
      'of a name',
      () => ({ method: 'POST', url: 'CustomerGroups', body: { Nmae: 1 } }),
      400,
      'UnknownProperty',
    ],
    ['of an address', () => ({ method: 'PATCH', url: 'Nowhere(1)', body: {} }), 404, 'UnknownResource'],
    [
      'of nothing',
      () => ({ method: 'PATCH', url: 'CustomerGroups(44a49853-194e-8900-9000-00006169dd45)', body: {} }),
      400,
      'InvalidBody',
    ],
    [
      'of an id',
      () => ({ method: 'POST', url: 'CustomerGroups', body: group(), headers: { 'Idempotency-Key': 'x' } }),
      501,
      'NotImplemented',
    ],
  ])('a change set with a fault %s changes nothing', async (_, faulty, status, code) => {
    const atomicityGroup = 'all';
    const answer = await send(sales, [
      { id: '1', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup },
      { id: '2', ...faulty(), atomicityGroup },
      { id: '3', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup },
    ]);
    const answers = answersIn(answer);
    const fault = answers.find(({ status: each }) => each === status);
    expect(errorIn(fault ?? { status: 0, headers: {} }).code).toBe(code);
    expect(answers.every((each) => each.status >= 400)).toBe(true);
    // One answer for all in multipart; one for each in JSON.
    expect(answers).toHaveLength(format === 'JSON' ? 3 : 1);
    expect(running.simulator.writes).toEqual([]);
    const records = await running.recordsOf(answer, 3);
    expect(records).toHaveLength(3);
    for (const record of records) expect(record).toMatchObject({ outcome: 'refused', status });
  });

  test('a change set of memory: all of it, or nothing', async () => {
    const made = entityIn(await notes.post('Notes', note()));
    const before = await notes.list('Notes');
    const atomicityGroup = 'all';
    const failed = answersIn(
      await send(notes, [
        { id: '1', method: 'POST', url: 'Notes', body: note(), atomicityGroup },
        { id: '2', method: 'DELETE', url: `Notes(${String(made['NoteId'])})`, atomicityGroup },
        {
          id: '3',
          method: 'PATCH',
          url: `Notes(${String(made['NoteId'])})`,
          body: { Text: 'x' },
          atomicityGroup,
        },
      ]),
    );
    expect(failed.map(({ status }) => status)).toContain(404);
    expect(await notes.list('Notes')).toEqual(before);
    const done = answersIn(
      await send(notes, [
        { id: '1', method: 'POST', url: 'Notes', body: note(), atomicityGroup },
        { id: '2', method: 'DELETE', url: `Notes(${String(made['NoteId'])})`, atomicityGroup },
      ]),
    );
    expect(done.map(({ status }) => status)).toEqual([201, 204]);
    expect(await notes.list('Notes')).toHaveLength(before.length);
  });

  test('a change set over two sources is refused before anything is sent', async () => {
    const both = running.client('both');
    const headers = { 'x-api-key': API_KEY };
    const count = async (): Promise<unknown> => (await both.get('Notes/$count', headers)).body;
    const before = await count();
    running.simulator.resetRequests();
    const answer = await send(
      both,
      [
        { id: '1', method: 'POST', url: 'Notes', body: note(), atomicityGroup: 'all' },
        { id: '2', method: 'POST', url: 'CustomerGroups', body: group(), atomicityGroup: 'all' },
      ],
      headers,
    );
    for (const each of answersIn(answer)) {
      expect(each.status).toBe(501);
      expect(errorIn(each).message).toContain('one source');
    }
    expect(running.changesSent()).toBe(0);
    expect(await count()).toBe(before);
    expect(await running.recordsOf(answer, 2)).toMatchObject(
      [1, 2].map(() => ({ outcome: 'refused', status: 501, attempts: 0, caller: 'dataverse-test' })),
    );
  });
});
