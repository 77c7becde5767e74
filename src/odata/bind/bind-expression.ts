/** Resolves names, types and literals of an expression against the entity type: syntax in, typed tree out. */
import { findEnumColumn, typeText } from './bind-types';
import type { BoundExpression, PropertyReference } from '../../model/expression';
import type { Property } from '../../model/entity-set';
import { type Arithmetic, type Call, columnTypes, type Literal, typeOf } from '../../provider-sdk/index';
import type {
  ArithmeticSyntax,
  CallSyntax,
  ComparisonSyntax,
  InSyntax,
  PathSyntax,
  Syntax,
  UnarySyntax,
} from '../syntax/syntax-tree';
import { arithmeticType } from './bind-arithmetic';
import { describeFunction, findFunction, resultType } from './bind-functions';
import { bindLiteral, coerceLiteral, isNumeric } from './bind-literal';
import { bindError, findProperty, notImplemented, type BindScope } from './bind-scope';

/** A filter: an expression that is Boolean. */
export function bindPredicate(syntax: Syntax, scope: BindScope): BoundExpression {
  const bound = bindExpression(syntax, scope);
  if (isNull(bound)) return { kind: 'literal', type: 'Boolean', value: null };
  if (typeOf(bound) === 'Boolean') return bound;
  throw bindError('InvalidType', scope, `a condition is wanted${where(syntax)}, not ${typeText(bound)}.`);
}

export function bindExpression(syntax: Syntax, scope: BindScope): BoundExpression {
  if (--scope.allowance.nodes < 0) {
    throw bindError('LimitExceeded', scope, 'the expression has too many terms once its aliases are put in.');
  }
  switch (syntax.kind) {
    case 'literal':
      return bindLiteral(syntax, scope);
    case 'path':
      return bindPath(syntax, scope);
    case 'and':
    case 'or':
      return { kind: syntax.kind, operands: syntax.operands.map((operand) => bindPredicate(operand, scope)) };
    case 'not':
      return { kind: 'not', operand: bindPredicate(syntax.operand, scope) };
    case 'negate':
      return bindNegative(syntax, scope);
    case 'comparison':
      return bindComparison(syntax, scope);
    case 'in':
      return bindMembership(syntax, scope);
    case 'arithmetic':
      return bindArithmetic(syntax, scope);
    case 'call':
      return bindCall(syntax, scope);
    case 'alias':
      return bindAlias(syntax.name, scope);
    case 'lambda':
      throw notImplemented(scope, syntax.operator);
    case 'case':
      throw notImplemented(scope, 'case');
    case 'list':
    case 'object':
      throw bindError('InvalidType', scope, `a ${syntax.kind} has no place here${where(syntax)}.`);
    case 'typeName':
      throw bindError(
        'UnknownProperty',
        scope,
        `'${syntax.name}' is no property of ${scope.entitySet.typeName}.`,
      );
  }
}

function where({ at }: Syntax): string {
  return ` at position ${at}`;
}

/** An alias that is not given stands for null (URL Conventions 4.01, 5.1.1.13.1). */
function bindAlias(name: string, scope: BindScope): BoundExpression {
  const value = scope.aliases.get(name);
  if (value === undefined) return { kind: 'literal', type: 'String', value: null };
  const { allowance } = scope;
  if (allowance.aliasesWithin === 0) {
    throw bindError('LimitExceeded', scope, 'aliases stand within aliases too deep.');
  }
  allowance.aliasesWithin--;
  const bound = bindExpression(value, scope);
  allowance.aliasesWithin++;
  return bound;
}

function bindPath(path: PathSyntax, scope: BindScope): BoundExpression {
  const names: string[] = [];
  for (const segment of path.segments) {
    if (segment.kind === '$it') continue;
    if (segment.kind !== 'name' || segment.parameters !== undefined || segment.key !== undefined) {
      throw notImplemented(scope, `'${segment.kind === 'name' ? segment.name : segment.kind}'${where(path)}`);
    }
    // A cast to the entity type itself changes nothing (URL Conventions 4.11).
    if (segment.name !== `${scope.model.namespace}.${scope.entitySet.typeName}`) names.push(segment.name);
  }
  const [name, further] = names;
  if (name === undefined) throw bindError('InvalidType', scope, `a property is wanted${where(path)}.`);
  const property = findProperty(name, scope);
  if (further === undefined) return reference(property);
  throw bindError(
    'UnknownProperty',
    scope,
    `'${further}' is no property of ${name}, which is an Edm.${property.type}.`,
  );
}

function reference(property: Property): BoundExpression {
  return { kind: 'property', property, type: property.type };
}

function isNull(expression: BoundExpression): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

/** Every operator and function that has a value of its own is null as soon as one operand is (URL Conventions 4.01, 5.1.1). */
function unlessNull(
  operands: readonly BoundExpression[],
  expression: Arithmetic<PropertyReference> | Call<PropertyReference>,
): BoundExpression {
  return operands.some(isNull) ? { kind: 'literal', type: expression.type, value: null } : expression;
}

function bindNegative({ operand }: UnarySyntax, scope: BindScope): BoundExpression {
  const bound = bindExpression(operand, scope);
  const type = typeOf(bound);
  if (isNull(bound)) return bound;
  if (isNumeric(type) || type === 'Duration') return { kind: 'negate', operand: bound, type };
  throw bindError(
    'InvalidType',
    scope,
    `only a number or a duration has a sign${where(operand)}, not ${typeText(bound)}.`,
  );
}

function bindComparison(syntax: ComparisonSyntax, scope: BindScope): BoundExpression {
  const { operator } = syntax;
  const [left, right] = agree(
    bindExpression(syntax.left, scope),
    bindExpression(syntax.right, scope),
    syntax,
    scope,
  );
  const type = isNull(left) ? typeOf(right) : typeOf(left);
  if (operator === 'has' && type !== 'Enum') {
    throw bindError('InvalidType', scope, `has takes an enumeration${where(syntax)}, not ${typeText(left)}.`);
  }
  if (type === 'Enum' && operator !== 'eq' && operator !== 'ne' && operator !== 'has') {
    throw notImplemented(scope, `${operator} on an enumeration`);
  }
  return { kind: 'comparison', operator, left, right };
}

/** Makes the two sides comparable, or says that they are not. */
function agree(
  left: BoundExpression,
  right: BoundExpression,
  syntax: Syntax,
  scope: BindScope,
): readonly [BoundExpression, BoundExpression] {
  if (right.kind === 'literal') {
    const fitting = coerceLiteral(right, typeOf(left), findEnumColumn(left));
    if (fitting !== undefined) return [left, fitting];
  }
  if (left.kind === 'literal') {
    const fitting = coerceLiteral(left, typeOf(right), findEnumColumn(right));
    if (fitting !== undefined) return [fitting, right];
  }
  const types = [typeOf(left), typeOf(right)] as const;
  if (types[0] === types[1] && types[0] !== 'Enum') return [left, right];
  if (isNumeric(types[0]) && isNumeric(types[1])) return [left, right];
  const message = `${typeText(left)} cannot be compared with ${typeText(right)}${where(syntax)}.`;
  throw bindError('InvalidType', scope, message);
}

function bindMembership(syntax: InSyntax, scope: BindScope): BoundExpression {
  const operand = bindExpression(syntax.operand, scope);
  const items = listItems(syntax, scope).map((item) => {
    const [, bound] = agree(operand, bindExpression(item, scope), syntax, scope);
    if (bound.kind === 'literal') return bound;
    throw notImplemented(scope, `a list item that is no constant${where(item)}`);
  });
  const distinct = new Map<Literal['value'], Literal>(items.map((item) => [item.value, item]));
  return { kind: 'in', operand, items: [...distinct.values()] };
}

function listItems({ items, at }: InSyntax, scope: BindScope): readonly Syntax[] {
  if (isList(items)) return items;
  const resolved = items.kind === 'alias' ? scope.aliases.get(items.name) : items;
  if (resolved?.kind === 'list') return resolved.items;
  throw bindError('InvalidType', scope, `in wants a list of values at position ${at}.`);
}

function isList(items: InSyntax['items']): items is readonly Syntax[] {
  return Array.isArray(items);
}

function bindArithmetic(syntax: ArithmeticSyntax, scope: BindScope): BoundExpression {
  const { operator } = syntax;
  const left = bindExpression(syntax.left, scope);
  const right = bindExpression(syntax.right, scope);
  // A null operand has no type of its own: it takes the other's.
  const leftType = isNull(left) ? typeOf(right) : typeOf(left);
  const rightType = isNull(right) ? leftType : typeOf(right);
  const type = arithmeticType(operator, leftType, rightType);
  if (type !== undefined)
    return unlessNull([left, right], { kind: 'arithmetic', operator, left, right, type });
  const message = `${operator} does not take ${typeText(left)} and ${typeText(right)}${where(syntax)}.`;
  throw bindError('InvalidType', scope, message);
}

const EARLIEST = '0001-01-01T00:00:00Z';
const LATEST = '9999-12-31T23:59:59.9999999Z';

function bindCall(syntax: CallSyntax, scope: BindScope): BoundExpression {
  const { name } = syntax;
  const instant =
    name === 'now'
      ? scope.now
      : name === 'mindatetime'
        ? EARLIEST
        : name === 'maxdatetime'
          ? LATEST
          : undefined;
  if (instant !== undefined && syntax.arguments.length === 0) {
    return { kind: 'literal', type: 'DateTimeOffset', value: instant };
  }
  if (name === 'cast') return bindCast(syntax, scope);
  const known = findFunction(name);
  if (known === undefined) throw notImplemented(scope, `the function ${name}`);
  const bound = syntax.arguments.map((argument) => bindExpression(argument, scope));
  const type = resultType(
    known,
    bound.map((argument) => (isNull(argument) ? undefined : typeOf(argument))),
  );
  if (type !== undefined) return unlessNull(bound, { kind: 'call', function: known, arguments: bound, type });
  const given = bound.map(typeText).join(', ');
  throw bindError(
    'InvalidType',
    scope,
    `${describeFunction(known)} does not take (${given})${where(syntax)}.`,
  );
}

function bindCast(syntax: CallSyntax, scope: BindScope): BoundExpression {
  const [operand, target] = syntax.arguments;
  if (operand === undefined || target === undefined) throw notImplemented(scope, 'cast of the row itself');
  const name = castTarget(target);
  const type = columnTypes.find((candidate) => name === `Edm.${candidate}` || name === candidate);
  if (type === undefined || type === 'Enum')
    throw notImplemented(scope, `cast to ${name ?? 'that'}${where(target)}`);
  const bound = bindExpression(operand, scope);
  return unlessNull([bound], { kind: 'call', function: 'cast', arguments: [bound], type });
}

function castTarget(target: Syntax): string | undefined {
  if (target.kind === 'typeName') return target.name;
  const [segment] = target.kind === 'path' ? target.segments : [];
  return segment?.kind === 'name' ? segment.name : undefined;
}
