/** What was asked, what ran where, and why: the records of requests, for administrators. */
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { RequestError } from '../../errors';
import type { QueryRecord } from '../../record/query-record';
import type { FingerprintSummary, RecordList } from '../../record/record-store';
import { GATEWAY, type Gateway } from '../gateway';
import type { Items } from './answers';
import { findRecords } from './find-records';
import { FromQuery } from './from-request';
import { Needs } from './needs';
import { filterOf, listingOf, QueryFilterRequest, QueryListRequest } from './query-list-request';
import { Summary } from './summary';

@Controller('api')
@Needs('queries')
export class QueriesController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  /** The newest first; `next` is the `before` of the page that follows. */
  @Get('queries')
  @Summary('Requests that were answered, the newest first.')
  async list(@FromQuery(QueryListRequest) request: QueryListRequest): Promise<RecordList> {
    return (await findRecords(this.gateway)).list(listingOf(request));
  }

  @Get('writes')
  @Summary('The same of changes only.')
  async writes(@FromQuery(QueryListRequest) request: QueryListRequest): Promise<RecordList> {
    const listing = listingOf(request);
    return (await findRecords(this.gateway)).list({ ...listing, writes: true });
  }

  @Get('queries/:id')
  @Summary('The whole record of a request: plan, calls, rows, stages.')
  async one(@Param('id') id: string): Promise<QueryRecord> {
    const record = await (await findRecords(this.gateway)).find(id);
    if (record !== undefined) return record;
    throw new RequestError('UnknownResource', 'there is no such record, or not any more.', { target: 'id' });
  }

  @Get('fingerprints')
  @Summary('Queries that differ in literals only, together.')
  @Needs('aggregates')
  async fingerprints(
    @FromQuery(QueryFilterRequest) request: QueryFilterRequest,
  ): Promise<Items<FingerprintSummary>> {
    return { items: await (await findRecords(this.gateway)).fingerprints(filterOf(request)) };
  }
}
