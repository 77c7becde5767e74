/** What lookups may cost: the admin port's numbers are held against what is allowed, and stated either way. */
import type { ReplayOptions } from '../support/dataverse-client/replay';
import { replay } from '../support/dataverse-client/replay';
import type { ReplayReport } from '../support/dataverse-client/report';
import { brokenRules, judged } from './judged';
import type { Faults } from './tiny-faults';
import { startTinyServer } from './tiny-odata-server';

async function counted(faults: Faults): Promise<ReplayReport> {
  const server = await startTinyServer(faults);
  const options: ReplayOptions = {
    profile: 'n-plus-one',
    url: server.url,
    entitySets: ['Customers'],
    admin: server.adminUrl,
  };
  try {
    return await replay(options);
  } finally {
    await server.close();
  }
}

const upstreamChecks = (report: ReplayReport): ReplayReport['entitySets'][number]['checks'] =>
  report.entitySets.flatMap(({ checks }) => checks.filter(({ name }) => name.includes('upstream')));

const isKeyRead = (url: string): boolean => url.includes('Customers(');

const kept: NonNullable<Faults['head']> = (answer) => {
  answer.setHeader('cache-status', 'tiny;hit;ttl=42');
};

/** Only the first of fifty lookups costs a call. */
function absorbing(): NonNullable<Faults['costs']> {
  let reads = 0;
  return (url) => {
    if (!isKeyRead(url)) return 1;
    reads += 1;
    return reads % 50 === 1 ? 1 : 0;
  };
}

describe('a gateway that asks once for many', () => {
  test('states what was allowed and what it cost', async () => {
    const report = await counted({ costs: absorbing() });
    expect(brokenRules(report)).toEqual([]);
    const [burst, grid] = upstreamChecks(report);
    expect(burst?.note).toMatch(/^50 lookups: 1 upstream calls, 1 allowed; no Cache-Status/);
    expect(grid?.note).toBe('the 50 rows of a grid: 1 upstream calls, 1 allowed');
  });

  test('is asked again where it says that it keeps the answers', async () => {
    const report = await counted({ costs: () => 0, head: kept });
    expect(brokenRules(report)).toEqual([]);
    const [burst, grid] = upstreamChecks(report);
    expect(burst?.note).toContain('the same again: 0 upstream calls, 0 allowed');
    expect(grid?.note).toContain('0 upstream calls, 0 allowed');
  });
});

describe('is caught', () => {
  test.each([
    ['a call for each lookup', { costs: () => 1 }],
    ['a cache that asks again', { costs: absorbing(), head: kept }],
    ['several calls for fifty lookups', { costs: (url: string) => (/\(\w{7}[08]-/.test(url) ? 1 : 0) }],
  ])('%s', async (_name, faults) => {
    expect(brokenRules(await counted(faults))).toEqual(['upstream']);
  });
});

describe('without numbers', () => {
  test('it is not applicable where no admin address was given', async () => {
    const { report } = await judged({}, 'n-plus-one', { entitySets: ['Customers'] });
    expect(upstreamChecks(report).map(({ outcome }) => outcome)).toEqual(['skipped', 'skipped']);
    expect(upstreamChecks(report)[0]?.note).toBe('no --admin address was given');
  });

  test.each(['http://127.0.0.1:1/', 'nowhere'])('it fails where %s gives none', async (admin) => {
    const server = await startTinyServer();
    const address = admin === 'nowhere' ? server.url : admin;
    const report = await replay({ profile: 'n-plus-one', url: server.url, admin: address });
    await server.close();
    expect(brokenRules(report)).toEqual(['upstream']);
  });
});
