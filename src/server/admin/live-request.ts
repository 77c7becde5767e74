/** Which queries an administrator follows live. */
import 'reflect-metadata';
import { IsOptional, IsString, Length, Matches } from 'class-validator';

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
  @Matches(/^[1-5](?:\d\d|xx)$/, { message: 'status must be a status such as 404, or a class such as 5xx' })
  status?: string;
}
