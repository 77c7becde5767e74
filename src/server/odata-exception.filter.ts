/** Makes an OData error answer of whatever was thrown on the data port. */
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError } from '../errors';
import { asRequestError } from '../gateway/upstream-error';
import { logFault } from './log';
import type { ODataRequest } from './odata-request';
import { sendError } from './send-error';

@Injectable()
@Catch()
export class ODataExceptionFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<ODataRequest>();
    const reply = http.getResponse<FastifyReply>();
    if (reply.sent || reply.raw.destroyed) return;
    const error = thrown instanceof HttpException ? fromHttpException(thrown) : asRequestError(thrown);
    logFault(request, error);
    sendError(reply, error, request.odata?.correlationId ?? '');
  }
}

/** Nest itself throws these: for a guard that says no, and for routes it does not have. */
function fromHttpException(exception: HttpException): RequestError {
  if (exception.getStatus() === 404)
    return new RequestError('UnknownResource', 'there is nothing at this address.');
  return new RequestError('InternalError', 'The gateway failed to answer.', { cause: exception });
}
