/** Hands each request below a service root to the gateway, and its answer to Fastify. */
import { All, Controller, Inject, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError } from '../errors';
import type { Incoming } from '../gateway/incoming';
import { answerRead } from '../gateway/read';
import { CallerGuard } from './caller.guard';
import { GATEWAY, type Gateway } from './gateway';
import type { ODataRequest } from './odata-request';
import { queryBodyOf } from './query-body';
import { startDeadline } from './request-deadline';
import { sendAnswer } from './send-answer';

/** Every path below `/odata` arrives here as `/odata`: the raw URL is ours to take apart (see `listen.ts`). */
@Controller('odata')
@UseGuards(CallerGuard)
export class ODataController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @All()
  async answer(@Req() request: ODataRequest, @Res() reply: FastifyReply): Promise<void> {
    const { served, target, correlationId = '' } = request.odata ?? {};
    if (served === undefined || target === undefined)
      throw new RequestError('InternalError', 'The request passed no guard.');
    checkLength(request.originalUrl, this.gateway.longestUrl);
    const deadline = startDeadline(served.service.timeout, request.raw, reply.raw);
    try {
      const incoming = incomingOf(request, target, deadline.context.signal);
      const answer = await deadline.race(answerRead(incoming, served.service, deadline.context));
      sendAnswer(reply, answer, { correlationId, withoutBody: request.method === 'HEAD' });
    } finally {
      deadline.stop();
    }
  }
}

/** An answer of ours up to here; far beyond, Node refuses URL and headers together (see `listen.ts`). */
function checkLength({ length }: string, longest: number): void {
  if (length <= longest) return;
  throw new RequestError('UrlTooLong', `the URL has ${length} characters, the limit is ${longest}.`);
}

function incomingOf(request: ODataRequest, target: string, signal: AbortSignal): Incoming {
  return {
    method: request.method,
    target,
    headers: request.headers,
    signal,
    ...queryBodyOf(request, target),
  };
}
