/** Writing as a form does: an endpoint that shows what was saved passes, and each kind of one that doesn't is caught. */
import type { Rule } from '../support/dataverse-client/check';
import type { ReplayOptions } from '../support/dataverse-client/replay';
import { formatReport, type ReplayReport } from '../support/dataverse-client/report';
import { brokenRules, judged } from './judged';
import type { Faults } from './tiny-faults';
import { TinyRefusedChange } from './tiny-store';

const onCustomers: Partial<ReplayOptions> = { entitySets: ['Customers'] };

function linesOf(report: ReplayReport): readonly string[] {
  return formatReport(report).split('\n');
}

describe('a correct endpoint', () => {
  test('passes without a stale read, and nothing is left behind', async () => {
    const { report, server } = await judged({}, 'write-refresh');
    expect(brokenRules(report)).toEqual([]);
    expect(report.freshness?.stale).toBe(0);
    expect(report.freshness?.reads).toBeGreaterThan(500);
    expect(linesOf(report).at(-2)).toBe(`${report.freshness?.reads ?? ''} reads after writes, 0 stale reads`);
    const made = server.requests.filter(({ method }) => method === 'POST').length;
    const removed = server.requests.filter(({ method }) => method === 'DELETE').length;
    expect(made).toBeGreaterThan(20);
    expect(removed).toBeGreaterThanOrEqual(2 * 30);
    expect(linesOf(report).join()).not.toContain('had to be deleted');
  });

  test('may answer an update with the row', async () => {
    const { report } = await judged({ updatedBody: (row) => row }, 'write-refresh', onCustomers);
    expect(brokenRules(report)).toEqual([]);
  });

  test('may refuse to empty a column by its name', async () => {
    const { report } = await judged({}, 'write-refresh', onCustomers);
    const checks = report.entitySets[0]?.checks ?? [];
    expect(checks.some((check) => check.outcome === 'refused' && check.note?.includes('City'))).toBe(true);
  });

  test('may demand what not every row has, without saying what', async () => {
    const demanding: Faults = {
      meddle: (kind, values) => {
        if (kind === 'insert' && (values['GroupId'] ?? null) === null)
          throw new TinyRefusedChange(400, 'something is missing');
        return values;
      },
    };
    const { report } = await judged(demanding, 'write-refresh', onCustomers);
    expect(brokenRules(report)).toEqual([]);
  });

  test('is asked for the key of a source that has no value for it', async () => {
    const { report } = await judged({}, 'write-refresh', onCustomers);
    expect(linesOf(report).join()).toContain('Code has to be given');
  });
});

const isKeyRead = (url: string): boolean => /\w\([0-9a-f-]{36}\)/.test(url);

const brokenEndpoints: readonly (readonly [name: string, rule: Rule, faults: Faults])[] = [
  ['a row that is read stale by its key', 'stale', { remembers: isKeyRead }],
  [
    'a row that is read stale by a filter on its key',
    'stale',
    { remembers: (url) => url.includes('Id%20eq') },
  ],
  ['a grid that is stale', 'stale', { remembers: (url) => url.includes('startswith') }],
  ['a row that is remembered as missing', 'stale', { remembers: (_url, status) => status === 404 }],
  ['an update that is lost', 'stale', { meddle: (kind, values) => (kind === 'update' ? undefined : values) }],
  [
    'a null that is ignored',
    'stale',
    {
      meddle: (_kind, values) =>
        Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)),
    },
  ],
  [
    'a deletion that deletes nothing',
    'stale',
    { meddle: (kind, values) => (kind === 'delete' ? undefined : values) },
  ],
  [
    'an update that empties what it does not name',
    'write',
    {
      meddle: (kind, values, row) => {
        if (kind !== 'update') return values;
        const empty = Object.fromEntries(Object.keys(row).map((name) => [name, null]));
        return { ...empty, Id: row['Id'] ?? null, Code: row['Code'] ?? null, ...values };
      },
    },
  ],
  [
    'a name that is changed on the way',
    'write',
    {
      meddle: (kind, values) =>
        kind === 'insert' ? { ...values, Name: String(values['Name']).toUpperCase() } : values,
    },
  ],
  ['no Location', 'location', { head: (answer) => answer.removeHeader('location') }],
  ['no OData-EntityId', 'location', { head: (answer) => answer.removeHeader('odata-entityid') }],
  [
    'a relative Location',
    'location',
    {
      head: (answer) => {
        const location = answer.getHeader('location');
        if (location !== undefined) answer.setHeader('location', String(location).replace(/^.*\//, ''));
      },
    },
  ],
  [
    'the Location of another row',
    'location',
    {
      head: (answer) => {
        const location = answer.getHeader('location');
        if (location !== undefined)
          answer.setHeader(
            'location',
            String(location).replace(/\(.*\)/, '(5f3f2c7e-52a1-4c4e-8df0-3d0b7c1d9e77)'),
          );
      },
    },
  ],
  [
    '200 in place of 201',
    'status',
    {
      head: (answer) => {
        if (answer.statusCode === 201) answer.statusCode = 200;
      },
    },
  ],
  [
    '201 without a context',
    'context',
    {
      body: (body, url) => {
        if (url.endsWith('/Customers') || url.endsWith('/Groups')) delete body['@odata.context'];
      },
    },
  ],
  [
    '200 after an update with a body that is no row',
    'single-read',
    { updatedBody: ({ '@odata.context': context }) => ({ '@odata.context': context, ok: true }) },
  ],
  [
    '200 after an update with another row',
    'single-read',
    { updatedBody: (row) => ({ ...row, Id: '5f3f2c7e-52a1-4c4e-8df0-3d0b7c1d9e77' }) },
  ],
  [
    '202 after a deletion',
    'status',
    {
      head: (answer) => {
        if (answer.statusCode === 204 && answer.req.method === 'DELETE') answer.statusCode = 202;
      },
    },
  ],
  ['a second deletion that succeeds', 'not-found', { forgivesSecondDelete: true }],
  ['a refusal that does not say of what', 'refusal', { withoutTargets: true }],
];

describe('a broken endpoint is caught', () => {
  test.each(brokenEndpoints)('%s, by the rule %s', async (_name, rule, faults) => {
    const { report } = await judged(faults, 'write-refresh', onCustomers);
    expect(report.dataverseSafe).toBe(false);
    expect(brokenRules(report)).toContain(rule);
    expect((report.freshness?.stale ?? 0) > 0).toBe(brokenRules(report).includes('stale'));
  });

  test('a given Guid that is forgotten where rows have keys of their own', async () => {
    const { report } = await judged({ forgetsGivenKeys: true }, 'write-refresh', { entitySets: ['Groups'] });
    expect(brokenRules(report)).toContain('stale');
  });

  test('and what it has kept is deleted, or named where it can not be', async () => {
    const stays: Faults = { meddle: (kind, values) => (kind === 'delete' ? undefined : values) };
    const { report } = await judged(stays, 'write-refresh', onCustomers);
    const last = report.entitySets[0]?.checks.at(-1);
    expect(last?.note).toContain('had to be deleted');
    expect(last?.violations.map(({ rule }) => rule)).toEqual(['stale']);
  });
});

describe('an entity set that takes no rows is not applicable', () => {
  test.each([
    ['Insertable', 'false'],
    ['Deletable', 'false'],
  ])('%s %s', async (flag, value) => {
    const metadata = (xml: string): string =>
      xml.replaceAll(`Property="${flag}" Bool="true"`, `Property="${flag}" Bool="${value}"`);
    const { report, server } = await judged({ metadata }, 'write-refresh');
    expect(report.totals.failed).toBe(0);
    const notes = report.entitySets.map(({ checks }) => checks.at(-1)?.note);
    expect(notes.every((note) => note?.includes(`$metadata says ${flag} false`))).toBe(true);
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('nor does silence permit anything', async () => {
    const metadata = (xml: string): string => xml.replaceAll(/<Annotation .*?<\/Annotation>/g, '');
    const { report, server } = await judged({ metadata }, 'write-refresh');
    expect(report.entitySets[0]?.checks.at(-1)?.note).toContain("$metadata doesn't say Insertable");
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('without updates rows are created and deleted only', async () => {
    const metadata = (xml: string): string =>
      xml.replaceAll('Property="Updatable" Bool="true"', 'Property="Updatable" Bool="false"');
    const { report, server } = await judged({ metadata }, 'write-refresh', onCustomers);
    expect(brokenRules(report)).toEqual([]);
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'DELETE']));
  });
});

describe('on the wire', () => {
  test('a row is written as the client library does', async () => {
    const { server } = await judged({}, 'write-refresh', onCustomers);
    const posts = server.requests.filter(({ method }) => method === 'POST');
    const made = posts.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
    expect(posts[0]?.url).toBe('/odata/tiny/Customers');
    expect(posts[0]?.headers).toMatchObject({
      accept: 'application/json;odata.metadata=minimal',
      'accept-charset': 'UTF-8',
      'content-type': 'application/json;odata.metadata=minimal',
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
      'user-agent': 'Microsoft.OData.Client/7.2.0',
    });
    expect(posts[0]?.body).toMatch(
      /^\{"@odata\.type":"#Tiny\.Customer","Id@odata\.type":"#Guid","Id":"[0-9a-f-]{36}",/,
    );
    expect(
      posts.some(({ body }) => body.includes('"CreditLimit@odata.type":"#Decimal","CreditLimit":')),
    ).toBe(true);
    expect(made.some((row) => !('Id' in row))).toBe(true);
    expect(made.some((row) => row['Id'] === '00000000-0000-0000-0000-000000000000')).toBe(true);
    expect(made.some((row) => Object.values(row).includes(null))).toBe(true);
    expect(made.every((row) => String(row['Name']).startsWith('Replay-'))).toBe(true);
    expect(made.some((row) => 'ModifiedOn' in row)).toBe(false);
  });

  test('an update names a few columns, and a deletion has neither body nor version', async () => {
    const { server } = await judged({}, 'write-refresh', onCustomers);
    const patch = server.requests.find(({ method }) => method === 'PATCH');
    const columns = Object.keys(JSON.parse(patch?.body ?? '{}') as object).filter(
      (name) => !name.includes('@'),
    );
    expect(columns.length).toBeGreaterThan(1);
    expect(columns.length).toBeLessThan(6);
    const removal = server.requests.find(({ method }) => method === 'DELETE');
    expect(removal?.body).toBe('');
    expect(removal?.headers['odata-version']).toBeUndefined();
    expect(removal?.headers['content-type']).toBeUndefined();
  });
});
