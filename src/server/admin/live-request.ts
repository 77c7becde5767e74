/** Which queries an administrator follows live. */
import 'reflect-metadata';
import { IsOptional, IsString, Length } from 'class-validator';
import { IsStatusFilter } from './status-filter';

const LONGEST_NAME = 200;

/** All are optional, and all must hold together. */
export class LiveRequest {
  @IsOptional()
  @IsString()
  @Length(1, LONGEST_NAME)
  service?: string;

  @IsOptional()
  @IsString()
  @Length(1, LONGEST_NAME)
  entitySet?: string;

  /** Of those that have ended. */
  @IsOptional()
  @IsStatusFilter()
  status?: string;
}
