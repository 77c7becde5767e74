/** What runs now and what has just ended, as it happens: server-sent events. */
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError } from '../../errors';
import { GATEWAY, type Gateway } from '../gateway';
import type { AdminRequest } from './admin-request';
import { FromQuery } from './from-request';
import { LiveRequest } from './live-request';
import { Needs } from './needs';
import { statusFilterOf } from './status-filter';
import { Summary } from './summary';

const EVENTS = 'text/event-stream';

const content = {
  [EVENTS]: '`data` of an event is JSON: the member of `LiveEvents` that has the name of the event.',
};

@Controller('api/queries/live')
@Needs('queries')
export class LiveController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  /** Until the reader leaves, or the gateway stops. */
  @Get()
  @Summary('Server-sent events: what runs now, and each request that has ended.', content)
  follow(
    @FromQuery(LiveRequest) asked: LiveRequest,
    @Req() request: AdminRequest,
    @Res() reply: FastifyReply,
  ): void {
    const { status, ...names } = asked;
    const filter = { ...names, ...statusFilterOf(status) };
    const { live } = this.gateway;
    if (live.isFull) {
      throw new RequestError('TooManyWatchers', 'too many follow the queries live.', { retryAfter: 60 });
    }
    // Of a stream without end, the head alone would be waited for as long.
    if (request.method === 'HEAD') return void reply.type(EVENTS).send();
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'Content-Type': EVENTS,
      'Cache-Control': 'no-store',
      // nginx would collect events until it has a buffer full of them.
      'X-Accel-Buffering': 'no',
    });
    const stop = live.watch(filter, {
      write: (text) => raw.write(text),
      backlog: () => raw.writableLength,
      // Who has not taken what is there may never do so, and the port could not close.
      end: () => (raw.writableLength > 0 ? raw.destroy() : raw.end()),
    });
    raw.once('close', stop);
  }
}
