/** What administrators did, and were refused. */
import { Controller, Get, Inject } from '@nestjs/common';
import { GATEWAY, type Gateway } from '../gateway';
import type { AuditEntry, Items } from './answers';
import { AuditRequest } from './audit-request';
import { FromQuery } from './from-request';
import { Needs } from './needs';
import { Summary } from './summary';

@Controller('api/audit')
@Needs('queries')
export class AuditController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  @Get()
  @Summary('What administrators did and were refused, the newest first.')
  list(@FromQuery(AuditRequest) page: AuditRequest): Promise<Items<AuditEntry>> {
    return this.gateway.audit.list(page);
  }
}
