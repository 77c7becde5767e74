/** The replaying Dataverse as a judge: it passes a correct endpoint and catches each broken one by the right rule. */
import type { Rule } from '../support/dataverse-client/check';
import { profileNames, type ProfileName } from '../support/dataverse-client/profiles';
import { replay } from '../support/dataverse-client/replay';
import { formatReport } from '../support/dataverse-client/report';
import { brokenRules, judged } from './judged';
import type { TinyRow } from './tiny-filter';
import type { Faults } from './tiny-faults';
import { startTinyServer } from './tiny-odata-server';

describe('a correct endpoint', () => {
  test.each(profileNames)('is Dataverse-safe under %s', async (profile) => {
    const { report } = await judged({}, profile);
    expect(formatReport(report)).toMatch(/\nDataverse-safe$/);
    expect(brokenRules(report)).toEqual([]);
    expect(report.entitySets.map((each) => each.entitySet)).toEqual(['Customers', 'Groups']);
    expect(report.totals.passed).toBeGreaterThan(10);
  });

  test('may refuse what it does not support, but only that', async () => {
    const { report } = await judged({}, 'hostile-ops', { entitySets: ['Customers'] });
    const refused = report.entitySets[0]?.checks.filter((check) => check.outcome === 'refused') ?? [];
    expect(refused.some((check) => check.name.includes('substring('))).toBe(true);
    expect(refused.some((check) => check.name.startsWith('startswith('))).toBe(false);
  });
});

const someRow = (body: Record<string, unknown>): Record<string, unknown> | undefined =>
  Array.isArray(body['value']) ? (body['value'] as Record<string, unknown>[]).at(-1) : undefined;

const reshuffled = (rows: readonly TinyRow[], options: ReadonlyMap<string, string>): readonly TinyRow[] => {
  const turn = Number(options.get('$skip') ?? 0) % 13;
  return [...rows.slice(turn), ...rows.slice(0, turn)];
};

let linksGiven = 0;

const brokenEndpoints: readonly (readonly [
  name: string,
  profile: ProfileName,
  rule: Rule,
  faults: Faults,
])[] = [
  ['no count', 'observed-minimal', 'count', { body: (body) => delete body['@odata.count'] }],
  [
    'a count without being asked',
    'odata-client-7',
    'count',
    {
      body: (body, url) => {
        if (!url.includes('count')) body['@odata.count'] = 620;
      },
    },
  ],
  ['a count that ignores the filter', 'observed-minimal', 'count', { countsWholeTable: true }],
  ['no context', 'observed-minimal', 'context', { body: (body) => delete body['@odata.context'] }],
  [
    "another table's context",
    'observed-minimal',
    'context',
    {
      body: (body, url) => {
        if (url.includes('Customers'))
          body['@odata.context'] = String(body['@odata.context']).replace('Customers', 'Groups');
      },
    },
  ],
  [
    'a relative context',
    'observed-minimal',
    'context',
    {
      body: (body) => {
        body['@odata.context'] = '$metadata#Customers';
      },
    },
  ],
  [
    'a null key',
    'observed-minimal',
    'null',
    {
      body: (body) => {
        const row = someRow(body);
        if (row) row['Id'] = null;
      },
    },
  ],
  [
    'no key',
    'observed-minimal',
    'key',
    {
      body: (body) => {
        const row = someRow(body);
        if (row) delete row['Id'];
      },
    },
  ],
  [
    'a redirect',
    'observed-minimal',
    'redirect',
    {
      head: (answer, url) => {
        if (url.includes('Customers(')) {
          answer.statusCode = 302;
          answer.setHeader('location', '/login');
        }
      },
    },
  ],
  [
    'a relative next link',
    'odata-client-7-server-paging',
    'next-link',
    {
      body: (body) => {
        if (body['@odata.nextLink']) body['@odata.nextLink'] = 'Customers?$skiptoken=50';
      },
    },
  ],
  [
    'a foreign next link',
    'odata-client-7-server-paging',
    'next-link',
    {
      body: (body) => {
        if (body['@odata.nextLink'])
          body['@odata.nextLink'] = 'http://inner.example/odata/tiny/Customers?$skiptoken=50';
      },
    },
  ],
  [
    'next links that work once',
    'odata-client-7-server-paging',
    'next-link',
    {
      rows: (rows, options) => (options.has('$skiptoken') ? rows.toSpliced(0, (linksGiven += 1) % 5) : rows),
    },
  ],
  [
    'next links that forget the filter',
    'odata-client-7-server-paging',
    'filter',
    { forgetsFilterInLinks: true },
  ],
  [
    'a lost row between server pages',
    'odata-client-7-server-paging',
    'paging',
    {
      rows: (rows, options) => (options.has('$skiptoken') ? rows.toSpliced(60, 1) : rows),
    },
  ],
  ['an ignored filter', 'observed-minimal', 'filter', { ignoresFilter: true }],
  ['an ignored filter, encoded', 'encoded', 'filter', { ignoresFilter: true }],
  ['flat precedence of and and or', 'hostile-ops', 'filter', { flatPrecedence: true }],
  ['an asterisk taken as a wildcard', 'hostile-ops', 'filter', { wildcardsMean: 'anything' }],
  ['an ignored not', 'hostile-ops', 'filter', { ignoresNot: true }],
  ['rows without a value lost by ne', 'hostile-ops', 'filter', { nullMatchesNothing: true }],
  ['anything accepted', 'hostile-ops', 'refusal', { acceptsAnything: true }],
  ['unstable paging', 'odata-client-7', 'paging', { rows: reshuffled }],
  ['a silent cap', 'odata-client-7', 'paging', { largestPage: 100 }],
  ['an ignored order', 'odata-client-7', 'order', { ignoresOrder: true }],
  ['an ignored select', 'observed-minimal', 'select', { ignoresSelect: true }],
  ['a missing column', 'observed-minimal', 'select', { row: (row) => delete row['City'] }],
  [
    'a column that $metadata lacks',
    'observed-minimal',
    'select',
    {
      row: (row) => {
        row['Secret'] = 1;
      },
    },
  ],
  [
    'a decimal as text',
    'observed-minimal',
    'type',
    {
      row: (row) => {
        row['CreditLimit'] = '1000.00';
      },
    },
  ],
  [
    'a whole number beyond 32 bits',
    'observed-minimal',
    'type',
    {
      row: (row) => {
        row['Rank'] = 2 ** 31;
      },
    },
  ],
  [
    'a local time',
    'observed-minimal',
    'type',
    {
      row: (row) => {
        row['ModifiedOn'] = '2026-01-01T00:00:00+01:00';
      },
    },
  ],
  [
    'a relative link in a row',
    'odata-client-7',
    'link',
    {
      row: (row) => {
        row['@odata.id'] = 'Customers(1)';
      },
    },
  ],
  ['an HTML error', 'observed-minimal', 'content-type', { htmlErrors: true }],
  ['an error without its id', 'observed-minimal', 'correlation', { withoutCorrelation: true }],
  [
    'an error without a message',
    'observed-minimal',
    'error-body',
    {
      body: (body) => {
        if (body['error']) body['error'] = { code: 'x' };
      },
    },
  ],
  ['a list instead of 404', 'observed-minimal', 'not-found', { emptyListForMissingRow: true }],
  [
    'version 4.01',
    'observed-minimal',
    'odata-version',
    {
      head: (answer) => {
        answer.setHeader('odata-version', '4.01');
      },
    },
  ],
  [
    'plain text for JSON',
    'observed-minimal',
    'content-type',
    {
      head: (answer) => {
        answer.setHeader('content-type', 'text/plain');
      },
    },
  ],
  [
    'another value in a single read',
    'observed-minimal',
    'single-read',
    {
      body: (body) => {
        if ('CreditLimit' in body) body['CreditLimit'] = 1.25;
      },
    },
  ],
  ["options of the client's own refused", 'odata-client-7', 'status', { refusesOwnOptions: true }],
  [
    'a key of text',
    'observed-minimal',
    'model',
    { metadata: (xml) => xml.replaceAll('Name="Id" Type="Edm.Guid"', 'Name="Id" Type="Edm.String"') },
  ],
  [
    'a column that must not be null',
    'observed-minimal',
    'model',
    { metadata: (xml) => xml.replace('Type="Edm.Decimal"', 'Type="Edm.Decimal" Nullable="false"') },
  ],
  [
    'a type that cannot be mapped',
    'observed-minimal',
    'model',
    { metadata: (xml) => xml.replace('Edm.Decimal', 'Edm.Duration') },
  ],
  ['metadata that is cut off', 'observed-minimal', 'model', { metadata: (xml) => xml.slice(0, -20) }],
  [
    'a set that the root does not list',
    'observed-minimal',
    'model',
    {
      body: (body, url) => {
        if (url.endsWith('/tiny/')) (body['value'] as unknown[]).pop();
      },
    },
  ],
];

describe('a broken endpoint is caught', () => {
  test.each(brokenEndpoints)('%s, under %s, by the rule %s', async (_name, profile, rule, faults) => {
    const { report } = await judged(faults, profile);
    expect(report.dataverseSafe).toBe(false);
    expect(brokenRules(report)).toContain(rule);
  });

  test('an endpoint that is not there', async () => {
    const server = await startTinyServer();
    await server.close();
    const report = await replay({ profile: 'observed-minimal', url: server.url });
    expect(report.dataverseSafe).toBe(false);
    expect(brokenRules(report)).toEqual(['transport']);
  });

  test('an entity set that is not there', async () => {
    const { report } = await judged({}, 'observed-minimal', { entitySets: ['Vendors'] });
    expect(report.dataverseSafe).toBe(false);
    expect(brokenRules(report)).toEqual(['model']);
  });
});

describe('on the wire', () => {
  test('the observed lines go out as published, without headers of their own', async () => {
    const { server } = await judged({}, 'observed-minimal', { entitySets: ['Groups'] });
    expect(server.requests.map(({ url }) => url)).toEqual(
      expect.arrayContaining([
        '/odata/tiny/',
        '/odata/tiny/$metadata',
        '/odata/tiny/Groups?$top=50&$select=Id,Name&$count=true',
        '/odata/tiny/Groups?$skip=50&$top=50&$select=Id,Name&$count=true',
        "/odata/tiny/Groups?$filter=startswith(Name,'Gro')&$top=50&$select=Id,Name&$count=true",
      ]),
    );
    expect(server.requests.every(({ headers }) => headers['accept'] === undefined)).toBe(true);
  });

  test('the library asks for full metadata where it selects, and for no version on reads', async () => {
    const { server } = await judged({}, 'n-plus-one', { entitySets: ['Groups'] });
    const selecting = server.requests.find(({ url }) => url.includes('$select'));
    expect(selecting?.headers).toMatchObject({
      accept: 'application/json;odata.metadata=full',
      'accept-charset': 'UTF-8',
      'odata-maxversion': '4.0',
    });
    expect(selecting?.headers['odata-version']).toBeUndefined();
    const plain = server.requests.find(({ url }) => url.includes('?$top=50&$count=true'));
    expect(plain?.headers['accept']).toBe('application/json;odata.metadata=minimal');
  });

  test('the encoded client writes %24, %27, %2C and +', async () => {
    const { server } = await judged({}, 'encoded', { entitySets: ['Groups'] });
    const urls = server.requests.map(({ url }) => url);
    expect(urls).toContain(
      '/odata/tiny/Groups?%24filter=startswith(Name%2C%27Gro%27)&%24top=50&%24select=Id%2CName&%24count=true',
    );
    expect(urls.some((url) => url.includes('Name+eq+%27Group%20'))).toBe(true);
  });

  test('header and query parameters go with every request, and no report shows their values', async () => {
    const echo = (body: Record<string, unknown>, url: string): void => {
      body['@odata.context'] = url;
    };
    const { report, server } = await judged({ body: echo }, 'observed-minimal', {
      headers: { 'x-api-key': 'header-secret' },
      query: { code: 'query-secret' },
    });
    expect(server.requests.length).toBeGreaterThan(5);
    for (const { url, headers } of server.requests) {
      expect(url).toMatch(/[?&]code=query-secret$/);
      expect(headers['x-api-key']).toBe('header-secret');
    }
    expect(report.requests).toBe(server.requests.length);
    expect(JSON.stringify(report)).not.toContain('secret');
    expect(JSON.stringify(report)).toContain('code=***');
  });
});

describe('the report', () => {
  test('names the rule, the reason and the request line of a failure', async () => {
    const { report } = await judged({ ignoresFilter: true }, 'observed-minimal');
    const lines = formatReport(report).split('\n');
    const at = lines.findIndex((line) => line.includes('✗ grid: begins with'));
    expect(lines[at + 1]).toMatch(/filter: row .* came, but doesn't satisfy startswith\(Name,/);
    expect(lines[at + 2]).toMatch(/GET \/odata\/tiny\/Customers\?\$filter=startswith\(Name,/);
    expect(lines.at(-1)).toBe('NOT Dataverse-safe');
  });
});
