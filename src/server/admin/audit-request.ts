/** Which page of the audit an administrator asks for. */
import 'reflect-metadata';
import { IsOptional, Matches } from 'class-validator';
import { Described } from '../configuration/rules';
import { IsLimit } from './request-rules';

const MOST_ITEMS = 500;

export class AuditRequest {
  @Described('next of the page before.')
  @IsOptional()
  @Matches(/^\d{1,15}$/, { message: 'before must be the next of another page' })
  before?: string;

  @IsLimit(MOST_ITEMS)
  limit = 50;
}
