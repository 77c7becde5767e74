/** What an administrator may have replayed: a URL of a service. */
import 'reflect-metadata';
import { IsString, Length } from 'class-validator';
import { IsName, LONGEST_URL } from './request-rules';

export class ReplayRequest {
  @IsName()
  service!: string;

  @IsString()
  @Length(1, LONGEST_URL)
  url!: string;
}
