import { defaultClient } from '../../../../providers/finance-operations/simulator/options';
import { SimulatorClient } from './simulator-client';

let client: SimulatorClient;
beforeAll(async () => {
  client = await SimulatorClient.start({ auth: 'required' });
});
afterAll(() => client.close());
afterEach(() => {
  client.options.tokenLifetimeSeconds = 3599;
  client.options.unregisteredStatus = 401;
});

interface TokenAnswer {
  readonly access_token: string;
  readonly expires_in: number | string;
  readonly error?: string;
}

async function requestToken(
  form: Readonly<Record<string, string>>,
  { version = '', tenant = client.options.tenantId } = {},
): Promise<{ status: number; body: TokenAnswer }> {
  const response = await fetch(`${client.simulator.url}/${tenant}/oauth2${version}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: defaultClient.clientId,
      client_secret: defaultClient.clientSecret,
      ...form,
    }),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer };
}

async function statusWith(form: Readonly<Record<string, string>>, target = {}): Promise<number> {
  const { body } = await requestToken(form, target);
  return statusOf(`Bearer ${body.access_token}`);
}

async function statusOf(authorization: string): Promise<number> {
  return (await client.get('/data/Companies', { authorization })).status;
}

describe('tokens', () => {
  test('a v1 token for the resource is accepted, and its numbers are text', async () => {
    const { body } = await requestToken({ resource: client.simulator.url });
    expect(body.expires_in).toBe('3599');
    expect(await statusOf(`Bearer ${body.access_token}`)).toBe(200);
  });

  test('a v2 token for the scope is accepted', async () => {
    const { body } = await requestToken({ scope: `${client.simulator.url}/.default` }, { version: '/v2.0' });
    expect(body.expires_in).toBe(3599);
    expect(await statusOf(`Bearer ${body.access_token}`)).toBe(200);
  });

  test('a wrong audience gets a token, which is refused', async () => {
    const { url } = client.simulator;
    expect(await statusWith({ resource: `${url}/` })).toBe(401);
    expect(await statusWith({ resource: url.toUpperCase() })).toBe(401);
    expect(await statusWith({ resource: 'https://other.operations.dynamics.com' })).toBe(401);
    expect(await statusWith({ scope: `${url}//.default` }, { version: '/v2.0' })).toBe(401);
  });

  test('a token of another tenant is refused', async () => {
    expect(await statusWith({ resource: client.simulator.url }, { tenant: 'organizations' })).toBe(401);
  });

  test('no token, a made-up one and an outlived one are 401 without a body', async () => {
    client.options.tokenLifetimeSeconds = -1;
    const outlived = (await requestToken({ resource: client.simulator.url })).body.access_token;
    expect(await statusOf(`Bearer ${outlived}`)).toBe(401);
    expect(await statusOf('Bearer a.b.c')).toBe(401);
    const bare = await client.get('/metadata/PublicEntities');
    expect([bare.status, bare.text]).toEqual([401, '']);
  });

  test('a changed payload breaks the signature', async () => {
    const { body } = await requestToken({ resource: client.simulator.url });
    const [head, , signature] = body.access_token.split('.');
    const forged = Buffer.from(JSON.stringify({ aud: client.simulator.url })).toString('base64url');
    expect(await statusOf(`Bearer ${head}.${forged}.${signature}`)).toBe(401);
  });

  test('a wrong secret and an unknown application get no token', async () => {
    const resource = client.simulator.url;
    expect(await requestToken({ resource, client_secret: 'no' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
    expect(await requestToken({ resource, client_id: 'no' })).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
  });

  test('an application without a user is refused by F&O, with 401 or 403', async () => {
    const unmapped = { client_id: client.options.clients[2]?.clientId ?? '', resource: client.simulator.url };
    expect(await statusWith(unmapped)).toBe(401);
    client.options.unregisteredStatus = 403;
    expect(await statusWith(unmapped)).toBe(403);
  });

  test('discovery names the token endpoint', async () => {
    const found = await client.json(`/${client.options.tenantId}/v2.0/.well-known/openid-configuration`);
    expect(found['token_endpoint']).toBe(
      `${client.simulator.url}/${client.options.tenantId}/oauth2/v2.0/token`,
    );
  });
});

describe('companies', () => {
  test('each client sees its default company only, unless it asks across companies', async () => {
    const seen = await Promise.all(
      client.options.clients.slice(0, 2).map(async ({ clientId }) => {
        const { body } = await requestToken({ client_id: clientId, resource: client.simulator.url });
        const authorization = `Bearer ${body.access_token}`;
        const groups = await client.json('/data/CustomerGroups?$select=dataAreaId', { authorization });
        return [...new Set((groups['value'] as { dataAreaId: string }[]).map((row) => row.dataAreaId))];
      }),
    );
    expect(seen).toEqual([['usmf'], ['demf']]);
  });

  test('the log has the company of the caller and no token', async () => {
    client.simulator.resetRequests();
    const { body } = await requestToken({ resource: client.simulator.url });
    await client.get('/data/CustomerGroups?$top=1&cross-company=true', {
      authorization: `Bearer ${body.access_token}`,
    });
    const [, read] = client.simulator.requests;
    expect(read).toMatchObject({
      method: 'GET',
      url: '/data/CustomerGroups?$top=1&cross-company=true',
      path: '/data/CustomerGroups',
      query: { $top: '1', 'cross-company': 'true' },
      status: 200,
      company: 'usmf',
      clientId: defaultClient.clientId,
    });
    expect(JSON.stringify(client.simulator.requests)).not.toContain(body.access_token);
  });
});
