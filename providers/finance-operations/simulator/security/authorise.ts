/** Decides who calls `/data` and `/metadata`, and which company is theirs. */
import { type Answer, emptyAnswer } from '../http/answer';
import type { SimulatorOptions } from '../options';
import type { TokenIssuer } from './access-token';

interface Caller {
  readonly clientId: string;
  /** The default company of the mapped user. */
  readonly company: string;
}

export type Authorisation =
  | { readonly kind: 'allowed'; readonly caller: Caller }
  | { readonly kind: 'refused'; readonly answer: Answer };

/** Checks the token as F&O does: signature, life, audience, tenant, and a mapped user. */
export function authorise(
  header: string | undefined,
  options: SimulatorOptions,
  origin: string,
  issuer: TokenIssuer,
): Authorisation {
  if (options.auth === 'none') {
    return { kind: 'allowed', caller: { clientId: '', company: options.defaultCompany } };
  }
  const [, token] = /^Bearer (.+)$/i.exec(header ?? '') ?? [];
  const claims = token === undefined ? undefined : issuer.read(token);
  const isValid =
    claims !== undefined &&
    claims.exp > Date.now() / 1000 &&
    // Lower case, no trailing slash, this host: anything else is another audience.
    claims.aud === (options.audience ?? origin) &&
    claims.tid === options.tenantId;
  if (!isValid) return refused(401);
  const client = options.clients.find((each) => each.clientId === claims.appid);
  if (client?.company === undefined) return refused(options.unregisteredStatus);
  return { kind: 'allowed', caller: { clientId: client.clientId, company: client.company } };
}

/** No OData body comes with these. */
function refused(status: 401 | 403): Authorisation {
  const headers: Record<string, string> = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  return { kind: 'refused', answer: emptyAnswer(status, headers) };
}
