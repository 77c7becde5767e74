/** Switches on that payloads are kept for a while, and shows those that were. */
import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors';
import { type CallerLock, openLock } from '../callers';
import { GATEWAY, type Gateway } from '../gateway';
import { ADMIN_LOCK } from './admin.guard';
import type { Capture, Items, Payload } from './answers';
import { CaptureRequest } from './capture-request';
import { findService } from './find-service';
import { readJson } from './read-json';

@Controller('api')
export class CapturesController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(ADMIN_LOCK) private readonly lock: CallerLock,
  ) {}

  @Get('captures')
  list(): Items<Capture> {
    return { items: this.gateway.captures.list() };
  }

  @Post('captures')
  start(
    @Headers('content-type') contentType: string | undefined,
    @Body() body: unknown,
    @Req() { headers }: FastifyRequest,
  ): Capture {
    const { service, caller, minutes } = readJson(CaptureRequest, contentType, body);
    findService(this.gateway, service);
    const { captures, records } = this.gateway;
    if (records === undefined) {
      throw new RequestError(
        'NotImplemented',
        'a payload stands beside its record, and no records are kept.',
      );
    }
    if (captures.isFull) throw new RequestError('LimitExceeded', 'too many captures are running: end one.');
    const wanted = {
      service,
      startedBy: this.#administrator(headers),
      ...(caller === undefined ? {} : { caller }),
    };
    return captures.start(wanted, minutes, Date.now());
  }

  @Delete('captures/:id')
  @HttpCode(204)
  end(@Param('id') id: string): void {
    if (this.gateway.captures.end(id)) return;
    throw new RequestError('UnknownResource', 'there is no such capture, or not any more.', { target: 'id' });
  }

  /** Apart from the record, since whoever may read that need not be one who may read this. */
  @Get('queries/:id/payload')
  payload(@Param('id') id: string): Payload {
    const payload = this.gateway.captures.payloadOf(id);
    if (payload !== undefined) return payload;
    throw new RequestError('UnknownResource', 'nothing was captured of this request.', { target: 'id' });
  }

  #administrator(headers: FastifyRequest['headers']): string {
    return this.lock === openLock ? 'local' : (this.lock.identify(headers, new Map()) ?? 'local');
  }
}
