/** What an administrator may ask the cache to forget: everything, a tag, an entity set, or one row of it. */
import 'reflect-metadata';
import { Equals, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { Described } from '../configuration/rules';

const LONGEST_NAME = 1_000;
const NO_SERVICE = 'service must be a name, unless all or tag says what to purge';

/** Not `IsOptional`, which takes null for absent: whoever sends that meant something. */
function IfGiven(): PropertyDecorator {
  return ValidateIf((_request, value: unknown) => value !== undefined);
}

/** One of `all`, `tag`, or `service` with `entitySet`: which, {@link namesOneThing} tells. */
export class PurgeRequest {
  @Described('Everything.')
  @IfGiven()
  @Equals(true)
  all?: true;

  @Described('Whatever carries the tag.')
  @IfGiven()
  @IsString()
  @Length(1, LONGEST_NAME)
  tag?: string;

  @Described('With entitySet: a set of this service.')
  @ValidateIf(({ all, tag }: PurgeRequest) => all === undefined && tag === undefined)
  @IsString({ message: NO_SERVICE })
  @Length(1, LONGEST_NAME, { message: NO_SERVICE })
  service?: string;

  @ValidateIf(({ service }: PurgeRequest) => service !== undefined)
  @IsString()
  @Length(1, LONGEST_NAME)
  entitySet?: string;

  @Described('With entitySet: only this row, and the lists that may hold it.')
  @IfGiven()
  @Matches(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, { message: 'key must be the Guid of a row' })
  key?: string;
}

export function namesOneThing({ all, tag, service, entitySet, key }: PurgeRequest): boolean {
  return [all, tag, service ?? entitySet ?? key].filter((part) => part !== undefined).length === 1;
}
