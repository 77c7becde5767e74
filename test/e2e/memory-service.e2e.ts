/** A service over rows in YAML, in both profiles: every type comes out as it went in, to the last digit. */
import { PUBLIC_URL } from './support/demo-configuration';
import { expectError } from './support/expect-error';
import { memoryConfiguration } from './support/memory-configuration';
import { shareGateway } from './support/start-gateway';

const running = shareGateway(memoryConfiguration);

type Service = 'things' | 'asTheyAre';

async function text(
  service: Service,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { status, body } = await running.data.get(`/odata/${service}/${encodeURI(target)}`, headers);
  expect({ target, status }).toEqual({ target, status: 200 });
  return body;
}

/** The codes of the rows, in their order; read from the text, as JSON.parse would round what stands beside them. */
async function codes(service: Service, target: string): Promise<readonly string[]> {
  const body = await text(service, target);
  return [...body.matchAll(/"Code":"([^"]*)"/g)].map(([, code]) => String(code));
}

async function keyOf(service: Service, code: string): Promise<string> {
  const body = await text(
    service,
    `Readings?$filter=Code eq '${code}' and length(Code) ge 0&$select=Code,ReadingId`,
  );
  return String(/"ReadingId":"([^"]*)"/.exec(body)?.[1]);
}

describe('a row as text', () => {
  const shared =
    `"Code":"A-1","Note":"O'Brien & Söhne – 100 % *","Whole":-2147483648,"Big":9223372036854775807,` +
    '"Exact":123456789012345678.123456789,"Rough":0.1,"Flag":true,"Token":"0f8fad5b-d9cb-469f-a165-70867728950e",' +
    '"Taken":"2026-11-22T10:11:12.1234567Z"';

  test('for Dataverse: only types that it maps', async () => {
    const body = await text('things', 'Readings?$top=1');
    expect(body).toContain(
      `${shared},"Day":"2026-02-28T00:00:00Z","Small":-32768,"Tiny":255,"Thin":1.5,"State":1,` +
        '"constructor":"built","toString":7}]',
    );
  });

  test('for others: the types as they are', async () => {
    const body = await text('asTheyAre', 'Readings?$top=1');
    expect(body).toContain(
      `${shared},"Day":"2026-02-28","Clock":"23:59:59.1234567","Span":"PT1H30M","Small":-32768,"Tiny":255,` +
        '"Thin":1.5,"State":"Closed","constructor":"built","toString":7}]',
    );
  });

  test('IEEE754Compatible: wide numbers as text, the others as numbers', async () => {
    const body = await text('asTheyAre', 'Readings?$top=1&$count=true', {
      Accept: 'application/json;IEEE754Compatible=true',
    });
    expect(body).toContain('"@odata.count":"4"');
    expect(body).toContain('"Whole":-2147483648,"Big":"9223372036854775807"');
    expect(body).toContain('"Exact":"123456789012345678.123456789","Rough":0.1');
  });

  test('each value alone, raw', async () => {
    const row = `Readings(${await keyOf('asTheyAre', 'A-1')})`;
    const raw = {
      Big: '9223372036854775807',
      Exact: '123456789012345678.123456789',
      Taken: '2026-11-22T10:11:12.1234567Z',
      Clock: '23:59:59.1234567',
      Span: 'PT1H30M',
      State: 'Closed',
      Flag: 'true',
      Note: "O'Brien & Söhne – 100 % *",
      constructor: 'built',
    };
    for (const [name, value] of Object.entries(raw)) {
      expect(await text('asTheyAre', `${row}/${name}/$value`)).toBe(value);
    }
    expect(await text('asTheyAre', `${row}/Big`)).toContain('"value":9223372036854775807}');
  });
});

describe('literals in a filter keep every digit too', () => {
  test.each([
    ['Big eq 9223372036854775807', ['A-1']],
    ['Big gt 9007199254740992', ['A-1', 'B-2']],
    ['Big le -9223372036854775808', ['a-1']],
    ['Big in (9007199254740993,9223372036854775806)', ['B-2']],
    ['Exact eq 9007199254740993.0000000001', ['B-2']],
    ['Exact lt 9007199254740993.0000000001', ['a-1', 'ß-3']],
    ['Exact add 0.0000000001 eq 9007199254740993.0000000001', ['ß-3']],
    ['Exact eq -0.0000000001', ['a-1']],
    ['Taken eq 2026-11-22T10:11:12.1234567Z', ['A-1']],
    ['Taken gt 2026-11-22T10:11:12.1234567Z', ['B-2', 'ß-3']],
    ['Taken eq 2026-11-22T12:11:12.1234568+02:00', ['ß-3']],
    ['fractionalseconds(Taken) eq 0.9999999', ['B-2']],
    ['Clock gt 23:59:59.1234566', ['A-1']],
    ["Span eq duration'PT90M'", ['A-1']],
    ['Day lt 2000-01-01', ['a-1']],
    ['Token eq 0F8FAD5B-D9CB-469F-A165-70867728950E', ['A-1']],
    ["State eq 'OnHold'", ['B-2']],
    ["toString lt 0 or constructor eq 'built'", ['A-1', 'ß-3']],
  ])('%s', async (filter, expected) => {
    const found = await codes('asTheyAre', `Readings?$filter=${filter}`);
    expect(found).toEqual(expected);
    // The same asked so that the source cannot take it.
    expect(await codes('asTheyAre', `Readings?$filter=(${filter}) and length(Code) ge 0`)).toEqual(expected);
  });
});

describe('text', () => {
  test('ordinal: case counts, and orders', async () => {
    expect(await codes('asTheyAre', "Readings?$filter=Code eq 'a-1'")).toEqual(['a-1']);
    expect(await codes('asTheyAre', 'Readings')).toEqual(['A-1', 'B-2', 'a-1', 'ß-3']);
    expect(await codes('asTheyAre', "Readings?$filter=contains(Note,'o''brien')")).toEqual([]);
    expect(await codes('asTheyAre', 'Readings?$orderby=Code desc')).toEqual(['ß-3', 'a-1', 'B-2', 'A-1']);
  });

  test('without case, as Dataverse has it: both rows, and each has its own key', async () => {
    expect(await codes('things', "Readings?$filter=Code eq 'A-1'")).toEqual(['A-1', 'a-1']);
    expect(await codes('things', "Readings?$filter=contains(Note,'o''brien')")).toEqual(['A-1']);
    const keys = [...(await text('things', 'Readings?$select=ReadingId')).matchAll(/"ReadingId":"([^"]*)"/g)];
    expect(new Set(keys.map(([, key]) => key)).size).toBe(4);
    for (const [index, code] of (await codes('things', 'Readings')).entries()) {
      expect(await text('things', `Readings(${String(keys[index]?.[1])})`)).toContain(`"Code":"${code}"`);
    }
  });
});

describe('what the two profiles say of themselves', () => {
  const types = async (service: Service): Promise<Readonly<Record<string, string>>> => {
    const metadata = await text(service, '$metadata');
    const properties = metadata.matchAll(/<Property Name="(\w+)" Type="([\w.]+)"/g);
    return Object.fromEntries([...properties].map(([, name, type]) => [String(name), String(type)]));
  };

  test('types', async () => {
    expect(await types('things')).toEqual({
      ReadingId: 'Edm.Guid',
      Code: 'Edm.String',
      Note: 'Edm.String',
      Whole: 'Edm.Int32',
      Big: 'Edm.Int64',
      Exact: 'Edm.Decimal',
      Rough: 'Edm.Double',
      Flag: 'Edm.Boolean',
      Token: 'Edm.Guid',
      Taken: 'Edm.DateTimeOffset',
      Day: 'Edm.DateTimeOffset',
      Small: 'Edm.Int32',
      Tiny: 'Edm.Int32',
      Thin: 'Edm.Double',
      State: 'Edm.Int32',
      constructor: 'Edm.String',
      toString: 'Edm.Int32',
    });
    expect(await types('asTheyAre')).toMatchObject({
      Day: 'Edm.Date',
      Clock: 'Edm.TimeOfDay',
      Span: 'Edm.Duration',
      Small: 'Edm.Int16',
      Tiny: 'Edm.Byte',
      Thin: 'Edm.Single',
      State: 'As.They.Are.State',
    });
  });

  test('what is left out cannot be asked for', async () => {
    for (const name of ['Clock', 'Span']) {
      const answer = await running.data.get(`/odata/things/Readings?$select=${name}`);
      expectError(answer, 400, 'UnknownProperty');
    }
  });

  test('contexts and links', async () => {
    expect(await text('things', 'Readings?$select=Code')).toContain(
      `"@odata.context":"${PUBLIC_URL}/odata/things/$metadata#Readings(`,
    );
    expect(await text('asTheyAre', '')).toContain('{"name":"Readings","kind":"EntitySet","url":"Readings"}');
  });
});
