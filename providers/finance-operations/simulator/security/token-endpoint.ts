/** The simulated Entra endpoints: client-credential tokens by v1 `resource` and v2 `scope`, and discovery. */
import { createHash, randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer';
import type { RegisteredClient, SimulatorOptions } from '../options';
import type { TokenIssuer } from './access-token';

export interface TokenEndpoint {
  readonly tenant: string;
  readonly version: 'v1' | 'v2';
}

/** `/{tenant}/oauth2/token` or `/{tenant}/oauth2/v2.0/token`. */
export function matchTokenEndpoint(path: string): TokenEndpoint | undefined {
  const [, tenant, v2] = /^\/([^/]+)\/oauth2(\/v2\.0)?\/token$/.exec(path) ?? [];
  return tenant === undefined ? undefined : { tenant, version: v2 === undefined ? 'v1' : 'v2' };
}

/** Issues a token for whatever resource is named; `/data` is the one that refuses a wrong audience. */
export function issueToken(
  endpoint: TokenEndpoint,
  form: URLSearchParams,
  options: SimulatorOptions,
  issuer: TokenIssuer,
): Answer {
  if (form.get('grant_type') !== 'client_credentials') {
    return refusal(
      400,
      'unsupported_grant_type',
      'AADSTS70003: The app requested an unsupported grant type.',
    );
  }
  const client = options.clients.find((each) => each.clientId === form.get('client_id'));
  if (client === undefined) {
    const text = `AADSTS700016: Application with identifier '${form.get('client_id')}' was not found in the directory.`;
    return refusal(400, 'unauthorized_client', text);
  }
  if (client.clientSecret !== form.get('client_secret')) {
    return refusal(401, 'invalid_client', 'AADSTS7000215: Invalid client secret provided.');
  }
  const audience = audienceOf(endpoint, form);
  if (audience === undefined) {
    return refusal(
      400,
      'invalid_request',
      'AADSTS70011: The provided value for scope or resource is not valid.',
    );
  }
  return json(200, tokenAnswer(endpoint, client, audience, options, issuer));
}

/** The scope of v2 is the resource with `/.default` behind it: `https://host//.default` asks for `https://host/`. */
function audienceOf({ version }: TokenEndpoint, form: URLSearchParams): string | undefined {
  if (version === 'v1') return form.get('resource') ?? undefined;
  const [, resource] = /^(.+)\/\.default$/.exec(form.get('scope') ?? '') ?? [];
  return resource;
}

function tokenAnswer(
  { tenant, version }: TokenEndpoint,
  { clientId }: RegisteredClient,
  audience: string,
  options: SimulatorOptions,
  issuer: TokenIssuer,
): object {
  const lifetime = options.tokenLifetimeSeconds;
  const exp = Math.floor(Date.now() / 1000) + lifetime;
  const access_token = issuer.issue({
    aud: audience,
    tid: tenant,
    oid: principalOf(clientId),
    appid: clientId,
    exp,
  });
  // The first version writes its numbers as text.
  return version === 'v1'
    ? {
        token_type: 'Bearer',
        expires_in: String(lifetime),
        expires_on: String(exp),
        resource: audience,
        access_token,
      }
    : { token_type: 'Bearer', expires_in: lifetime, ext_expires_in: lifetime, access_token };
}

function principalOf(clientId: string): string {
  const hex = createHash('sha256').update(clientId).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** OpenID discovery, which client libraries read before they ask for a token. */
export function discoveryDocument(path: string, authority: string): Answer | undefined {
  const [, tenant, v2] = /^\/([^/]+)(\/v2\.0)?\/\.well-known\/openid-configuration$/.exec(path) ?? [];
  if (tenant === undefined) return undefined;
  const version = v2 ?? '';
  return json(200, {
    issuer: `${authority}/${tenant}${version}`,
    token_endpoint: `${authority}/${tenant}/oauth2${version}/token`,
    authorization_endpoint: `${authority}/${tenant}/oauth2${version}/authorize`,
    jwks_uri: `${authority}/${tenant}/discovery${version}/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    response_types_supported: ['code', 'id_token', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
  });
}

function refusal(status: number, error: string, description: string): Answer {
  return json(status, {
    error,
    error_description: description,
    error_codes: [Number(/\d+/.exec(description)?.[0] ?? 0)],
    correlation_id: randomUUID(),
  });
}

function json(status: number, body: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  };
}
