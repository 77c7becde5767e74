import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CredentialsInvalid, DeadlineExceeded } from '../../../src/provider-sdk/index';
import { TokenCache, type AccessToken } from '../../../providers/finance-operations/token-cache';
import { tokenFetcherOf } from '../../../providers/finance-operations/credential';
import { callContext, connect, ORIGIN, ScriptedHttp } from './scripted-environment';

const MINUTE = 60_000;

/** Tokens `t1`, `t2` … that live an hour, and a clock that stands still until it is set. */
function fakeTokens(life = 60 * MINUTE) {
  const clock = { now: 0 };
  let fetched = 0;
  const cache = new TokenCache(
    async () => ({ token: `t${++fetched}`, expires: clock.now + life }),
    () => clock.now,
  );
  return { cache, clock, fetched: () => fetched };
}

describe('TokenCache', () => {
  test('fetches once for all who wait', async () => {
    const { cache, fetched } = fakeTokens();
    const tokens = await Promise.all([1, 2, 3].map(() => cache.token(callContext())));
    expect(tokens).toEqual(['t1', 't1', 't1']);
    expect(fetched()).toBe(1);
  });

  test('renews five minutes early without letting anybody wait', async () => {
    const { cache, clock, fetched } = fakeTokens();
    await cache.token(callContext());
    clock.now = 54 * MINUTE;
    expect(await cache.token(callContext())).toBe('t1');
    expect(fetched()).toBe(1);
    clock.now = 55 * MINUTE;
    expect(await cache.token(callContext())).toBe('t1');
    await Promise.resolve();
    expect(await cache.token(callContext())).toBe('t2');
    expect(fetched()).toBe(2);
  });

  test('never gives an expired token', async () => {
    const { cache, clock } = fakeTokens();
    await cache.token(callContext());
    clock.now = 60 * MINUTE;
    expect(await cache.token(callContext())).toBe('t2');
  });

  test('renews a refused token once, however many were refused with it', async () => {
    const { cache, fetched } = fakeTokens();
    const refused = await cache.token(callContext());
    const tokens = await Promise.all([1, 2].map(() => cache.renew(refused, callContext())));
    expect(tokens).toEqual(['t2', 't2']);
    expect(await cache.renew(refused, callContext())).toBe('t2');
    expect(fetched()).toBe(2);
  });

  test('a failed fetch is tried again by the next caller', async () => {
    let attempts = 0;
    const fetch = async (): Promise<AccessToken> => {
      attempts += 1;
      if (attempts === 1) throw new CredentialsInvalid('no');
      return { token: 'good', expires: 60 * MINUTE };
    };
    const cache = new TokenCache(fetch, () => 0);
    await expect(cache.token(callContext())).rejects.toThrow(CredentialsInvalid);
    expect(await cache.token(callContext())).toBe('good');
  });

  test('a caller whose time is over leaves, and the flight goes on for the others', async () => {
    let land: (token: AccessToken) => void = () => undefined;
    const cache = new TokenCache(
      () => new Promise((resolve) => (land = resolve)),
      () => 0,
    );
    const late = cache.token({ ...callContext(), deadline: Date.now() });
    const patient = cache.token(callContext());
    await expect(late).rejects.toThrow(DeadlineExceeded);
    land({ token: 'good', expires: 60 * MINUTE });
    expect(await patient).toBe('good');
  });
});

describe('a token that F&O refuses', () => {
  const credential = {
    kind: 'clientSecret',
    tenantId: 't',
    clientId: 'c',
    clientSecret: 's',
    authority: 'http://127.0.0.1:9',
  } as const;
  let signIns = 0;

  function environment(accepted: string) {
    signIns = 0;
    return connect(
      (path, { token }) => {
        if (path.includes('/oauth2/')) return { body: { access_token: `t${++signIns}`, expires_in: 3599 } };
        return token === accepted ? { body: { value: [] } } : { status: 401 };
      },
      { credential },
    );
  }

  test('is renewed once', async () => {
    const { connection, http } = await environment('t2');
    await connection.check(callContext());
    expect(http.requests.map(({ token }) => token)).toEqual([undefined, 't1', undefined, 't2']);
  });

  test('twice is a matter of the credential', async () => {
    const { connection, http } = await environment('another');
    await expect(connection.check(callContext())).rejects.toThrow(CredentialsInvalid);
    expect(http.requests).toHaveLength(4);
  });
});

describe('the sign-in call to a login host on this machine', () => {
  const credential = {
    kind: 'clientSecret',
    tenantId: 'contoso.example',
    clientId: 'app',
    clientSecret: 'p&ss=word',
    authority: 'http://127.0.0.1:3999',
  } as const;

  test('asks for the environment itself, in form encoding', async () => {
    const http = new ScriptedHttp(() => ({ body: { access_token: 'secret', expires_in: 3599 } }));
    const origins: string[] = [];
    const fetch = tokenFetcherOf(credential, ORIGIN, (origin) => {
      origins.push(origin);
      return http;
    });
    const before = Date.now();
    const token = await fetch?.();
    expect(token?.token).toBe('secret');
    expect(token?.expires).toBeGreaterThanOrEqual(before + 3_599_000);
    expect(origins).toEqual(['http://127.0.0.1:3999']);
    expect(http.requests[0]).toMatchObject({ method: 'POST', path: '/contoso.example/oauth2/v2.0/token' });
    expect(new URLSearchParams(String(http.requests[0]?.body)).get('scope')).toBe(`${ORIGIN}/.default`);
    expect(new URLSearchParams(String(http.requests[0]?.body)).get('client_secret')).toBe('p&ss=word');
  });

  test.each([
    { status: 401, body: { error: 'invalid_client' } },
    { status: 200, body: { token_type: 'Bearer' } },
    { status: 200, body: { access_token: 'x', expires_in: 'soon' } },
  ])('refuses %j without telling the secret', async (answer) => {
    const fetch = tokenFetcherOf(credential, ORIGIN, () => new ScriptedHttp(() => answer));
    const error: unknown = await fetch?.().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CredentialsInvalid);
    expect(JSON.stringify(error) + String(error)).not.toContain('p&ss=word');
  });

  test('none sends no token', () => {
    expect(tokenFetcherOf({ kind: 'none' }, ORIGIN, () => new ScriptedHttp(() => ({})))).toBeUndefined();
  });
});

describe('signing in with @azure/identity', () => {
  test('a managed identity asks the machine for a token of the environment', async () => {
    const asked: string[] = [];
    const machine = createServer((request, response) => {
      asked.push(decodeURIComponent(request.url ?? ''));
      const expires = Math.floor(Date.now() / 1000) + 3600;
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ access_token: 'from the machine', expires_on: expires, token_type: 'Bearer' }),
      );
    });
    await new Promise<void>((resolve) => machine.listen(0, '127.0.0.1', resolve));
    const { port } = machine.address() as AddressInfo;
    process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${port}/token`;
    process.env['IDENTITY_HEADER'] = 'header';
    try {
      const fetch = tokenFetcherOf({ kind: 'managedIdentity' }, ORIGIN, () => new ScriptedHttp(() => ({})));
      const token = await fetch?.();
      expect(token?.token).toBe('from the machine');
      expect(token?.expires).toBeGreaterThan(Date.now());
      expect(asked[0]).toContain(`resource=${ORIGIN}`);
    } finally {
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
      machine.close();
      machine.closeAllConnections();
    }
  });

  test('a credential that cannot work is CredentialsInvalid and tells no path or secret', async () => {
    const fetch = tokenFetcherOf(
      {
        kind: 'certificate',
        tenantId: 'contoso.example',
        clientId: 'app',
        certificatePath: '/nowhere/secret.pem',
      },
      ORIGIN,
      () => new ScriptedHttp(() => ({})),
    );
    const error: unknown = await fetch?.().catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(CredentialsInvalid);
    expect(String(error)).not.toContain('/nowhere');
  });
});
