/** Runs a read as it is planned and once more without pushdown: does the source do what its provider says? */
import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { RequestError } from '../../errors';
import { type ReplayedRun, replayRead } from '../../gateway/replay-read';
import { maskTarget } from '../../record/mask-literals';
import { GATEWAY, type Gateway } from '../gateway';
import { startDeadline } from '../request-deadline';
import { AdminAudit } from './admin-audit';
import type { AdminRequest } from './admin-request';
import type { Replayed, ReplayRun } from './answers';
import { findService, targetBelow } from './find-service';
import { FromBody } from './from-request';
import { Needs } from './needs';
import { ReplayRequest } from './replay-request';
import { Summary } from './summary';

@Controller('api/replay')
export class ReplayController {
  #isRunning = false;

  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(AdminAudit) private readonly audit: AdminAudit,
  ) {}

  /** One at a time: without pushdown a read may cost as much as a thousand others. */
  @Post()
  @Summary('Runs a read as it is planned and once more without pushdown, and compares the rows.')
  @HttpCode(200)
  @Needs('actions')
  async replay(
    @FromBody(ReplayRequest) asked: ReplayRequest,
    @Req() request: AdminRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Replayed> {
    const { service: name, url } = asked;
    const { service } = findService(this.gateway, name);
    const target = targetBelow(name, url);
    this.audit.note(request, 'replay', { service: name, url: maskTarget(target, true) });
    if (this.#isRunning) {
      throw new RequestError('TooManyReplays', 'another replay is running.', { retryAfter: 5 });
    }
    this.#isRunning = true;
    try {
      const { asPlanned, withoutPushdown, difference } = await replayRead(target, service, async (work) => {
        const deadline = startDeadline(service.timeout, request.raw, reply.raw);
        try {
          return await deadline.race(work(deadline.context));
        } finally {
          deadline.stop();
        }
      });
      const { onlyFirst, onlySecond, ...rest } = difference;
      return {
        asPlanned: shown(asPlanned),
        withoutPushdown: shown(withoutPushdown),
        difference: { onlyAsPlanned: onlyFirst, onlyWithoutPushdown: onlySecond, ...rest },
      };
    } finally {
      this.#isRunning = false;
    }
  }
}

function shown({ error, ...run }: ReplayedRun): ReplayRun {
  return error === undefined ? run : { ...run, error: { code: error.code, message: error.message } };
}
