/** The record of one request is what its stages have noted, without values. */
import fc from 'fast-check';
import { RequestError } from '../../src/errors';
import { parseRequest } from '../../src/gateway/parse-request';
import { raisedOf } from '../../src/gateway/raised-of';
import { asRequestError } from '../../src/gateway/upstream-error';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import type { ReadPlan } from '../../src/plan/read-plan';
import { RequestNotes } from '../../src/record/request-notes';

const arrival = {
  method: 'GET',
  correlationId: '0123abcd',
  headers: {
    traceparent: '00-1-2-01',
    authorization: 'Bearer secret',
    'x-ms-client-request-id': 'c'.repeat(300),
  },
  isHeard: () => true,
};

const plan: ReadPlan = {
  source: { kind: 'nothing' },
  order: [],
  window: { skip: 0 },
  count: 'none',
  parts: [
    { clause: '$filter', text: "Name eq 'Ann'", place: 'source' },
    { clause: '$filter', text: 'length(Name) gt 3', place: 'gateway', reason: 'NotATerm', hint: 'compare' },
    { clause: '$top', text: '5', place: 'gateway' },
  ],
};

test('a list with all that is known of it', () => {
  const notes = new RequestNotes(arrival);
  notes.addressed('sales', "Customers?$filter=Name eq 'Ann'&code=secret");
  notes.identified('prod', 25_000);
  notes.ended('parse');
  notes.understood('list', 'Customers');
  notes.called({
    connection: 'contoso',
    method: 'GET',
    url: "https://c.example/data/CustomersV3?$filter=Name eq 'Ann'&sig=***",
    attempt: 1,
    status: 200,
    bytes: 120,
    milliseconds: 0,
  });
  notes.ended('fetch');
  notes.planned(plan);
  notes.fetched(7);
  notes.fetched(3);
  notes.returned(4);
  notes.ended('answer');
  expect(notes.serverTiming()).toMatch(/^parse;dur=[\d.]+, fetch;dur=[\d.]+, answer;dur=[\d.]+$/);
  const record = notes.finish({ status: 200, cacheStatus: 'vtg;fwd=uri-miss;stored' });
  expect(record).toMatchObject({
    correlationId: '0123abcd',
    method: 'GET',
    service: 'sales',
    entitySet: 'Customers',
    operation: 'list',
    url: 'Customers?$filter=Name eq ?&code=?',
    fingerprint: expect.stringMatching(/^[\da-f]{16}$/),
    caller: 'prod',
    deadline: 25_000,
    status: 200,
    cache: { status: 'fwd=uri-miss;stored', isHit: false },
    plan: {
      source: 'nothing',
      pushed: false,
      parts: [{ text: 'Name eq ?' }, { text: 'length(Name) gt ?', hint: 'compare' }, { text: '5' }],
    },
    rows: { fetched: 10, returned: 4 },
    calls: [
      {
        connection: 'contoso',
        url: 'https://c.example/data/CustomersV3?$filter=Name eq ?&sig=?',
        attempt: 1,
        status: 200,
      },
    ],
    correlations: { traceparent: '00-1-2-01', 'x-ms-client-request-id': 'c'.repeat(200) },
  });
  expect(Object.keys(record.stages ?? {})).toEqual(['parse', 'fetch', 'answer']);
  expect(record.milliseconds).toBeGreaterThanOrEqual(0);
  expect(JSON.stringify(record)).not.toMatch(/secret|Ann/);
});

test('a refusal keeps code and target, and of what was quoted nothing', () => {
  const notes = new RequestNotes({ ...arrival, headers: {} });
  notes.addressed('sales', 'Customers(1)');
  notes.failed(
    new RequestError('InvalidValue', "'Ann' is no Guid.", { target: 'CustomerId' }),
    'InvalidValue: "Ann"\nis wrong',
  );
  const record = notes.finish({ status: 400 });
  expect(record).toMatchObject({
    code: 'InvalidValue',
    target: 'CustomerId',
    message: "'?' is no Guid.",
    raised: "InvalidValue: '?'\ufffdis wrong",
    operation: 'other',
    status: 400,
  });
  for (const absent of [
    'correlations',
    'plan',
    'rows',
    'calls',
    'caller',
    'cache',
    'stages',
    'write',
    'entitySet',
  ])
    expect(record).not.toHaveProperty(absent);
});

test('a change is noted without what the record says of the whole request', () => {
  const notes = new RequestNotes(arrival);
  const note = { outcome: 'made', properties: ['Name'], attempts: 1, verified: false } as const;
  const ofRequest = { correlationId: 'c', caller: 'prod', service: 'sales', method: 'PATCH', status: 204 };
  notes.written({ ...note, ...ofRequest, milliseconds: 7 });
  expect(notes.finish({ status: 204 }).write).toEqual(note);
});

test('what names no service has neither URL nor fingerprint', () => {
  const record = new RequestNotes(arrival).finish({ status: 404 });
  expect(record).toMatchObject({ url: '', status: 404 });
  expect(record).not.toHaveProperty('fingerprint');
});

test('of very many calls only the first are told one by one', () => {
  const notes = new RequestNotes(arrival);
  const call = { method: 'GET', url: 'https://c.example/', attempt: 1, bytes: 0, milliseconds: 1 };
  for (let count = 0; count < 100; count++) notes.called(call);
  expect(notes.finish({ status: 200 })).not.toHaveProperty('furtherCalls');
  for (let count = 0; count < 400; count++) notes.called({ ...call, milliseconds: 2 });
  const { calls, furtherCalls } = notes.finish({ status: 200 });
  expect(calls).toHaveLength(100);
  expect(furtherCalls).toEqual({ count: 400, milliseconds: 800 });
});

test('a request within a batch is identified as the batch is, and names its record', () => {
  const batch = new RequestNotes({ ...arrival, method: 'POST' });
  batch.addressed('sales', '$batch');
  batch.identified('prod', 25_000);
  const part = batch.part('GET', 'Customers?$top=5');
  batch.partEnded(part, { status: 200 });
  const [first, whole] = batch.finishAll({ status: 200 });
  const { correlationId, correlations, service, caller, deadline } = whole ?? first;
  expect(first).toMatchObject({ correlationId, correlations, service, caller, deadline, batch: whole?.id });
  expect([first.method, first.url, whole?.url, whole?.batch]).toEqual([
    'GET',
    'Customers?$top=5',
    '$batch',
    undefined,
  ]);
});

test('rows of the requests within a batch are its own, and nobody makes records that nobody wants', () => {
  let isHeard = false;
  const batch = new RequestNotes({ ...arrival, method: 'POST', isHeard: () => isHeard });
  for (const [fetched, returned] of [
    [7, 4],
    [3, 3],
  ] as const) {
    const part = batch.part('GET', 'Customers');
    part.fetched(fetched);
    part.returned(returned);
    batch.partEnded(part, { status: 200 });
  }
  batch.partEnded(batch.part('DELETE', 'Customers(1)'), { status: 204 });
  expect(batch.figures()).toMatchObject({ fetched: 10, returned: 7 });
  isHeard = true;
  const records = batch.finishAll({ status: 200 });
  expect(records.map(({ method, rows }) => [method, rows])).toEqual([['POST', { fetched: 10, returned: 7 }]]);
});

test('a caller who has gone is the reason only where there is no other', () => {
  const [gone, refused] = [new RequestNotes(arrival), new RequestNotes(arrival)];
  refused.failed(new RequestError('InvalidValue', 'No.'), undefined);
  for (const notes of [gone, refused]) notes.abandoned();
  expect([gone, refused].map((notes) => notes.finish({ status: 499 }).code)).toEqual([
    'CallerLeft',
    'InvalidValue',
  ]);
});

test('figures for whoever counts: rows and the time of all calls, also of those that are not noted', () => {
  const notes = new RequestNotes(arrival);
  const call = { method: 'GET', url: 'https://c.example/data', attempt: 1, bytes: 1, milliseconds: 2 };
  for (let count = 0; count < 150; count++) notes.called(call);
  notes.fetched(7);
  notes.returned(4);
  expect(notes.figures()).toMatchObject({ fetched: 7, returned: 4, upstream: 300 });
  expect(notes.finish({ status: 200 }).calls).toHaveLength(100);
});

test.each([
  ['GET', [], 'parse'],
  ['GET', ['parse'], 'bind'],
  ['GET', ['parse', 'bind'], 'fetch'],
  ['GET', ['parse', 'bind', 'fetch'], 'answer'],
  ['GET', ['parse', 'bind', 'fetch', 'answer'], 'send'],
  ['PATCH', [], 'answer'],
] as const)('while it runs: a %s after %j is at %s', (method, ended, stage) => {
  const notes = new RequestNotes({ ...arrival, method });
  notes.addressed('sales', "Customers?$filter=Name eq 'Ann'");
  for (const each of ended) notes.ended(each);
  expect(notes.running()).toMatchObject({ stage, service: 'sales', method, calls: 0 });
  expect(notes.running().url).not.toContain('Ann');
});

test('what a source says of a change is kept without the values that it was given', () => {
  const notes = new RequestNotes({ ...arrival, method: 'POST' });
  notes.gave(['SH1', 'Net thirty']);
  notes.failed(
    new RequestError('Conflict', 'The group SH1, Net thirty, exists.'),
    'Conflict: Customer group: SH1, Net thirty.',
  );
  expect(notes.finish({ status: 409 })).toMatchObject({
    message: 'The group ?, ?, exists.',
    raised: 'Conflict: Customer group: ?, ?.',
  });
});

test('what a source repeats of a read is kept without its literals, whatever they are called in', () => {
  const notes = new RequestNotes(arrival);
  notes.addressed(
    'sales',
    "Customers(44a49851-1d25-8aa8-9001-b000ef6f0ca2)?$filter=Name eq 'Ann Lee'&$top=100",
  );
  notes.gaveOptions("$filter=City eq 'Bruges'");
  notes.called({
    method: 'GET',
    url: "https://c.example/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US%2D001')",
    attempt: 1,
    status: 404,
    bytes: 0,
    milliseconds: 1,
  });
  const said = 'usmf has no customer US-001, Ann Lee of BRUGES, within 100 ms.';
  notes.failed(new RequestError('UpstreamContract', said), `UpstreamContract: ${said}`);
  expect(notes.sentence(said)).toBe('? has no customer ?, ? of ?, within 100 ms.');
  expect(notes.finish({ status: 502 })).toMatchObject({
    message: '? has no customer ?, ? of ?, within 100 ms.',
    raised: 'UpstreamContract: ? has no customer ?, ? of ?, within 100 ms.',
  });
});

test.each([
  ["'Nmae' is no property of Customer.", 'Nmae', "'?' is no property of Customer.", '?'],
  ["'O'Neil' is no property of Customer.", "O'Neil", "'?' is no property of Customer.", '?'],
  ["'Ann@odata.bind' is not supported.", 'Ann', "'?' is not supported.", '?'],
  ["request 'O'Neil': no.", "request 'O'Neil'", "request '?': no.", "request '?'"],
  [
    "request 'Ann': there is no such place.",
    "request 'Ann'",
    "request '?': there is no such place.",
    "request '?'",
  ],
  ['Name: expected a text.', 'Name', 'Name: expected a text.', 'Name'],
])(
  'of %j a name that the caller made up is kept neither there nor as the target',
  (said, target, message, shown) => {
    const notes = new RequestNotes(arrival);
    notes.failed(new RequestError('UnknownProperty', said, { target }), undefined);
    expect(notes.finish({ status: 400 })).toMatchObject({ message, target: shown });
  },
);

test('of a text that cannot be parsed nothing is kept that was in quotes', () => {
  const { signal } = new AbortController();
  const piece = fc.constantFrom(
    "'жжж'",
    "'жжж",
    '"жжж"',
    ' ',
    'Name',
    ' eq ',
    '(',
    ')',
    "'",
    '"',
    ',',
    '1'.repeat(30),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const target = `Things?$filter=${encodeURIComponent(pieces.join(''))}`;
      const notes = new RequestNotes(arrival);
      notes.addressed('sales', target);
      try {
        parseRequest({ target, method: 'GET', headers: {}, signal }, defaultSyntaxLimits);
      } catch (error) {
        const told = asRequestError(error);
        notes.failed(told, raisedOf(told));
      }
      const { message = '', raised = '' } = notes.finish({ status: 400 });
      expect(message + raised).not.toContain('ж');
    }),
  );
});
