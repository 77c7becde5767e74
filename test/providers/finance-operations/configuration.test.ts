import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { FinanceOperationsConfiguration } from '../../../providers/finance-operations/configuration';

function faultsOf(plain: object): readonly string[] {
  const configuration = plainToInstance(FinanceOperationsConfiguration, plain);
  return messagesOf(
    validateSync(configuration, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true }),
  );
}

function messagesOf(errors: readonly ValidationError[]): string[] {
  return errors.flatMap(({ constraints, children }) => [
    ...Object.values(constraints ?? {}),
    ...messagesOf(children ?? []),
  ]);
}

const secret = { kind: 'clientSecret', tenantId: 'contoso.example', clientId: 'app', clientSecret: 's' };
const url = 'https://contoso.operations.dynamics.com';

describe('FinanceOperationsConfiguration', () => {
  test.each<[string, object]>([
    ['a client secret', { url, credential: secret }],
    ['an address with slash', { url: `${url}/`, credential: secret }],
    [
      'a certificate',
      { url, credential: { kind: 'certificate', tenantId: 't', clientId: 'c', certificatePath: 'a.pem' } },
    ],
    ['a managed identity', { url, credential: { kind: 'managedIdentity' } }],
    ['a named managed identity', { url, credential: { kind: 'managedIdentity', clientId: 'c' } }],
    ['a workload identity', { url, credential: { kind: 'workloadIdentity' } }],
    ['what the machine offers', { url, credential: { kind: 'default' } }],
    ['no credential, said explicitly', { url, credential: { kind: 'none' } }],
    [
      'plain http on this machine',
      { url: 'http://127.0.0.1:8080', credential: { ...secret, authority: 'http://localhost:9' } },
    ],
    ['the simulator', { simulator: true }],
    ['a smaller simulator', { simulator: { customers: 100 } }],
    [
      'all settings',
      {
        url,
        credential: secret,
        linkHosts: ['aos.local'],
        maxUrlLength: 1000,
        pageSize: 100,
        metadataTtl: '30m',
        text: 'superset',
      },
    ],
  ])('takes %s', (_name, plain) => {
    expect(faultsOf(plain)).toEqual([]);
  });

  test.each<[string, object, string]>([
    ['nothing', {}, 'is missing (or `simulator'],
    ['no credential', { url }, 'is missing'],
    ['plain http', { url: 'http://contoso.example', credential: secret }, 'https://'],
    ['a path', { url: `${url}/data`, credential: secret }, 'must end after the host name'],
    ['a password in the address', { url: 'https://a:b@contoso.example', credential: secret }, 'user name'],
    ['no address', { url: 'contoso', credential: secret }, 'must be an address'],
    ['an unknown kind', { url, credential: { kind: 'password' } }, 'must be one of clientSecret'],
    [
      'a missing secret',
      { url, credential: { kind: 'clientSecret', tenantId: 't', clientId: 'c' } },
      'must not be empty',
    ],
    [
      'a secret where none belongs',
      { url, credential: { kind: 'managedIdentity', clientSecret: 's' } },
      'property clientSecret should not exist',
    ],
    ['an unknown key', { url, credential: secret, urll: 1 }, 'urll'],
    ['an unknown key in the credential', { url, credential: { ...secret, secret: 's' } }, 'secret'],
    ['an address as host', { url, credential: secret, linkHosts: ['https://x'] }, 'host names'],
    ['too short URLs', { url, credential: secret, maxUrlLength: 10 }, 'maxUrlLength'],
    ['a bare number as duration', { url, credential: secret, metadataTtl: '24' }, 'duration'],
    ['a switched-off simulator', { simulator: false }, 'must be true or the settings'],
    ['an unknown setting of the simulator', { simulator: { custommers: 5 } }, 'has no setting custommers'],
    ['an open authority', { url, credential: { ...secret, authority: 'http://login.example' } }, 'https://'],
  ])('refuses %s', (_name, plain, expected) => {
    expect(faultsOf(plain).join('\n')).toContain(expected);
  });

  test('no fault shows the secret', () => {
    const faults = faultsOf({
      url: 'x',
      credential: { kind: 'default', clientSecret: 'hush-hush', tenantId: '?' },
    });
    expect(faults.length).toBeGreaterThan(1);
    expect(faults.join()).not.toContain('hush-hush');
  });
});
