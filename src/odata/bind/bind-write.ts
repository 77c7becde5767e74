/** Resolves the body of a write against the model: which properties it gives, and their values in the exposed types. */
import { RequestError } from '../../errors';
import type { ColumnProperty, LookupProperty } from '../../model/entity-set';
import { canonicalGuid } from '../../provider-sdk/index';
import type { JsonObject, JsonTree } from '../body/json-tree';
import { shown } from '../syntax/syntax-error';
import {
  type GivenValue,
  type InsertRequest,
  requireFaultless,
  type UpdateRequest,
  type WriteFault,
} from '../write-request';
import { checkControl, type WriteScope } from './bind-write-control';
import { expectedValue, readValue } from './bind-write-value';

/** What clients send for a key that they leave to the source. */
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';

/** @throws {RequestError} InvalidBody, UnknownProperty, InvalidValue or NotImplemented, with all faults of the body */
export function bindInsert(body: JsonTree, scope: WriteScope): InsertRequest {
  const { guid, given } = bindMembers(body, scope);
  const { entitySet } = scope;
  return {
    kind: 'insert',
    entitySet,
    given,
    ...(guid === undefined || guid === EMPTY_GUID ? {} : { guid }),
  };
}

/**
 * @param key the Guid of the address. That of the body is compared with it where Guids are led back to source keys, because
 *   a row may be addressed by an alias.
 * @throws {RequestError} as {@link bindInsert}
 */
export function bindUpdate(body: JsonTree, key: string, scope: WriteScope): UpdateRequest {
  const { guid, given } = bindMembers(body, scope);
  const { entitySet } = scope;
  return { kind: 'update', entitySet, key, given, ...(guid === undefined ? {} : { guid }) };
}

interface BoundMembers {
  readonly guid?: string;
  readonly given: readonly GivenValue[];
}

/** An answer need not be longer than what it answers. */
const MOST_FAULTS = 50;

function bindMembers(body: JsonTree, scope: WriteScope): BoundMembers {
  const given: GivenValue[] = [];
  const faults: WriteFault[] = [];
  let guid: string | undefined;
  for (const [name, tree] of membersOf(body)) {
    const bound = bindMember(name, tree, scope);
    switch (bound.kind) {
      case 'nothing':
        break;
      case 'fault':
        if (faults.length < MOST_FAULTS) faults.push(bound.fault);
        break;
      case 'key':
        guid = bound.guid;
        break;
      case 'value':
        given.push(bound.given);
        break;
    }
  }
  requireFaultless(faults);
  return { given, ...(guid === undefined ? {} : { guid }) };
}

function membersOf(body: JsonTree): JsonObject['members'] {
  if (body.kind === 'object') return body.members;
  throw new RequestError('InvalidBody', 'The body must be a JSON object: one entity with its properties.');
}

type BoundMember =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'fault'; readonly fault: WriteFault }
  | { readonly kind: 'key'; readonly guid: string }
  | { readonly kind: 'value'; readonly given: GivenValue };

function bindMember(name: string, tree: JsonTree, scope: WriteScope): BoundMember {
  if (name.includes('@')) {
    const fault = checkControl(name, tree, scope);
    return fault === undefined ? { kind: 'nothing' } : { kind: 'fault', fault };
  }
  const property = scope.entitySet.propertiesByName.get(name);
  if (property === undefined) return unknownProperty(name, scope);
  if (tree.kind === 'object' || tree.kind === 'list') return nested(name, tree.kind);
  return property.kind === 'key' ? bindKey(name, tree) : bindValue(property, tree);
}

/** A key of null is one that is not given: some clients send every property that they know of. */
function bindKey(name: string, tree: JsonTree): BoundMember {
  if (tree.kind === 'null') return { kind: 'nothing' };
  const guid = tree.kind === 'text' ? canonicalGuid(tree.value) : undefined;
  return guid === undefined ? invalidValue(name, 'a Guid, or nothing at all') : { kind: 'key', guid };
}

function bindValue(property: ColumnProperty | LookupProperty, tree: JsonTree): BoundMember {
  const value = readValue(tree, property);
  if (value === undefined) return invalidValue(property.name, expectedValue(property));
  return { kind: 'value', given: { property, value } };
}

/** A hidden column gets the same answer as a made-up name. */
function unknownProperty(name: string, { entitySet }: WriteScope): BoundMember {
  const message = `'${shown(name)}' is no property of ${entitySet.typeName}.`;
  return { kind: 'fault', fault: { code: 'UnknownProperty', message, target: shown(name) } };
}

function nested(name: string, kind: 'object' | 'list'): BoundMember {
  const what = kind === 'object' ? 'an object' : 'a list';
  const message = `${name}: ${what} within an entity is not supported by this service; give a plain value.`;
  return { kind: 'fault', fault: { code: 'NotImplemented', message, target: name } };
}

function invalidValue(name: string, expected: string): BoundMember {
  return {
    kind: 'fault',
    fault: { code: 'InvalidValue', message: `${name}: expected ${expected}.`, target: name },
  };
}
