/** Turns `$search` into a condition on the text properties of the entity set. */
import type { BoundExpression, PropertyReference } from '../../model/expression';
import type { Property } from '../../model/entity-set';
import type { Literal } from '../../provider-sdk/index';
import type { SearchSyntax } from '../syntax/syntax-tree';
import { bindError, type BindScope } from './bind-scope';

/** A row matches a word or phrase that stands in one of its text properties (Protocol 4.01, 11.2.6.6). */
export function bindSearch(syntax: SearchSyntax, scope: BindScope): BoundExpression {
  const searched = searchedProperties(scope.entitySet.properties);
  if (searched.length === 0) {
    throw bindError('NotImplemented', scope, `${scope.entitySet.name} has no text property to search.`);
  }
  return bind(syntax, searched, scope);
}

/** The properties that `$search` looks into. */
function searchedProperties(properties: readonly Property[]): readonly PropertyReference[] {
  return properties.flatMap((property) =>
    property.kind === 'column' && property.type === 'String'
      ? [{ kind: 'property', property, type: property.type } as const]
      : [],
  );
}

function bind(
  syntax: SearchSyntax,
  searched: readonly PropertyReference[],
  scope: BindScope,
): BoundExpression {
  scope.allowance.nodes -= searched.length;
  if (scope.allowance.nodes < 0) throw bindError('LimitExceeded', scope, 'the search has too many words.');
  switch (syntax.kind) {
    case 'term':
    case 'phrase':
    case 'incomplete':
      return anyOf(searched.map((property) => contains(property, syntax.text)));
    case 'and':
      return { kind: 'and', operands: syntax.operands.map((operand) => bind(operand, searched, scope)) };
    case 'or':
      return anyOf(syntax.operands.map((operand) => bind(operand, searched, scope)));
    case 'not':
      return { kind: 'not', operand: isTrue(bind(syntax.operand, searched, scope)) };
  }
}

function contains(property: PropertyReference, text: string): BoundExpression {
  const needle: Literal = { kind: 'literal', type: 'String', value: text };
  return { kind: 'call', function: 'contains', arguments: [property, needle], type: 'Boolean' };
}

/** `NOT word` means rows without the word, those with an empty property included: so null becomes false before it is negated. */
function isTrue(expression: BoundExpression): BoundExpression {
  return {
    kind: 'comparison',
    operator: 'eq',
    left: expression,
    right: { kind: 'literal', type: 'Boolean', value: true },
  };
}

function anyOf(operands: readonly BoundExpression[]): BoundExpression {
  const [first] = operands;
  return first !== undefined && operands.length === 1 ? first : { kind: 'or', operands };
}
