/** Who makes sure that a row still has the version that the caller knows. */
import type { EntitySet } from '../model/entity-set';
import type { Precondition } from '../odata/write-request';

/**
 * `source`: it compares and changes in one step. `gateway`: the source cannot, or there is more to compare than one tag, so
 * the row is read first; another change may slip in between.
 */
export type VersionCheck =
  | { readonly by: 'nobody' }
  | { readonly by: 'source'; readonly version: string }
  | { readonly by: 'gateway' };

/** `*` asks for no version: whether there is a row is seen when it is changed. */
export function planVersionCheck(
  { match = '*', noneMatch = '*' }: Precondition,
  { declaration }: EntitySet,
): VersionCheck {
  if (match === '*' && noneMatch === '*') return { by: 'nobody' };
  const [version, further] = match === '*' ? [] : match;
  const one = version !== undefined && further === undefined && noneMatch === '*';
  return one && declaration.capabilities.write?.version === true
    ? { by: 'source', version }
    : { by: 'gateway' };
}
