/** Resolves the address of a change: the entity set, the row if one is named, and what its answer is to show. */
import type { EntitySet } from '../../model/entity-set';
import { allowOptions, bindSelect, type Selection } from './bind-options';
import { bindKey, type BindInput, unknownResource, unsupportedSegment } from './bind-request';
import { fullAllowance } from './bind-scope';

export interface WriteTarget {
  readonly entitySet: EntitySet;
  /** The Guid of the row, lower case; absent at the address of the set. */
  readonly key?: string;
  readonly selection: Selection;
}

/** @throws {RequestError} as {@link bindRequest} does */
export function bindWriteTarget(input: BindInput): WriteTarget {
  const { path, options, model, now } = input;
  const [first, further] = path.segments;
  if (first === undefined || first.kind !== 'name' || further !== undefined) {
    throw further === undefined && first !== undefined
      ? unsupportedSegment(first)
      : unknownResource('a change');
  }
  const entitySet = model.entitySets.get(first.name);
  if (entitySet === undefined || first.parameters !== undefined) throw unknownResource(first.name);
  allowOptions(options, ['$select'], 'a change');
  const selection = bindSelect(options.select, {
    model,
    entitySet,
    clause: '$select',
    aliases: options.aliases,
    now,
    allowance: fullAllowance(),
  });
  return first.key === undefined
    ? { entitySet, selection }
    : { entitySet, key: bindKey(first.key, entitySet, input), selection };
}
