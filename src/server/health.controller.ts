/** Tells a load balancer whether to send requests here. */
import { Controller, Get, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { GATEWAY, type Gateway } from './gateway';

@Controller('health')
export class HealthController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get('live')
  live(): object {
    return { status: 'ok' };
  }

  /** Not ready while draining. A source that is down does not count: its callers get an honest 503, the others are served. */
  @Get('ready')
  ready(@Res() reply: FastifyReply): void {
    const { draining } = this.gateway;
    reply.status(draining ? 503 : 200).send({ status: draining ? 'draining' : 'ok' });
  }
}
