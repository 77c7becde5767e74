import { brokenConfigurations } from './broken-configurations';
import { environment, example, faultsOf } from './example';

test('the example itself has no fault', () => {
  expect(faultsOf(example)).toEqual([]);
});

test.each(brokenConfigurations.map((broken) => [broken.title, broken] as const))(
  'finds %s',
  (_, { from, to, faults }) => {
    expect(example.split(from).length).toBeGreaterThan(1);
    expect(faultsOf(example.replace(from, () => to))).toEqual(faults.map((fault) => `gateway.yaml:${fault}`));
  },
);

test('finds the faults of all places at once, in the order of the file', () => {
  const apart = ['timout', 'url: 16384', 'port: 65536', 'provider: fakes', 'from: [Id, Id]', 'auth: all'];
  const chosen = brokenConfigurations.filter(({ to }) => apart.some((part) => to.includes(part)));
  expect(chosen).toHaveLength(apart.length);
  const text = chosen.reduce((before, { from, to }) => before.replace(from, () => to), example);
  const lines = faultsOf(text).map((fault) => Number(fault.split(':')[1]));
  expect(lines).toEqual([3, 9, 14, 33, 67, 69]);
});

test('prints no value of the file or the environment', () => {
  const texts = brokenConfigurations.map(({ from, to }) => example.replace(from, () => to));
  const secrets = [
    ...Object.values(environment).filter((value) => value.length >= 8),
    'S3cret-pass',
    'old-key',
    'pw!',
  ];
  for (const text of texts) {
    const faults = faultsOf(text).join('\n');
    for (const secret of secrets) expect(faults).not.toContain(secret);
  }
});

test('names each missing variable, and only once', () => {
  const missing = faultsOf(example, {});
  expect(missing).toEqual([
    'gateway.yaml:7:29 admin.auth.keys[0].secret: needs the environment variable OPS_KEY, which is not set',
    'gateway.yaml:15:5 connections.contoso.url: needs the environment variable REGION, which is not set',
    'gateway.yaml:16:39 connections.contoso.credential.secret: needs the environment variable CONTOSO_SECRET, which is not set',
    'gateway.yaml:17:5 connections.contoso.pageSize: needs the environment variable PAGE_SIZE, which is not set',
    'gateway.yaml:18:5 connections.contoso.verify: needs the environment variable VERIFY, which is not set',
    'gateway.yaml:29:11 services.sales.auth.keys[0].secret: needs the environment variable SALES_KEY, which is not set',
  ]);
});

test.each([
  ['', '1:1: is empty: it needs connections and services'],
  ['# only a comment\n', '1:1: is empty: it needs connections and services'],
  ['just text', '1:1: must be a section of its own (lines of key: value)'],
  ['- a\n- b', '1:1: must be a section of its own (lines of key: value)'],
])('says what %j lacks', (text, fault) => {
  expect(faultsOf(text)).toEqual([`gateway.yaml:${fault}`]);
});
