/** What an administrator may have replayed: a URL of a service. */
import 'reflect-metadata';
import { IsString, Length } from 'class-validator';

export class ReplayRequest {
  @IsString()
  @Length(1, 1_000)
  service!: string;

  @IsString()
  @Length(1, 32_768)
  url!: string;
}
