/** Bodies that are wrong: each is refused by name, all that is wrong with it at once, and no source hears of it. */
import { expectError, readError } from './support/expect-error';
import { parseAnswer, type Received } from './support/http-client';
import { type Entity, entityIn, type ServiceClient } from './support/service-client';
import { startWritable, type WritableGateway } from './support/start-writable';

let running: WritableGateway;
let notes: ServiceClient;
let sales: ServiceClient;
/** A row that every change of these tests leaves as it is. */
let note: { readonly address: string; readonly row: Entity };
let groupAddress: string;

beforeAll(async () => {
  running = await startWritable();
  notes = running.client('notes');
  sales = running.client('sales');
  const made = await notes.post('Notes', { Title: 'kept', Text: 'as it is' });
  note = { address: String(made.headers.location).replace(/^.*\//, ''), row: entityIn(made) };
  const [group] = await sales.list("CustomerGroups?$filter=Company eq 'usmf'&$top=1");
  groupAddress = `CustomerGroups(${String(group?.['Id'])})`;
  running.simulator.resetRequests();
});

afterAll(async () => {
  // Nothing has reached a source.
  expect(running.simulator.writes).toEqual([]);
  expect(running.simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(await notes.list('Notes')).toEqual([withoutContext(note.row)]);
  await running?.stop();
});

function withoutContext(row: Entity): Entity {
  const { '@odata.context': _, ...rest } = row;
  return rest;
}

/** The same body as a new row and as a change. */
async function sendBoth(
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<readonly Received[]> {
  return [await notes.post('Notes', body, headers), await notes.patch(note.address, body, headers)];
}

async function expectBoth(body: string, status: number, code: string, target?: string): Promise<void> {
  for (const answer of await sendBoth(body)) {
    const error = expectError(answer, status, code);
    expect(error.target).toBe(target);
    if (target !== undefined) expect(error.message).toContain(target);
  }
}

describe('values', () => {
  test.each<[string, string]>([
    ['Whole', '1.5'],
    ['Whole', '2147483648'],
    ['Whole', '"5"'],
    ['Whole', 'true'],
    ['Whole', '1e400'],
    ['Small', '32768'],
    ['Tiny', '256'],
    ['Tiny', '-1'],
    ['Big', '9223372036854775808'],
    ['Big', '0.5'],
    ['Big', '"nine"'],
    ['Exact', '0.00001'],
    ['Exact', '12345678901234567'],
    ['Exact', '""'],
    ['Rough', '9007199254740993'],
    ['Rough', '1e400'],
    ['Rough', '"1"'],
    ['Thin', '16777217'],
    ['Flag', '1'],
    ['Flag', '"true"'],
    ['Token', '"x"'],
    ['Token', '"{0f8fad5b-d9cb-469f-a165-70867728950e}"'],
    ['Day', '"2026-02-30"'],
    ['Day', '"2026-02-28T10:00:00Z"'],
    ['Moment', '"yesterday"'],
    ['Moment', '"2026-11-22T10:11:12"'],
    ['Moment', '"2026-11-22T10:11:12.12345678Z"'],
    ['State', '3'],
    ['State', '"Open"'],
    ['Title', '"a title of more than 20 characters"'],
    ['Title', '7'],
    ['Place', '"ZRH"'],
    ['NoteId', '"x"'],
    ['NoteId', '7'],
  ])('%s: %s', (name, value) =>
    expectBoth(
      `{"Title":"x","${name}":${value}}`.replace('"Title":"x","Title"', '"Title"'),
      400,
      'InvalidValue',
      name,
    ),
  );

  test('a field that must not be empty', async () => {
    const answer = await notes.patch(note.address, { Title: null });
    expect(expectError(answer, 400, 'InvalidValue').target).toBe('Title');
  });
});

describe('names', () => {
  test.each(['Nmae', 'title', '__proto__', 'toString', 'hasOwnProperty', 'Id', 'Org.Title', ''])(
    '%s is no property',
    async (name) => {
      for (const answer of await sendBoth(`{"Title":"x",${JSON.stringify(name)}:1}`))
        expect(expectError(answer, 400, 'UnknownProperty').target).toBe(name);
    },
  );

  test.each([
    ['Text', '{}'],
    ['Text', '[]'],
    ['Text', '{"__proto__":{"a":1}}'],
    ['Whole', '[1]'],
    ['Place', '{"PlaceId":"0f8fad5b-d9cb-469f-a165-70867728950e"}'],
  ])('nothing is nested: %s %s', (name, value) =>
    expectBoth(`{"Title":"x","${name}":${value}}`, 501, 'NotImplemented', name),
  );

  test.each(['Place@odata.bind', 'Place@bind', 'Place@odata.delta', '@removed', '@odata.removed'])(
    'what would be lost if it were ignored: %s',
    async (name) => {
      for (const answer of await sendBoth(JSON.stringify({ Title: 'x', [name]: 'Places(1)' })))
        expectError(answer, 501, 'NotImplemented');
    },
  );

  test('a type of another set', () =>
    expectBoth('{"Title":"x","@odata.type":"#Other.Note"}', 400, 'InvalidBody', '@odata.type'));

  test('what is read only, as $metadata says', async () => {
    const { body } = await sales.get('$metadata');
    const set = /<EntitySet Name="CustomerGroups"[\s\S]*?<\/EntitySet>/.exec(body)?.[0] ?? '';
    const list = /"NonUpdatableProperties">\s*<Collection>([\s\S]*?)<\/Collection>/.exec(set)?.[1] ?? '';
    const names = [...list.matchAll(/<PropertyPath>(\w+)</g)].map(([, name]) => String(name));
    expect(names).toEqual(expect.arrayContaining(['Company', 'CustomerGroupId']));
    for (const name of names.filter((each) => each !== 'Id')) {
      const answer = await sales.patch(groupAddress, { [name]: 'x' });
      expect(expectError(answer, 400, 'InvalidBody').target).toBe(name);
    }
  });

  test('all that is wrong is told at once', async () => {
    const body = '{"Nmae":1,"Whole":"5","Text":{},"State":9,"Title":"fine"}';
    for (const answer of await sendBoth(body)) {
      const { error } = JSON.parse(answer.body) as {
        readonly error: { readonly target: string; readonly details: readonly { readonly target: string }[] };
      };
      expect(answer.status).toBe(400);
      expect([error.target, ...error.details.map(({ target }) => target)]).toEqual([
        'Nmae',
        'Whole',
        'Text',
        'State',
      ]);
    }
    const columns = await sales.patch(groupAddress, {
      Company: 'demf',
      CustomerGroupId: 'x',
      PaymentTerms: '00000000-0000-0000-0000-000000000000',
    });
    const { details } = (JSON.parse(columns.body) as { readonly error: { readonly details: unknown[] } })
      .error;
    expect({ status: columns.status, details: details.length }).toEqual({ status: 400, details: 2 });
  });
});

describe('JSON', () => {
  test.each([
    ['cut off', '{"Title":"x"'],
    ['two of them', '{"Title":"x"}{"Title":"y"}'],
    ['of JavaScript', "{Title:'x'}"],
    ['with a comma too many', '{"Title":"x",}'],
    ['with a number that is none', '{"Title":"x","Whole":01}'],
    ['NaN', '{"Title":"x","Rough":NaN}'],
    ['half a surrogate pair', '{"Title":"\\ud800"}'],
    ['a control character', '{"Title":"a\u0001"}'],
    ['a list', '[{"Title":"x"}]'],
    ['a text', '"Title"'],
    ['null', 'null'],
    ['only blanks', '  \r\n '],
    ['nothing', ''],
  ])('%s', async (_, body) => {
    for (const answer of await sendBoth(body)) expectError(answer, 400, 'InvalidBody');
  });

  test('one name twice', async () => {
    for (const body of ['{"Title":"x","Title":"y"}', '{"Title":"x","\\u0054itle":"x"}']) {
      for (const answer of await sendBoth(body))
        expect(expectError(answer, 400, 'InvalidBody').message).toContain("'Title' for the second time");
    }
  });

  test('deeper than 32', async () => {
    const nested = (levels: number): string => `{"Text":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    for (const answer of await sendBoth(nested(32))) expectError(answer, 501, 'NotImplemented');
    for (const answer of await sendBoth(nested(33)))
      expect(expectError(answer, 400, 'InvalidBody').message).toContain('32 levels');
    for (const answer of await sendBoth('['.repeat(500_000))) expectError(answer, 400, 'InvalidBody');
  });

  test('of more than 1 MiB', async () => {
    const body = (size: number): string => `{"Nmae":"${'x'.repeat(size - 11)}"}`;
    expect(body(1_048_576)).toHaveLength(1_048_576);
    for (const answer of await sendBoth(body(1_048_576))) expectError(answer, 400, 'UnknownProperty');
    for (const answer of await sendBoth(body(1_048_577))) expectError(answer, 413, 'BodyTooLarge');
    // Of which not all is read: the connection ends with the answer.
    const head = 'POST /odata/notes/Notes HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const answer = parseAnswer(await notes.http.sendBytes(`${head}Content-Length: 4194305\r\n\r\n{`));
    expectError(answer ?? { status: 0, headers: {}, body: '' }, 413, 'BodyTooLarge');
  });
});

describe('media types', () => {
  test.each([
    'text/plain',
    'text/json',
    'application/xml',
    'application/atom+xml',
    'application/x-www-form-urlencoded',
    'multipart/mixed; boundary=b',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
    'application/json;odata=verbose',
    'application/json, text/plain',
    'json',
    '*/*',
    ' ',
  ])('%s', async (type) => {
    for (const answer of await sendBoth('{"Title":"x"}', { 'Content-Type': type }))
      expectError(answer, 415, 'UnsupportedMediaType');
  });

  test.each([
    'application/json',
    'application/json; charset=UTF-8',
    'application/json;odata.metadata=minimal;IEEE754Compatible=true',
    'Application/JSON;odata.streaming=true',
  ])('%s is good', async (type) => {
    for (const answer of await sendBoth('{"Nmae":1}', { 'Content-Type': type }))
      expectError(answer, 400, 'UnknownProperty');
  });

  test('bytes that are no UTF-8, or are compressed', async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"Title":"'),
      Buffer.from([0xff, 0xc3, 0x28]),
      Buffer.from('"}'),
    ]);
    const headers = { 'Content-Type': 'application/json' };
    const broken = await notes.http.send('/odata/notes/Notes', { method: 'POST', headers, body: bytes });
    expectError(broken, 415, 'UnsupportedMediaType');
    for (const encoding of ['gzip', 'br', 'identity, gzip'])
      for (const answer of await sendBoth('{"Title":"x"}', { 'Content-Encoding': encoding }))
        expect(expectError(answer, 415, 'UnsupportedMediaType').target).toBe('Content-Encoding');
  });
});

describe('the rest of the request', () => {
  test.each([
    "$filter=Title eq 'x'",
    '$top=1',
    '$orderby=Title',
    '$count=true',
    '$expand=Place',
    '$nonsense=1',
  ])('the option %s', async (option) => {
    for (const address of ['Notes', note.address]) {
      const method = address === 'Notes' ? 'POST' : 'PATCH';
      const answer = await notes.send(method, `${address}?${option}`, { Title: 'x' }, {});
      expect([400, 501]).toContain(answer.status);
      expect(readError(answer.body)?.target).toMatch(/^\$/);
    }
  });

  test('versions of OData that nobody knows, and formats that cannot be given', async () => {
    for (const headers of [
      { 'OData-Version': '5.0' },
      { 'OData-MaxVersion': '3.0' },
      { 'OData-Version': 'x' },
    ])
      for (const answer of await sendBoth('{"Title":"x"}', headers))
        expectError(answer, 400, 'InvalidHeader');
    for (const answer of await sendBoth('{"Title":"x"}', { Accept: 'application/xml' }))
      expectError(answer, 406, 'NotAcceptable');
  });

  test.each([
    'Notes()',
    'Notes(1)',
    "Notes('x')",
    'Notes(NoteId=x)',
    'Notes(Id=0f8fad5b-d9cb-469f-a165-70867728950e)',
  ])('the address %s', async (address) => {
    for (const method of ['PATCH', 'PUT', 'DELETE']) {
      const answer = await notes.send(method, address, { Title: 'x' }, {});
      expect({ method, isRefused: [400, 404, 405, 501].includes(answer.status) }).toEqual({
        method,
        isRefused: true,
      });
    }
  });

  test('a Guid of another set', async () => {
    const guid = groupAddress.slice('CustomerGroups'.length);
    expectError(await sales.patch(`Customers${guid}`, { Name: 'x' }), 404, 'NotFound');
    expectError(await sales.delete(`PaymentTerms${guid}`), 404, 'NotFound');
  });
});
