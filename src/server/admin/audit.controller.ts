/** What administrators did, and were refused. */
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { GATEWAY, type Gateway } from '../gateway';
import type { AuditEntry, Items } from './answers';
import { AuditRequest } from './audit-request';
import { Needs } from './needs';
import { readParameters } from './read-request';

@Controller('api/audit')
@Needs('queries')
export class AuditController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get()
  list(@Query() query: unknown): Promise<Items<AuditEntry>> {
    return this.gateway.audit.list(readParameters(AuditRequest, query));
  }
}
