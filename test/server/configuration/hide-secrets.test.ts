/** What administrators see of a configuration: settings, and no secret under whatever name a provider gave it. */
import 'reflect-metadata';
import { IsString } from 'class-validator';
import { builtInProviders } from '../../../src/server/built-in-providers';
import { effectiveSettings, settingsBelow } from '../../../src/server/configuration/effective-settings';
import { GatewaySettings } from '../../../src/server/configuration/gateway-settings';
import { saidSecret, soundsSecret } from '../../../src/server/configuration/hide-secrets';
import { nestingOf, type SettingsClass, settingsOf } from '../../../src/server/configuration/sections';

const canary = 'canary-secret';

class Credential {
  kind = 'clientSecret';
  clientId = 'app';
  clientSecret = canary;
}

/** Whose names tell nothing, or too much. */
class Marked {
  @IsString({ context: { secret: true } })
  pin = canary;

  @IsString({ context: { secret: false } })
  authority = 'https://login.example';

  @IsString({ context: { secret: true }, each: true })
  pins = [canary];
}

function shown(configuration: object): object {
  const settings = effectiveSettings({
    document: { placeOf: () => undefined, isSubstituted: () => false },
    overrides: { dataFolder: './var' },
    settings: {},
    connections: [{ name: 'it', provider: { name: 'any' }, configuration, settings: {} }],
  });
  const { provider: _name, ...rest } = settingsBelow(settings, ['connections', 'it']);
  return rest;
}

test.each<object>([
  { password: canary },
  { apiKey: canary },
  { nested: { deeper: { accessToken: canary } } },
  { headers: { 'x-anything': canary } },
  { secrets: [canary] },
  { keys: [canary] },
  { keys: [{ secret: canary }] },
  { tokens: { first: canary } },
  { constructor: { password: canary } },
  { dsn: `Server=db;Uid=app;Pwd=${canary};` },
  { url: `https://user:${canary}@host.example/path` },
  { url: `redis://user:${canary}@${canary}@host.example` },
  { url: `postgres://user:${canary}?${canary}@host.example/db` },
  { url: `https://host.example/path?sas=${canary}` },
  { url: `jdbc+x://host.example/path?sas=${canary}` },
  { rows: [{ Name: canary }] },
  { credential: new Credential() },
  new Marked(),
  { section: new Marked(), list: [new Marked()], map: new Map([['a', new Marked()]]) },
])('hides the secret of %j', (configuration) => {
  expect(JSON.stringify(shown(configuration))).not.toContain(canary);
});

test('shows everything else', () => {
  const configuration = {
    url: 'https://contoso.example',
    pageSize: 5,
    linkHosts: ['a', 'b'],
    on: true,
    off: undefined,
  };
  expect(shown(configuration)).toEqual({
    url: 'https://contoso.example',
    pageSize: 5,
    linkHosts: ['a', 'b'],
    on: true,
  });
  expect(shown({ credential: new Credential() })).toEqual({
    credential: { kind: 'clientSecret', clientId: 'app', clientSecret: '(hidden)' },
  });
  expect(shown(new Marked())).toMatchObject({ pin: '(hidden)', authority: 'https://login.example' });
  expect(shown({ map: new Map([['PassportNumber', 'PASSPORT']]) })).toEqual({
    map: { PassportNumber: 'PASSPORT' },
  });
});

test('each setting of ours that sounds like a secret says whether it is one', () => {
  const silent: string[] = [];
  const seen = new Set<SettingsClass>();
  const look = (type: SettingsClass): void => {
    if (seen.has(type)) return;
    seen.add(type);
    for (const [name, rules] of settingsOf(type)) {
      const nesting = nestingOf(type, name);
      if (soundsSecret(name) && saidSecret(rules) === undefined && nesting === undefined)
        silent.push(`${type.name}.${name}`);
      if (nesting === undefined) continue;
      const { discriminator } = { discriminator: undefined, ...nesting };
      for (const inner of discriminator?.types.map((one) => one.type) ?? [nesting.type]) look(inner);
    }
  };
  for (const type of [GatewaySettings, ...builtInProviders.map(({ configuration }) => configuration)])
    look(type);
  expect([...seen].map(({ name }) => name)).toEqual(
    expect.arrayContaining(['ApiKeySettings', 'ClientSecret']),
  );
  expect(silent).toEqual([]);
});
