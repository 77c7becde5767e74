/** Hands each request below a service root to the gateway, and its answer to Fastify. */
import { All, Controller, Inject, Req, Res, UseGuards } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError } from '../errors';
import type { Incoming } from '../gateway/incoming';
import { answerRequest } from '../gateway/answer-request';
import { kindOf } from '../gateway/request-kind';
import { CallerGuard } from './caller.guard';
import { callerName } from './callers';
import { withGzip } from './compress-answer';
import { GATEWAY, type Gateway } from './gateway';
import { HotPath } from './hot-path';
import type { ODataRequest } from './odata-request';
import { requestBodyOf } from './request-body';
import { RequestWatch } from './request-watch';
import { startDeadline } from './request-deadline';
import { stripKeys } from './strip-keys';
import { sendAnswer } from './send-answer';

/** Every path below `/odata` arrives here as `/odata`: the raw URL is ours to take apart (see `listen.ts`). */
@Controller('odata')
@UseGuards(CallerGuard)
export class ODataController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(HotPath) private readonly hotPath: HotPath,
    @Inject(RequestWatch) private readonly watch: RequestWatch,
  ) {}

  @All()
  async answer(@Req() request: ODataRequest, @Res() reply: FastifyReply): Promise<void> {
    const { odata } = request;
    const { served, target, correlationId = '', caller = '', notes } = odata ?? {};
    if (odata === undefined || served === undefined || target === undefined)
      throw new RequestError('InternalError', 'The request passed no guard.');
    checkLength(request.originalUrl, this.gateway.longestUrl);
    const { definition, timeout } = served.service;
    const deadline = startDeadline(timeout, request.raw, reply.raw);
    notes?.identified(caller, timeout);
    const context = {
      ...deadline.context,
      caller: callerName(definition.name, caller),
      ...(notes === undefined ? {} : { observe: notes.called.bind(notes) }),
    };
    try {
      const kind = kindOf({ method: request.method, target });
      const incoming: Incoming = {
        method: request.method,
        target,
        headers: request.headers,
        signal: context.signal,
        correlationId,
        caller,
        ...(notes === undefined ? {} : { notes }),
        withoutKeys: (url) => stripKeys(url, served.lock.queryNames).target,
        ...requestBodyOf(request, kind),
      };
      odata.isHandedOn = true;
      odata.isInHand = true;
      const work = answerRequest(incoming, served.service, context);
      // A change knows best what became of it when the time is up.
      const answer = await (kind === 'read' || kind === 'query' ? deadline.race(work) : work);
      if (answer.storedAt !== undefined) {
        const noted = this.gateway.records === undefined ? undefined : notes?.brief();
        this.hotPath.remember(request, target, { served, address: answer.storedAt, noted });
      }
      const acceptEncoding = request.headers['accept-encoding'];
      notes?.ended('answer');
      if (notes !== undefined && this.gateway.records !== undefined) {
        reply.header('Server-Timing', notes.serverTiming());
      }
      sendAnswer(reply, await withGzip(answer, acceptEncoding, this.gateway.cache), {
        correlationId,
        withoutBody: request.method === 'HEAD',
        acceptEncoding,
      });
    } finally {
      deadline.stop();
      odata.isInHand = false;
      if (reply.raw.destroyed) this.watch.ended(request, reply);
    }
  }
}

/** An answer of ours up to here; far beyond, Node refuses URL and headers together (see `listen.ts`). */
function checkLength({ length }: string, longest: number): void {
  if (length <= longest) return;
  throw new RequestError('UrlTooLong', `the URL has ${length} characters, the limit is ${longest}.`);
}
