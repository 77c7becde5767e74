/** What administrators see of a configuration: settings, and no secret under whatever name a provider gave it. */
import { hideSecrets } from '../../src/gateway/hide-secrets';

const canary = 'canary-secret';

class Credential {
  kind = 'clientSecret';
  clientId = 'app';
  clientSecret = canary;
}

test.each([
  { password: canary },
  { apiKey: canary },
  { nested: { deeper: { accessToken: canary } } },
  { headers: { 'x-anything': canary } },
  { secrets: [canary] },
  { tokens: { first: canary } },
  { dsn: `Server=db;Uid=app;Pwd=${canary};` },
  { url: `https://user:${canary}@host.example/path` },
  { url: `https://host.example/path?sas=${canary}` },
  { rows: [{ Name: canary }] },
  { credential: new Credential() },
])('hides the secret of %j', (configuration) => {
  expect(JSON.stringify(hideSecrets(configuration))).not.toContain(canary);
});

test('shows everything else', () => {
  const configuration = {
    url: 'https://contoso.example',
    pageSize: 5,
    linkHosts: ['a', 'b'],
    on: true,
    off: undefined,
  };
  expect(hideSecrets(configuration)).toEqual({
    url: 'https://contoso.example',
    pageSize: 5,
    linkHosts: ['a', 'b'],
    on: true,
  });
  expect(hideSecrets({ credential: new Credential() })).toEqual({
    credential: { kind: 'clientSecret', clientId: 'app', clientSecret: '(hidden)' },
  });
});
