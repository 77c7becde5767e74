/** What an administrator may ask the cache to forget: everything, a tag, an entity set, or one row of it. */
import 'reflect-metadata';
import { Equals, IsOptional, IsString, MaxLength, ValidateIf } from 'class-validator';

const LONGEST_NAME = 1_000;

export class PurgeRequest {
  @IsOptional()
  @Equals(true)
  all?: true;

  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_NAME)
  tag?: string;

  @ValidateIf(({ all, tag }: PurgeRequest) => all === undefined && tag === undefined)
  @IsString({ message: 'service must be a name, unless all or tag says what to purge' })
  @MaxLength(LONGEST_NAME)
  service?: string;

  @ValidateIf(({ service }: PurgeRequest) => service !== undefined)
  @IsString()
  @MaxLength(LONGEST_NAME)
  entitySet?: string;

  /** The Guid of a row. */
  @IsOptional()
  @IsString()
  key?: string;
}
