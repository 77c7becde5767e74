/** Which page of the audit an administrator asks for. */
import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { Described } from '../configuration/rules';

export class AuditRequest {
  @Described('next of the page before.')
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'before must be the next of another page' })
  before?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(500)
  limit = 50;
}
