/** Writes an answer to the wire, with the headers that every OData answer has. */
import type { FastifyReply } from 'fastify';
import type { Answer } from '../gateway/incoming';
import { answeredVersion } from '../odata/version-headers';
import { acceptsGzip } from './accepts-gzip';
import { CORRELATION_HEADER } from './correlation';

/** Rows belong to the caller whose key asked for them; a proxy in between must not keep them for others. */
export const ROWS_ARE_PRIVATE = 'private, no-cache';

/** Also of answers without a body: a 304 has the `Vary` of what it stands for (RFC 9110, 15.4.5). */
export const NEGOTIATED = 'Accept, Accept-Encoding';

/**
 * Up to so many bytes a body is sent as text. Node puts a text behind its head and writes both at once; bytes are a second
 * chunk, and writing two costs as much again. Beyond that, copying costs what it saves.
 */
export const ONE_CHUNK = 4_096;

export interface SendOptions {
  readonly correlationId: string;
  /** HEAD: the headers of the body, not the body (RFC 9110, 9.3.2). */
  readonly withoutBody: boolean;
  readonly acceptEncoding: string | undefined;
}

export function sendAnswer(reply: FastifyReply, answer: Answer, options: SendOptions): void {
  reply
    .status(answer.status)
    .header('OData-Version', answeredVersion)
    .header(CORRELATION_HEADER, options.correlationId)
    .header('Cache-Control', ROWS_ARE_PRIVATE)
    .header('Vary', NEGOTIATED)
    .headers(answer.headers);
  const content = contentOf(answer, options.acceptEncoding);
  if (content === undefined) {
    reply.send();
    return;
  }
  const { bytes, isGzip } = content;
  if (isGzip) reply.header('Content-Encoding', 'gzip');
  if (options.withoutBody) reply.header('Content-Length', bytes.length).send();
  else if (isGzip || bytes.length > ONE_CHUNK) reply.send(bytes);
  else reply.serializer(asItIs).send(bytes.toString());
}

/** Of a text without a serializer Fastify would rewrite the media type, which OData clients compare (it adds a charset and quotes). */
function asItIs(text: string): string {
  return text;
}

export interface Content {
  readonly bytes: Buffer;
  readonly isGzip: boolean;
}

/** What of an answer goes out behind its head, in the form that the caller takes. Bytes are not copied: a page may have megabytes. */
export function contentOf({ body, gzip }: Answer, acceptEncoding: string | undefined): Content | undefined {
  if (body === undefined) return undefined;
  if (gzip !== undefined && acceptsGzip(acceptEncoding)) return { bytes: asBuffer(gzip), isGzip: true };
  return { bytes: typeof body === 'string' ? Buffer.from(body) : asBuffer(body), isGzip: false };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
