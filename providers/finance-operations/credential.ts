/** Fetches access tokens for an environment from Microsoft Entra ID, in the way that the configuration names. */
import type * as Identity from '@azure/identity';
import {
  CredentialsInvalid,
  OutcomeUnknown,
  Unavailable,
  type HttpClient,
} from '../../src/provider-sdk/index';
import type { ClientSecret, CredentialConfiguration } from './credential-configuration';
import { isLoopback, originOf } from './origin';
import { memberOf } from './read-errors';
import type { AccessToken, FetchToken } from './token-cache';

type EntraCredential = Exclude<CredentialConfiguration, { kind: 'none' }>;

const SIGN_IN_TIMEOUT = 20_000;

/**
 * @param origin the environment: lower case, without trailing slash, or Entra's token is refused (facts page 1.3)
 * @param http opens a client for a plain-http authority on this machine, which `@azure/identity` refuses to call
 * @returns undefined for `none`
 */
export function tokenFetcherOf(
  credential: CredentialConfiguration,
  origin: string,
  http: (origin: string) => HttpClient,
): FetchToken | undefined {
  if (credential.kind === 'none') return undefined;
  const scope = `${origin}/.default`;
  if (credential.kind === 'clientSecret' && isPlainLoopback(credential.authority)) {
    return loopbackFetcher(credential, scope, http(originOf(credential.authority)));
  }
  return () => fetchFromEntra(credential, scope);
}

/** `@azure/identity` refuses to call such a sign-in host. */
function isPlainLoopback(authority: string | undefined): authority is string {
  const url = authority === undefined ? null : URL.parse(authority);
  return url?.protocol === 'http:' && isLoopback(url.hostname);
}

/** A new credential each time: the library keeps tokens too, and would give back the very one that was refused. */
async function fetchFromEntra(credential: EntraCredential, scope: string): Promise<AccessToken> {
  // Loading takes about 200 ms and 29 MB, so it waits until a connection needs it.
  const identity = await loadIdentity();
  try {
    const abortSignal = AbortSignal.timeout(SIGN_IN_TIMEOUT);
    const token = await azureCredentialOf(credential, identity).getToken(scope, { abortSignal });
    if (token === null) throw new CredentialsInvalid('Entra gave no token.');
    return { token: token.token, expires: token.expiresOnTimestamp };
  } catch (error) {
    throw signInFault(error);
  }
}

/** Compiled to a `require`, so what comes is the CommonJS form of the package. */
async function loadIdentity(): Promise<typeof Identity> {
  return (await import('@azure/identity')) as unknown as typeof Identity;
}

function azureCredentialOf(credential: EntraCredential, identity: typeof Identity): Identity.TokenCredential {
  switch (credential.kind) {
    case 'clientSecret': {
      const { tenantId, clientId, clientSecret, authority } = credential;
      return new identity.ClientSecretCredential(
        tenantId,
        clientId,
        clientSecret,
        authorityOptions(authority),
      );
    }
    case 'certificate': {
      const { tenantId, clientId, certificatePath, authority } = credential;
      return new identity.ClientCertificateCredential(
        tenantId,
        clientId,
        { certificatePath },
        authorityOptions(authority),
      );
    }
    case 'managedIdentity': {
      const { clientId } = credential;
      return clientId === undefined
        ? new identity.ManagedIdentityCredential()
        : new identity.ManagedIdentityCredential({ clientId });
    }
    case 'workloadIdentity': {
      const { kind: _kind, authority, ...options } = credential;
      return new identity.WorkloadIdentityCredential({ ...options, ...authorityOptions(authority) });
    }
    case 'default': {
      const { tenantId, clientId } = credential;
      return new identity.DefaultAzureCredential({
        ...(tenantId === undefined ? {} : { tenantId }),
        ...(clientId === undefined ? {} : { managedIdentityClientId: clientId }),
      });
    }
  }
}

function authorityOptions(authority: string | undefined): object {
  if (authority === undefined) return {};
  // A host that is not Microsoft's own cannot be looked up in its list of authorities.
  const isMicrosofts = /\.(microsoftonline\.com|microsoftonline\.us|chinacloudapi\.cn)$/.test(
    new URL(authority).hostname,
  );
  return { authorityHost: authority, disableInstanceDiscovery: !isMicrosofts };
}

/** Only codes are kept: the library's errors hold the request with its secret. */
function signInFault(error: unknown): Error {
  if (error instanceof CredentialsInvalid) return error;
  const { name, message, statusCode } = error as { name?: string; message?: string; statusCode?: number };
  const code = /AADSTS\d+/.exec(message ?? '')?.[0];
  const detail = code === undefined ? (name ?? 'unknown fault') : `${code}, ${name ?? ''}`;
  const isUnreachable =
    name === 'AbortError' || name === 'RestError' || (statusCode !== undefined && statusCode >= 500);
  return isUnreachable && code === undefined
    ? new Unavailable(`Entra cannot be reached to sign in (${detail}).`)
    : new CredentialsInvalid(`Entra refuses the credential of the connection (${detail}).`);
}

/** The client-credentials call by hand, for a fake login host on this machine such as the simulator's. */
function loopbackFetcher(credential: ClientSecret, scope: string, http: HttpClient): FetchToken {
  const { tenantId, clientId, clientSecret } = credential;
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope };
  const request = {
    method: 'POST',
    path: `/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  } as const;
  return async () => {
    const asked = Date.now();
    const context = { signal: AbortSignal.timeout(SIGN_IN_TIMEOUT), deadline: asked + SIGN_IN_TIMEOUT };
    const { status, body } = await http.json(request, context).catch(rethrowAsRead);
    const token = memberOf(body, 'access_token');
    const seconds = Number(memberOf(body, 'expires_in'));
    if (status !== 200 || typeof token !== 'string' || !(seconds > 0)) {
      throw new CredentialsInvalid(
        `The sign-in host refuses the credential of the connection (status ${status}).`,
      );
    }
    return { token, expires: asked + seconds * 1000 };
  };
}

/** A POST all the same, this one changes nothing: what keeps its outcome unknown is the fault. */
function rethrowAsRead(error: unknown): never {
  throw error instanceof OutcomeUnknown ? error.cause : error;
}
