/** What an administrator may ask the cache to forget: everything, a tag, an entity set, or one row of it. */
import 'reflect-metadata';
import { Equals, Matches, ValidateIf } from 'class-validator';
import { Described } from '../configuration/rules';
import { IfGiven, IsName } from './request-rules';

const NO_SERVICE = 'service must be a name, unless all or tag says what to purge';

/** One of `all`, `tag`, or `service` with `entitySet`: which, {@link namesOneThing} tells. */
export class PurgeRequest {
  @Described('Everything.')
  @IfGiven()
  @Equals(true)
  all?: true;

  @Described('Whatever carries the tag.')
  @IfGiven()
  @IsName()
  tag?: string;

  @Described('With entitySet: a set of this service.')
  @ValidateIf(({ all, tag }: PurgeRequest) => all === undefined && tag === undefined)
  @IsName(NO_SERVICE)
  service?: string;

  @ValidateIf(({ service }: PurgeRequest) => service !== undefined)
  @IsName()
  entitySet?: string;

  @Described('With entitySet: only this row, and the lists that may hold it.')
  @IfGiven()
  @Matches(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i, { message: 'key must be the Guid of a row' })
  key?: string;
}

export function namesOneThing({ all, tag, service, entitySet, key }: PurgeRequest): boolean {
  return [all, tag, service ?? entitySet ?? key].filter((part) => part !== undefined).length === 1;
}
