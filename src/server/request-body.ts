/** Takes the body of a request as text: only of what has one, only in UTF-8, and only as large as its kind may be. */
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../errors';
import type { RequestKind } from '../gateway/request-kind';

type BodiedRequest = Pick<FastifyRequest, 'headers' | 'body'>;

/** In bytes (reliability 1.1). The largest is what the server reads at all. */
export const MOST_BODY_BYTES = 4 * 1024 * 1024;

const mostBytes: Readonly<Record<Exclude<RequestKind, 'read'>, number>> = {
  query: 256 * 1024,
  write: 1024 * 1024,
  batch: MOST_BODY_BYTES,
};

/** Strict: letters that are broken would otherwise be written to a source as U+FFFD. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The body of a read belongs to what is refused anyway.
 *
 * @throws {RequestError} BodyTooLarge; UnsupportedMediaType for what is no plain UTF-8: the bytes of a query would be taken
 *   for options of nobody's, and the filter in them would be lost
 */
export function requestBodyOf(
  { headers, body }: BodiedRequest,
  kind: RequestKind,
): { readonly body?: string } {
  if (kind === 'read') return {};
  requireIdentity(headers['content-encoding']);
  if (kind === 'query') requirePlainText(headers['content-type']);
  const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
  if (bytes.length > mostBytes[kind]) {
    throw new RequestError(
      'BodyTooLarge',
      `the body has ${bytes.length} bytes, the limit here is ${mostBytes[kind]}.`,
    );
  }
  return { body: decode(bytes) };
}

function decode(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new RequestError('UnsupportedMediaType', 'the body is not in UTF-8.', { target: 'Content-Type' });
  }
}

function requireIdentity(encoding: string | undefined): void {
  if ((encoding ?? 'identity').trim().toLowerCase() === 'identity') return;
  throw new RequestError('UnsupportedMediaType', 'a body is taken without a content encoding.', {
    target: 'Content-Encoding',
  });
}

/** Query options in a body are text (Protocol 4.01, 11.2.6.9). */
function requirePlainText(contentType: string | undefined): void {
  if (contentType === undefined || contentType.trim() === '') return;
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  const isText = type === 'text/plain' || type === 'application/x-www-form-urlencoded';
  if (isText && (charset === undefined || /^charset="?(?:utf-?8|us-ascii)"?$/.test(charset))) return;
  throw new RequestError('UnsupportedMediaType', '$query takes its options as text/plain, in UTF-8.', {
    target: 'Content-Type',
  });
}
