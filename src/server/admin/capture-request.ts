/** What an administrator may have captured: the requests of a service or of one of its callers, for some minutes. */
import 'reflect-metadata';
import { IsInt, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { Described } from '../configuration/rules';

const LONGEST_NAME = 1_000;
const LONGEST_CAPTURE = 240;

export class CaptureRequest {
  @IsString()
  @Length(1, LONGEST_NAME)
  service!: string;

  @Described('The id of a key; absent: whoever calls.')
  @ValidateIf((_request, value: unknown) => value !== undefined)
  @IsString()
  @Length(1, LONGEST_NAME)
  caller?: string;

  @IsInt()
  @Min(1)
  @Max(LONGEST_CAPTURE)
  minutes!: number;
}
