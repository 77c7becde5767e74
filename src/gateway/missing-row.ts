/** The error of a key that no row has, and how old the word of the source is for it. */
import { RequestError } from '../errors';
import type { EntitySet } from '../model/entity-set';

export class MissingRow extends RequestError {
  /** @param askedAt when the source was asked, on the cache's clock, if that was for another answer */
  constructor(
    { name, key }: Pick<EntitySet, 'name' | 'key'>,
    guid: string,
    readonly askedAt?: number,
  ) {
    super('NotFound', `there is no row of ${name} with the key ${guid}.`, { target: key.name });
  }
}
