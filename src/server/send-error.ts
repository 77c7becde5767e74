/** Writes an error to the wire in OData's form. */
import type { FastifyReply } from 'fastify';
import type { RequestError } from '../errors';
import { errorBody } from '../odata/error-body';
import { answeredVersion } from '../odata/version-headers';
import { CORRELATION_HEADER } from './correlation';

export function sendError(reply: FastifyReply, error: RequestError, correlationId: string): void {
  reply
    .status(error.status)
    .header('Content-Type', 'application/json;odata.metadata=minimal')
    // The language of the message must be named (Protocol 4.01, 9.4).
    .header('Content-Language', 'en')
    .header('OData-Version', answeredVersion)
    .header('Cache-Control', 'no-store')
    .header(CORRELATION_HEADER, correlationId);
  if (error.allow !== undefined) reply.header('Allow', error.allow.join(', '));
  if (error.retryAfter !== undefined) reply.header('Retry-After', String(error.retryAfter));
  if (error.cacheStatus !== undefined) reply.header('Cache-Status', error.cacheStatus);
  if (error.code === 'Unauthorized') reply.header('WWW-Authenticate', 'ApiKey realm="virtual-table-gateway"');
  reply.send(Buffer.from(errorBody(error, correlationId)));
}
