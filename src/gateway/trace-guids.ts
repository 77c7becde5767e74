/** Sees to it that the Guids of a filter can be traced back to source keys before the query is planned. */
import type { KeyProperty, LookupProperty, ServiceModel } from '../model/entity-set';
import { isNamedKey } from '../model/key-name';
import type { BoundExpression } from '../model/expression';
import type { ReadQuery } from '../odata/read-query';
import { isUntraced } from '../plan/source-key';
import type { CallContext, Value } from '../provider-sdk/index';
import type { OpenService } from './open-service';

/** @throws {RequestError | ProviderError} if a Guid is unknown and the source cannot be asked */
export async function traceGuids(
  { entitySet, filter }: ReadQuery,
  { decode, rebuildKeyMap }: Pick<OpenService, 'decode' | 'rebuildKeyMap'>,
  model: ServiceModel,
  { caller }: Pick<CallContext, 'caller'>,
): Promise<void> {
  if (filter === undefined) return;
  for (const { property, guid } of guidsIn(filter)) {
    const owner = property.kind === 'key' ? entitySet : model.entitySets.get(property.target);
    if (owner === undefined || !isUntraced(property, guid, decode)) continue;
    try {
      await rebuildKeyMap(owner, caller);
    } catch (error) {
      // What was read before the failure may have been enough.
      if (isUntraced(property, guid, decode)) throw error;
    }
  }
}

interface ComparedGuid {
  readonly property: KeyProperty | LookupProperty;
  readonly guid: string;
}

/** The Guids of long keys that a filter compares keys and lookups with. */
function* guidsIn(expression: BoundExpression): Generator<ComparedGuid> {
  switch (expression.kind) {
    case 'property':
    case 'literal':
      return;
    case 'and':
    case 'or':
      for (const operand of expression.operands) yield* guidsIn(operand);
      return;
    case 'call':
      for (const argument of expression.arguments) yield* guidsIn(argument);
      return;
    case 'not':
    case 'negate':
      yield* guidsIn(expression.operand);
      return;
    case 'in':
      for (const { value } of expression.items) yield* compared(expression.operand, value);
      yield* guidsIn(expression.operand);
      return;
    case 'comparison':
    case 'arithmetic': {
      const { left, right } = expression;
      if (right.kind === 'literal') yield* compared(left, right.value);
      if (left.kind === 'literal') yield* compared(right, left.value);
      yield* guidsIn(left);
      yield* guidsIn(right);
      return;
    }
  }
}

function* compared(operand: BoundExpression, value: Value): Generator<ComparedGuid> {
  if (operand.kind !== 'property' || operand.property.kind === 'column') return;
  if (typeof value === 'string' && isNamedKey(value)) yield { property: operand.property, guid: value };
}
