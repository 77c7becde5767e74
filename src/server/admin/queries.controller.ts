/** What was asked, what ran where, and why: the records of requests, for administrators. */
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { RequestError } from '../../errors';
import type { QueryRecord } from '../../record/query-record';
import type { RecordList } from '../../record/record-store';
import { GATEWAY, type Gateway } from '../gateway';
import { findRecords } from './find-records';
import { Needs } from './needs';
import { listingOf, QueryListRequest } from './query-list-request';
import { readParameters } from './read-request';

@Controller('api')
@Needs('queries')
export class QueriesController {
  constructor(@Inject(GATEWAY) private readonly gateway: Gateway) {}

  /** The newest first; `next` is the `before` of the page that follows. */
  @Get('queries')
  async list(@Query() query: unknown): Promise<RecordList> {
    return (await findRecords(this.gateway)).list(listingOf(readParameters(QueryListRequest, query)));
  }

  /** Of changes only. */
  @Get('writes')
  async writes(@Query() query: unknown): Promise<RecordList> {
    const listing = listingOf(readParameters(QueryListRequest, query));
    return (await findRecords(this.gateway)).list({ ...listing, writes: true });
  }

  @Get('queries/:id')
  async one(@Param('id') id: string): Promise<QueryRecord> {
    const record = await (await findRecords(this.gateway)).find(id);
    if (record !== undefined) return record;
    throw new RequestError('UnknownResource', 'there is no such record, or not any more.', { target: 'id' });
  }

  /** Queries that differ in literals only, together. */
  @Get('fingerprints')
  @Needs('aggregates')
  async fingerprints(@Query() query: unknown): Promise<object> {
    const { before: _before, limit: _limit, ...filter } = listingOf(readParameters(QueryListRequest, query));
    return { items: await (await findRecords(this.gateway)).fingerprints(filter) };
  }
}
