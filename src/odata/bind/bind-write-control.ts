/** Control information and annotations of a body: read past, unless they say something that must not be ignored. */
import type { EntitySet, ServiceModel } from '../../model/entity-set';
import type { JsonTree } from '../body/json-tree';
import { shown } from '../syntax/syntax-error';
import type { WriteFault } from '../write-request';

export interface WriteScope {
  readonly entitySet: EntitySet;
  readonly model: ServiceModel;
}

/**
 * A member with an `@` in its name. Context, id, ETag, links, the types of properties and annotations change nothing
 * (JSON Format 4.01, 4.6 and 20); the ETag that counts is that of `If-Match`. 4.01 leaves the `odata.` out.
 */
export function checkControl(name: string, tree: JsonTree, scope: WriteScope): WriteFault | undefined {
  const at = name.indexOf('@');
  const property = name.slice(0, at);
  const term = name.slice(at + 1).replace(/^odata\./, '');
  switch (term) {
    case 'type':
      return property === '' ? checkType(name, tree, scope) : undefined;
    case 'bind':
    case 'delta':
    case 'removed': {
      // Rows would be linked, nested or deleted: whoever ignored that would answer success for what was not done.
      const target = shown(property === '' ? name : property);
      const isKnown = property === '' || scope.entitySet.propertiesByName.has(property);
      const named = isKnown ? shown(name) : `'${shown(name)}'`;
      const message = `${named} is not supported by this service; a lookup is set by its Guid.`;
      return { code: 'NotImplemented', message, target };
    }
    default:
      return undefined;
  }
}

/** `#Namespace.Type`, also without the `#` or with the address of the metadata before it. */
function checkType(name: string, tree: JsonTree, { entitySet, model }: WriteScope): WriteFault | undefined {
  const expected = `${model.namespace}.${entitySet.typeName}`;
  const given = tree.kind === 'text' ? tree.value.slice(tree.value.lastIndexOf('#') + 1) : undefined;
  if (given === expected) return undefined;
  return { code: 'InvalidBody', message: `${name} must be #${expected} at this address.`, target: name };
}
