/** What an administrator may ask of the records: the filters are named like the record's fields. */
import 'reflect-metadata';
import { IsIn, IsNumber, IsOptional, Matches, Max, Min } from 'class-validator';
import { operations } from '../../record/query-record';
import type { RecordFilter, RecordListing } from '../../record/record-store';
import { Described } from '../configuration/rules';
import { allOf, AsNumber, IsLimit, IsShortText } from './request-rules';
import { IsStatusFilter, statusFilterOf } from './status-filter';

const MOST_ITEMS = 500;
const LAST_INSTANT = 253_402_300_799_999;

const IsAmount = (): PropertyDecorator =>
  allOf(
    IsOptional(),
    AsNumber(),
    IsNumber({ allowNaN: false, allowInfinity: false }),
    Min(0),
    Max(LAST_INSTANT),
  );

/** Which records are meant, for whatever is asked of them; all are optional, and all must hold together. */
export class QueryFilterRequest {
  @IsShortText()
  service?: string;

  @IsShortText()
  entitySet?: string;

  @IsOptional()
  @IsIn(operations)
  operation?: (typeof operations)[number];

  @IsOptional()
  @IsStatusFilter()
  status?: string;

  @IsShortText()
  code?: string;

  @IsShortText()
  caller?: string;

  @IsOptional()
  @Matches(/^[\da-f]{16}$/, { message: 'fingerprint must be 16 hexadecimal digits' })
  fingerprint?: string;

  @Described('The record’s own, or any id that came with the request.')
  @IsShortText()
  correlationId?: string;

  @Described('Part of the URL as it is shown.')
  @IsShortText()
  url?: string;

  @IsOptional()
  @IsIn(['hit', 'miss'])
  cache?: 'hit' | 'miss';

  @Described('Whether the source did all of it.')
  @IsOptional()
  @IsIn(['true', 'false'])
  pushed?: 'true' | 'false';

  @Described('Milliseconds since 1970.')
  @IsAmount()
  from?: number;

  @Described('Milliseconds since 1970.')
  @IsAmount()
  to?: number;

  @IsAmount()
  minMilliseconds?: number;

  @IsAmount()
  maxMilliseconds?: number;

  @IsAmount()
  minFetched?: number;
}

/** The query parameters of `GET /api/queries`. */
export class QueryListRequest extends QueryFilterRequest {
  @Described('next of the page before.')
  @IsShortText()
  before?: string;

  @IsLimit(MOST_ITEMS)
  limit = 50;
}

/** What it means to the store. */
export function listingOf({ before, limit, ...filter }: QueryListRequest): RecordListing {
  return { ...filterOf(filter), limit, ...(before === undefined ? {} : { before }) };
}

/** The same of the filters alone. */
export function filterOf({ pushed, status, ...rest }: QueryFilterRequest): RecordFilter {
  return {
    ...rest,
    ...(pushed === undefined ? {} : { pushed: pushed === 'true' }),
    ...statusFilterOf(status),
  };
}
