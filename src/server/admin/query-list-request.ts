/** What an administrator may ask of the records: the filters are named like the record's fields. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsNumber, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { operations } from '../../record/query-record';
import type { RecordListing } from '../../record/record-store';
import { Described } from '../configuration/rules';
import { IsStatusFilter, statusFilterOf } from './status-filter';

const LONGEST_TEXT = 200;
const MOST_ITEMS = 500;
const LAST_INSTANT = 253_402_300_799_999;

function IsShortText(): PropertyDecorator {
  return (target, property) => {
    IsOptional()(target, property);
    IsString()(target, property);
    Length(1, LONGEST_TEXT)(target, property);
  };
}

function IsAmount(most: number): PropertyDecorator {
  return (target, property) => {
    IsOptional()(target, property);
    Type(() => Number)(target, property);
    IsNumber({ allowNaN: false, allowInfinity: false })(target, property);
    Min(0)(target, property);
    Max(most)(target, property);
  };
}

/** The query parameters of `GET /api/queries`; all are optional, and all must hold together. */
export class QueryListRequest {
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
  @IsAmount(LAST_INSTANT)
  from?: number;

  @Described('Milliseconds since 1970.')
  @IsAmount(LAST_INSTANT)
  to?: number;

  @IsAmount(LAST_INSTANT)
  minMilliseconds?: number;

  @IsAmount(LAST_INSTANT)
  maxMilliseconds?: number;

  @IsAmount(LAST_INSTANT)
  minFetched?: number;

  @Described('next of the page before.')
  @IsShortText()
  before?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(MOST_ITEMS)
  limit = 50;
}

/** What it means to the store. */
export function listingOf({ pushed, status, ...rest }: QueryListRequest): RecordListing {
  return {
    ...rest,
    ...(pushed === undefined ? {} : { pushed: pushed === 'true' }),
    ...statusFilterOf(status),
  };
}
