/** Switches on that payloads are kept for a while, and shows those that were. */
import { Controller, Delete, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { RequestError } from '../../errors';
import { GATEWAY, type Gateway } from '../gateway';
import { AdminAudit } from './admin-audit';
import type { AdminRequest } from './admin-request';
import type { Capture, Items, Payload } from './answers';
import { CaptureRequest } from './capture-request';
import { findService } from './find-service';
import { FromBody } from './from-request';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller('api')
export class CapturesController {
  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(AdminAudit) private readonly audit: AdminAudit,
  ) {}

  @Get('captures')
  @Summary('The captures that are running.')
  @Needs('queries')
  list(): Items<Capture> {
    return { items: this.gateway.captures.list() };
  }

  @Post('captures')
  @Summary('Keeps the payloads of a service, or of one of its callers, for some minutes.')
  @Needs('actions')
  start(@FromBody(CaptureRequest) asked: CaptureRequest, @Req() request: AdminRequest): Capture {
    this.audit.note(request, 'capture', asked);
    const { service, caller, minutes } = asked;
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
      startedBy: request.administrator?.id ?? '',
      ...(caller === undefined ? {} : { caller }),
    };
    return captures.start(wanted, minutes, Date.now());
  }

  @Delete('captures/:id')
  @Summary('Ends a capture.')
  @HttpCode(204)
  @Needs('actions')
  end(@Param('id') id: string, @Req() request: AdminRequest): void {
    this.audit.note(request, 'end capture', { id });
    if (this.gateway.captures.end(id)) return;
    throw new RequestError('UnknownResource', 'there is no such capture, or not any more.', { target: 'id' });
  }

  /** Apart from the record, since whoever may read that need not be one who may read this. */
  @Get('queries/:id/payload')
  @Summary('What a capture kept of a request.')
  @Needs('payloads')
  payload(@Param('id') id: string, @Req() request: AdminRequest): Payload {
    this.audit.note(request, 'payload', { id });
    const payload = this.gateway.captures.payloadOf(id);
    if (payload !== undefined) return payload;
    throw new RequestError('UnknownResource', 'nothing was captured of this request.', { target: 'id' });
  }
}
