/** Makes an OData error answer of whatever was thrown, wherever it was thrown. */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError } from '../errors';
import { asRequestError } from '../gateway/upstream-error';
import { logFault } from './log';
import { type ODataRequest, pathOf } from './odata-request';
import { sendError } from './send-error';

/** Told of each error before it is answered. */
export type OnRefusal = (request: ODataRequest, error: RequestError) => void;

@Catch()
export class ODataExceptionFilter implements ExceptionFilter {
  constructor(private readonly onRefusal: OnRefusal = () => undefined) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ODataRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.destroyed) return;
    const error =
      thrown instanceof HttpException
        ? (wrongMethod(thrown.getStatus(), request) ?? fromHttpStatus(thrown.getStatus(), thrown))
        : asRequestError(thrown);
    logFault(request, error);
    this.onRefusal(request, error);
    sendError(reply, error, request.odata?.correlationId ?? '');
  }
}

/** Of an address that is there but not for this method, Fastify and Nest say that it is not there. */
function wrongMethod(
  status: number,
  { method, originalUrl, server }: ODataRequest,
): RequestError | undefined {
  if (status !== 404) return undefined;
  const [url = ''] = pathOf(originalUrl).split('?');
  const allow = server.methodsAt(url);
  if (allow.length === 0 || allow.includes(method)) return undefined;
  return new RequestError('MethodNotAllowed', `${method} is not possible here, only ${allow.join(', ')}.`, {
    allow,
  });
}

/** Nest makes these of what it and Fastify refuse by themselves: routes that are not there, bodies that are too large. */
export function fromHttpStatus(status: number, cause: unknown): RequestError {
  switch (status) {
    case 404:
      return new RequestError('UnknownResource', 'there is nothing at this address.');
    case 413:
      return new RequestError('BodyTooLarge', 'the body is larger than this service takes.');
    case 415:
      return new RequestError(
        'UnsupportedMediaType',
        'the body is of a type that this address does not take.',
      );
    default:
      return status >= 400 && status < 500
        ? new RequestError('MalformedUrl', 'the request cannot be read.')
        : new RequestError('InternalError', 'The gateway failed to answer.', { cause });
  }
}
