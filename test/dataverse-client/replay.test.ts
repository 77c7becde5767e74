/** The replaying Dataverse as a judge: it passes a correct endpoint and catches each broken one by the right rule. */
import { profileNames } from '../support/dataverse-client/profiles';
import { replay } from '../support/dataverse-client/replay';
import { formatReport } from '../support/dataverse-client/report';
import { brokenEndpoints } from './broken-endpoints';
import { brokenRules, judged } from './judged';
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
