/** Which queries an administrator follows live. */
import 'reflect-metadata';
import { IsOptional } from 'class-validator';
import { IsShortText } from './request-rules';
import { IsStatusFilter } from './status-filter';

/** All are optional, and all must hold together. */
export class LiveRequest {
  @IsShortText()
  service?: string;

  @IsShortText()
  entitySet?: string;

  /** Of those that have ended. */
  @IsOptional()
  @IsStatusFilter()
  status?: string;
}
