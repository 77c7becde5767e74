/** Writes an answer to the wire, with the headers that every OData answer has. */
import type { FastifyReply } from 'fastify';
import type { Answer } from '../gateway/incoming';
import { answeredVersion } from '../odata/version-headers';
import { CORRELATION_HEADER } from './correlation';

/** Rows belong to the caller whose key asked for them; a proxy in between must not keep them for others. */
export const ROWS_ARE_PRIVATE = 'private, no-cache';

export interface SendOptions {
  readonly correlationId: string;
  /** HEAD: the headers of the body, not the body (RFC 9110, 9.3.2). */
  readonly withoutBody: boolean;
}

export function sendAnswer(
  reply: FastifyReply,
  { status, headers, body }: Answer,
  options: SendOptions,
): void {
  reply
    .status(status)
    .header('OData-Version', answeredVersion)
    .header(CORRELATION_HEADER, options.correlationId);
  reply.header('Cache-Control', ROWS_ARE_PRIVATE).headers(headers);
  // As bytes: Fastify would rewrite the media type of text, and OData clients compare it (it adds a charset and quotes).
  const bytes = body === undefined ? undefined : bufferOf(body);
  if (bytes !== undefined && options.withoutBody) reply.header('Content-Length', bytes.length);
  reply.send(options.withoutBody ? undefined : bytes);
}

/** Bytes are not copied: a page may have megabytes. */
export function bufferOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string'
    ? Buffer.from(body)
    : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}
