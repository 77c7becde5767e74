/** What an administrator may ask to be exported: the filters of the list, and in which form. */
import 'reflect-metadata';
import { IsIn } from 'class-validator';
import { type ExportFormat, exportFormats } from '../../record/export-records';
import { QueryListRequest } from './query-list-request';
import { IsLimit } from './request-rules';

const MOST_RECORDS = 1_000_000;

/** Also the query parameters of `GET /api/queries`, of which `before` goes on behind the last record of another export. */
export class ExportRequest extends QueryListRequest {
  @IsIn(exportFormats)
  format!: ExportFormat;

  @IsLimit(MOST_RECORDS)
  override limit = 100_000;
}
