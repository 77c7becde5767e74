/** Makes and reads skip tokens: where the next page begins, bound to the query it belongs to. Nothing is kept. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { RequestError } from '../errors';

/** 16 bytes of HMAC-SHA-256: beyond guessing, and short enough for a link. */
const MAC_BYTES = 16;
const VERSION = 1;

export interface SkipTokens {
  /** The token of the page that begins after `offset` rows of the query's result. */
  issue(query: string, offset: number): string;
  /**
   * The offset in a token.
   *
   * @throws {RequestError} InvalidSkipToken, if it was made with another secret or for another query, or was changed
   */
  read(query: string, token: string): number;
}

/** Tokens survive a restart, and hold on every instance, as long as the secret stays the same. */
export function createSkipTokens(secret: string): SkipTokens {
  const macOf = (query: string, offset: number): Buffer =>
    createHmac('sha256', secret).update(`${VERSION}\n${offset}\n${query}`).digest().subarray(0, MAC_BYTES);
  return {
    issue(query, offset) {
      const head = Buffer.alloc(7);
      head.writeUInt8(VERSION, 0);
      head.writeUIntBE(offset, 1, 6);
      return Buffer.concat([head, macOf(query, offset)]).toString('base64url');
    },
    read(query, token) {
      const bytes = Buffer.from(token, 'base64url');
      // Node reads base64 generously; one token has one text.
      if (bytes.toString('base64url') !== token) throw invalid();
      if (bytes.length !== 7 + MAC_BYTES || bytes.readUInt8(0) !== VERSION) throw invalid();
      const offset = bytes.readUIntBE(1, 6);
      if (!timingSafeEqual(bytes.subarray(7), macOf(query, offset))) throw invalid();
      return offset;
    },
  };
}

function invalid(): RequestError {
  return new RequestError('InvalidSkipToken', '$skiptoken was not made by this service for this query.', {
    target: '$skiptoken',
  });
}
