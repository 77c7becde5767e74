import { BATCH_TYPE, type BatchItem, type OperationReply, readBatch, writeBatch } from './batch-message';
import { type JsonRow, type Reply, SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeEach(async () => {
  client = await SimulatorClient.start();
});
afterEach(() => client.close());

const CROSS = '?cross-company=true';

async function send(items: readonly BatchItem[], newline?: string): Promise<Reply> {
  return client.send('POST', '/data/$batch', writeBatch(items, newline), { 'content-type': BATCH_TYPE });
}

async function run(items: readonly BatchItem[], newline?: string): Promise<(readonly OperationReply[])[]> {
  const { status, headers, text } = await send(items, newline);
  expect([status, headers.get('content-type')]).toEqual([
    200,
    expect.stringMatching(/^multipart\/mixed; boundary=batchresponse_[\da-f-]{36}$/),
  ]);
  return readBatch(headers.get('content-type') ?? '', text);
}

const statuses = (items: readonly (readonly OperationReply[])[]): number[][] =>
  items.map((parts) => parts.map(({ status }) => status));
const group = (id: string, more: JsonRow = {}): JsonRow => ({
  CustomerGroupId: id,
  dataAreaId: 'usmf',
  ...more,
});
const groupPath = (id: string): string => `CustomerGroups(dataAreaId='usmf',CustomerGroupId='${id}')`;
const groups = async (): Promise<unknown[]> =>
  (await client.list("CustomerGroups?$filter=dataAreaId eq 'usmf'")).rows.map(
    (row) => row['CustomerGroupId'],
  );
const post = (id: string, contentId: string, more: JsonRow = {}): Exclude<BatchItem, readonly unknown[]> => ({
  method: 'POST',
  url: `CustomerGroups${CROSS}`,
  body: group(id, more),
  contentId,
});

describe.each(['\r\n', '\n'])('with lines ended by %j', (newline) => {
  test('operations stand alone, changesets go together, and answers come in their order', async () => {
    const answers = await run(
      [
        { method: 'GET', url: `${groupPath('10')}?$select=CustomerGroupId` },
        [post('A', '1'), { ...post('B', '2'), url: `${client.simulator.url}/data/CustomerGroups${CROSS}` }],
        post('10', '3'),
        { method: 'PATCH', url: `/data/${groupPath('A')}`, body: { Description: 'patched' }, contentId: '4' },
        { method: 'GET', url: `${groupPath('A')}?$select=Description` },
        { method: 'DELETE', url: groupPath('B') },
        { method: 'GET', url: groupPath('B') },
      ],
      newline,
    );
    expect(statuses(answers)).toEqual([[200], [201, 201], [500], [204], [200], [204], [404]]);
    expect(answers.flat().map(({ contentId }) => contentId)).toEqual([
      undefined,
      '1',
      '2',
      '3',
      '4',
      undefined,
      undefined,
      undefined,
    ]);
    expect(answers[4]?.[0]?.body).toContain('"Description":"patched"');
    expect(answers[1]?.[0]?.headers.get('location')).toBe(`${client.simulator.url}/data/${groupPath('A')}`);
    expect(await groups()).toContain('A');
    expect(client.simulator.writes.map(({ kind, key }) => `${kind} ${key['CustomerGroupId']}`)).toEqual([
      'insert A',
      'insert B',
      'update A',
      'delete B',
    ]);
  });
});

describe('a changeset that fails', () => {
  test('has one part, which names the first operation whichever failed, and leaves nothing behind', async () => {
    const before = await client.list('CustomerGroups');
    const customersBefore = await client.list('CustomersV3');
    const customer = "CustomersV3(dataAreaId='usmf',CustomerAccount='US-000001')";
    const answers = await run([
      [
        post('A', '1'),
        { method: 'PATCH', url: groupPath('20'), body: { Description: 'gone again' }, contentId: '2' },
        { method: 'PATCH', url: groupPath('20'), body: { Description: 'and again' }, contentId: '2b' },
        { method: 'PATCH', url: customer, body: { CustomerGroupId: 'A', SalesMemo: 'x' }, contentId: '3' },
        { method: 'POST', url: 'CustomerGroups', body: { CustomerGroupId: 'C' }, contentId: '4' },
        { method: 'DELETE', url: groupPath('C'), contentId: '5' },
        post('10', '6', { Description: 'Batch 2' }),
        post('B', '7'),
      ],
    ]);
    expect(statuses(answers)).toEqual([[500]]);
    expect(answers[0]?.[0]?.contentId).toBe('1');
    const { error } = JSON.parse(answers[0]?.[0]?.body ?? '') as {
      error: { innererror: { message: string } };
    };
    expect(error.innererror.message).toContain('Customer group: 10, Batch 2.\nThe record already exists..');
    expect(await client.list('CustomerGroups')).toEqual(before);
    expect(await client.list('CustomersV3')).toEqual(customersBefore);
    expect(client.simulator.writes).toEqual([]);
    // What was rolled back can be done again, and indexes know the old rows only.
    expect(statuses(await run([[post('A', '1'), post('B', '2')]]))).toEqual([[201, 201]]);
  });

  test('brings a deleted row back with all it had', async () => {
    const path = groupPath('90');
    await client.send('PATCH', `/data/${path}`, { Description: 'kept' });
    await Promise.all(
      (await client.list("CustomersV3?$filter=CustomerGroupId eq '90' and dataAreaId eq 'usmf'")).rows.map(
        (row) =>
          client.send(
            'PATCH',
            `/data/CustomersV3(dataAreaId='usmf',CustomerAccount='${String(row['CustomerAccount'])}')`,
            {
              CustomerGroupId: '10',
            },
          ),
      ),
    );
    const before = await client.get(`/data/${path}`);
    const lists = await client.list('CustomerGroups');
    const [parts] = await run([[{ method: 'DELETE', url: path, contentId: '1' }, post('10', '2')]]);
    expect(parts?.map(({ status }) => status)).toEqual([500]);
    expect((await client.get(`/data/${path}`)).text).toBe(before.text);
    expect(await client.list('CustomerGroups')).toEqual(lists);
  });

  test('gives a missing row and a broken body their own status', async () => {
    const answers = await run([
      [
        post('A', '1'),
        { method: 'PATCH', url: groupPath('none'), body: { Description: '' }, contentId: '2' },
      ],
      [post('A', '1', { Description: 5 })],
      [{ ...post('A', '1'), url: 'Nothing' }],
    ]);
    expect(statuses(answers)).toEqual([[404], [400], [404]]);
    expect(await groups()).not.toContain('A');
  });
});

test('later operations of a changeset see earlier ones', async () => {
  const [parts] = await run([
    [
      post('New', '1', { PaymentTermId: 'Net10' }),
      {
        method: 'POST',
        url: 'CustomersV3',
        contentId: '2',
        body: { OrganizationName: 'A', CustomerGroupId: 'New', SalesCurrencyCode: 'USD' },
      },
    ],
  ]);
  expect(JSON.parse(parts?.[1]?.body ?? '')).toMatchObject({ CustomerGroupId: 'New', PaymentTerms: 'Net10' });
});

test('If-Match works in parts, and the query of the batch is not that of its parts', async () => {
  const etag = String((await client.json(`/data/${groupPath('10')}`))['@odata.etag']);
  const change = { method: 'PATCH', url: groupPath('10'), body: { Description: 'x' } };
  const answers = await run([
    { ...change, headers: { 'If-Match': etag } },
    { ...change, headers: { 'If-Match': etag } },
  ]);
  expect(statuses(answers)).toEqual([[204], [412]]);
  const foreign = {
    method: 'PATCH',
    url: "CustomerGroups(dataAreaId='demf',CustomerGroupId='10')",
    body: {},
  };
  const { headers, text } = await client.send('POST', `/data/$batch${CROSS}`, writeBatch([foreign]), {
    'content-type': BATCH_TYPE,
  });
  expect(statuses(readBatch(headers.get('content-type') ?? '', text))).toEqual([[404]]);
});

test('a part is throttled by itself; in a changeset that fails the whole', async () => {
  Object.assign(client.options, { throttledParts: 1, throttleRetryAfter: 9 });
  const answers = await run([post('A', '1'), post('B', '2')]);
  expect(statuses(answers)).toEqual([[429], [201]]);
  expect(answers[0]?.[0]?.headers.get('retry-after')).toBe('9');
  client.options.throttledParts = 1;
  expect(statuses(await run([[post('C', '1'), post('D', '2')]]))).toEqual([[429]]);
  expect(await groups()).not.toContain('D');
});

test('the status of a refusal in a part is a switch', async () => {
  client.options.batchWriteFailureStatus = 400;
  expect(statuses(await run([post('10', '1'), [post('10', '1')]]))).toEqual([[400], [400]]);
});

test('the ledger has the id of the part, or else of the batch', async () => {
  const batch = writeBatch([
    { ...post('A', '1'), headers: { 'x-ms-client-request-id': 'part' } },
    post('B', '2'),
  ]);
  await client.send('POST', '/data/$batch', batch, {
    'content-type': BATCH_TYPE,
    'x-ms-client-request-id': 'whole',
  });
  expect(client.simulator.writes.map(({ clientRequestId }) => clientRequestId)).toEqual(['part', 'whole']);
});

describe('limits and malformed batches', () => {
  test('too many operations are refused before any runs, changesets counted by their content', async () => {
    client.options.maxBatchOperations = 3;
    expect((await send([post('A', '1'), [post('B', '2'), post('C', '3'), post('D', '4')]])).status).toBe(400);
    expect((await send([post('A', '1'), post('B', '2'), post('C', '3'), post('D', '4')])).status).toBe(400);
    expect((await send([[post('A', '1'), post('B', '2'), post('C', '3')], post('D', '4')])).status).toBe(400);
    expect(client.simulator.writes).toEqual([]);
    expect(statuses(await run([post('A', '1'), [post('B', '2'), post('C', '3')]]))).toEqual([
      [201],
      [201, 201],
    ]);
  });

  test('5,000 operations are allowed, one more is not', async () => {
    const reads = Array.from({ length: 5_000 }, () => ({
      method: 'GET',
      url: 'Companies?$top=1&$select=DataArea',
    }));
    expect(await run(reads)).toHaveLength(5_000);
    expect((await send([...reads, { method: 'GET', url: 'Companies' }])).status).toBe(400);
  });

  test('a body that is too long is 413', async () => {
    client.options.maxBodyLength = 1_000;
    expect((await send([post('A', '1', { Description: 'x'.repeat(1_000) })])).status).toBe(413);
    expect(client.simulator.writes).toEqual([]);
  });

  test.each([
    ['no end', (text: string) => text.replace(/--batch_1--\s*$/, ''), BATCH_TYPE],
    ['no boundary', (text: string) => text, 'multipart/mixed'],
    ['another boundary', (text: string) => text, 'multipart/mixed; boundary=other'],
    ['no multipart', (text: string) => text, 'application/json'],
    ['no request line', (text: string) => text.replace(' HTTP/1.1', ''), BATCH_TYPE],
    ['no application/http', (text: string) => text.replace('application/http', 'text/plain'), BATCH_TYPE],
    ['a header without a colon', (text: string) => text.replace('Content-ID: ', 'Content-ID '), BATCH_TYPE],
    ['GET in a changeset', (text: string) => text.replace('POST', 'GET'), BATCH_TYPE],
    ['no Content-ID in a changeset', (text: string) => text.replace(/Content-ID: 1\r\n/, ''), BATCH_TYPE],
  ])('%s: 400, and nothing was done', async (_, spoil, type) => {
    const batch = spoil(writeBatch([[post('A', '1')], post('B', '2')]));
    expect((await client.send('POST', '/data/$batch', batch, { 'content-type': type })).status).toBe(400);
    expect(client.simulator.writes).toEqual([]);
  });

  test('a batch in a batch, another service and a wrong method are refused part by part', async () => {
    const answers = await run([
      { method: 'POST', url: '$batch', body: {} },
      { method: 'POST', url: '/metadata/DataEntities', body: {} },
      { method: 'PATCH', url: 'CustomerGroups', body: {} },
      { method: 'GET', url: `CustomerGroups?$filter=X eq 1`.replaceAll(' ', '%20') },
      { method: 'GET', url: 'CustomerGroups?$filter=%zz' },
    ]);
    expect(statuses(answers)).toEqual([[404], [404], [405], [400], [400]]);
  });

  test('GET on $batch is no batch', async () => {
    expect((await client.get('/data/$batch')).status).toBe(404);
  });
});
