/** The tokens of the simulated Entra tenant: signed, so that a made-up one is refused. */
import { Buffer } from 'node:buffer';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

export interface TokenClaims {
  /** The resource that the token is for. */
  readonly aud: string;
  /** The tenant. */
  readonly tid: string;
  /** The service principal; missing when the application has none in the tenant. */
  readonly oid: string;
  /** The application. */
  readonly appid: string;
  /** Seconds since 1970. */
  readonly exp: number;
}

export class TokenIssuer {
  readonly #secret = randomBytes(32);

  issue(claims: TokenClaims): string {
    const signed = `${encode({ typ: 'JWT', alg: 'HS256' })}.${encode(claims)}`;
    return `${signed}.${this.#sign(signed).toString('base64url')}`;
  }

  /** The claims of a token that this issuer signed; undefined for any other text. */
  read(token: string): TokenClaims | undefined {
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    const expected = this.#sign(token.slice(0, Math.max(end, 0)));
    if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) return undefined;
    // Signed here, so that the payload is what `issue` was given.
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as TokenClaims;
  }

  #sign(text: string): Buffer {
    return createHmac('sha256', this.#secret).update(text).digest();
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
