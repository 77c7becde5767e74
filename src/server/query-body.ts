/** Takes the query options out of the body of `POST …/$query`. */
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../errors';

type BodiedRequest = Pick<FastifyRequest, 'method' | 'headers' | 'body'>;

/**
 * Only `$query` has a body that is read; it is text (Protocol 4.01, 11.2.6.9). Other bodies belong to what is refused anyway.
 *
 * @throws {RequestError} UnsupportedMediaType for what is no plain UTF-8: its bytes would be taken for options of nobody's,
 *   and the filter in them would be lost
 */
export function queryBodyOf(
  { method, headers, body }: BodiedRequest,
  target: string,
): { readonly body?: string } {
  const [path = ''] = target.split('?');
  if (method !== 'POST' || !/(^|\/)(\$|%24)query\/?$/i.test(path)) return {};
  if (!isPlainText(headers['content-type'])) {
    throw new RequestError('UnsupportedMediaType', '$query takes its options as text/plain, in UTF-8.', {
      target: 'Content-Type',
    });
  }
  if ((headers['content-encoding'] ?? 'identity').trim().toLowerCase() !== 'identity') {
    throw new RequestError('UnsupportedMediaType', '$query takes its options without a content encoding.', {
      target: 'Content-Encoding',
    });
  }
  return { body: typeof body === 'string' ? body : '' };
}

function isPlainText(contentType: string | undefined): boolean {
  if (contentType === undefined || contentType.trim() === '') return true;
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return (
    (type === 'text/plain' || type === 'application/x-www-form-urlencoded') &&
    (charset === undefined || /^charset="?(?:utf-?8|us-ascii)"?$/.test(charset))
  );
}
