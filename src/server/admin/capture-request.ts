/** What an administrator may have captured: the requests of a service or of one of its callers, for some minutes. */
import 'reflect-metadata';
import { IsInt, Max, Min } from 'class-validator';
import { Described } from '../configuration/rules';
import { IfGiven, IsName } from './request-rules';

const LONGEST_CAPTURE = 240;

export class CaptureRequest {
  @IsName()
  service!: string;

  @Described('The id of a key; absent: whoever calls.')
  @IfGiven()
  @IsName()
  caller?: string;

  @IsInt()
  @Min(1)
  @Max(LONGEST_CAPTURE)
  minutes!: number;
}
