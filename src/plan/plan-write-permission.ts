/** Whether an entity set takes a kind of change, and if not, who is in the way. */
import { RequestError } from '../errors';
import type { EntitySet } from '../model/entity-set';
import type { WriteCommand } from '../provider-sdk/index';

export type WriteKind = WriteCommand['kind'];

/** @throws {RequestError} NotImplemented, which says whether the configuration or the source does not take the change */
export function requirePermission(
  kind: WriteKind,
  { name, connection, declaration }: EntitySet,
  allowed: readonly WriteKind[],
): void {
  if (!allowed.includes(kind)) {
    throw new RequestError(
      'NotImplemented',
      `${name} takes no ${kind}: its configuration does not list it under write.`,
    );
  }
  if (declaration.capabilities.write?.[kind] !== true) {
    throw new RequestError(
      'NotImplemented',
      `${name} takes no ${kind}: its source, connection ${connection}, has none for this entity.`,
    );
  }
}
