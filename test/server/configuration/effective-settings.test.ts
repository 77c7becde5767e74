/** The settings in effect: what each is, where it comes from, and nothing secret. */
import { pathText } from '../../../src/server/configuration/fault';
import { environment, example, load } from './example';

function shown(text: string, env?: Readonly<Record<string, string>>) {
  const outcome = load(text, env);
  if ('faults' in outcome) throw new Error('The example has faults.');
  const { file, settings } = outcome.configuration.shown;
  const byPath = new Map(settings().map((setting) => [pathText(setting.path), setting]));
  return { file, settings, at: (path: string) => byPath.get(path) };
}

const lineOf = (text: string): number => example.split('\n').findIndex((line) => line.includes(text)) + 1;

describe('the settings of a file that uses everything', () => {
  const { file, settings, at } = shown(example);

  test('say where they stand, or that they are not there', () => {
    expect(file).toBe('gateway.yaml');
    expect(at('admin.host')).toEqual({
      path: ['admin', 'host'],
      value: '0.0.0.0',
      origin: { kind: 'file', line: lineOf('host: 0.0.0.0'), substituted: false },
      description: expect.stringMatching(/^Address to listen on/),
    });
    expect(at('limits.nesting')).toMatchObject({ value: 100, origin: { kind: 'default' } });
    expect(at('connections.spare.provider')).toMatchObject({
      value: 'nothing',
      origin: { kind: 'file', line: lineOf('provider: nothing'), substituted: false },
    });
    expect(at('dataFolder')).toMatchObject({ value: './var', origin: { kind: 'default' } });
  });

  test('are those of services, their sets and their keys, too', () => {
    expect(at('services.sales.auth.keys[0].id')).toMatchObject({ value: 'dataverse-2026' });
    expect(at('services.sales.auth.keys[0].secret')).toMatchObject({
      value: '(hidden)',
      origin: { kind: 'file', substituted: true },
    });
    expect(at('services.sales.auth.keys[0].header')).toMatchObject({ value: 'X-Functions-Key' });
    expect(at('services.public.auth')).toMatchObject({ value: 'none' });
  });

  test('hold no secret of the file or of the environment', () => {
    const text = JSON.stringify(settings());
    for (const secret of [
      environment.CONTOSO_SECRET,
      environment.SALES_KEY,
      'old-key-old-key-old-key',
      'ops-key-ops-key-ops-key',
      '0123456789abcdef-link',
      ':secret@redis',
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(at('cache.redis.url')?.value).toBe('redis://(hidden)@redis:6379');
  });
});

test('variables that override a setting are named, whether or not it stands in the file', () => {
  const { at } = shown('data: { port: 1 }\nconnections: {}\nservices: {}\n', {
    VTG_PORT: '4000',
    VTG_PUBLIC_URL: 'https://gateway.example',
    VTG_DATA_DIR: '/data',
  });
  expect(at('data.port')).toMatchObject({
    value: 4000,
    origin: { kind: 'environment', variable: 'VTG_PORT' },
    description: expect.stringContaining('VTG_PORT'),
  });
  expect(at('publicUrl')).toMatchObject({
    value: 'https://gateway.example',
    origin: { kind: 'environment', variable: 'VTG_PUBLIC_URL' },
  });
  expect(at('dataFolder')).toMatchObject({ value: '/data', origin: { variable: 'VTG_DATA_DIR' } });
});
