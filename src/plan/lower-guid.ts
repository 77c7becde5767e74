/** Rewrites comparisons of a key or lookup Guid into comparisons of the columns that it is made of. */
import type { PropertyReference, RowExpression } from '../model/expression';
import type { KeyProperty, LookupProperty } from '../model/entity-set';
import type { Key, Literal } from '../provider-sdk/index';
import { allOf, anyOf, constant } from './logic';
import { columnIn, compareColumn } from './row-expression';
import { type DecodeGuid, isUntraced } from './source-key';

export interface GuidReference extends PropertyReference {
  readonly property: KeyProperty | LookupProperty;
}

export interface GuidRules {
  readonly decode: DecodeGuid;
  readonly distinctCase: boolean;
}

/**
 * `property eq a or property eq b …` (or, of one literal, `property ne a`) over the columns; undefined where columns
 * cannot say it.
 *
 * @param distinctCase the source tells keys apart that differ in case only, but text compares without case: then equal
 *   columns are not enough and the Guids are compared as well
 */
export function lowerGuidComparison(
  operator: 'eq' | 'ne',
  reference: GuidReference,
  literals: readonly Literal[],
  { decode, distinctCase }: GuidRules,
): RowExpression | undefined {
  const { property } = reference;
  const checkCase = distinctCase && property.from.some(({ type }) => type === 'String');
  const keys: Key[] = [];
  const alternatives: RowExpression[] = [];
  for (const { value } of literals) {
    if (value === null) alternatives.push(isAbsent(property));
    if (typeof value !== 'string') continue;
    // A lookup may point to a row that does not exist, so that nobody knows its key: only the Guids can be compared.
    if (property.kind === 'lookup' && isUntraced(property, value, decode)) return undefined;
    const key = decode(property, value);
    if (key !== undefined) keys.push(key);
  }
  alternatives.push(...groupByLeadingParts(property, keys));
  const equal = anyOf(alternatives);
  if (operator === 'ne') return checkCase && keys.length > 0 ? undefined : negateEquality(equal);
  if (!checkCase || keys.length === 0) return equal;
  return allOf([equal, { kind: 'in', operand: reference, items: literals }]);
}

/** A Guid is null as soon as one of its columns is. */
function isAbsent(property: KeyProperty | LookupProperty): RowExpression {
  return anyOf(property.from.map((column) => compareColumn('eq', column, null)));
}

/**
 * Keys that differ in their last part only share the comparisons of the others and list that one, so that fifty rows of
 * one company cost one term and one list rather than a hundred terms.
 */
function groupByLeadingParts(
  property: KeyProperty | LookupProperty,
  keys: readonly Key[],
): readonly RowExpression[] {
  const groups = new Map<string, Key[]>();
  for (const key of keys) {
    const leading = JSON.stringify(key.slice(0, -1));
    const group = groups.get(leading);
    if (group === undefined) groups.set(leading, [key]);
    else group.push(key);
  }
  return [...groups.values()].map((group) => equalToAny(property, group));
}

function equalToAny(property: KeyProperty | LookupProperty, keys: readonly Key[]): RowExpression {
  const last = property.from.length - 1;
  return allOf(
    property.from.map((column, index) => {
      const values = index === last ? keys.map((key) => key[index]) : [keys[0]?.[index]];
      return columnIn(
        column,
        values.flatMap((value) => (value === undefined ? [] : [value])),
      );
    }),
  );
}

/** `eq`, `and`, `or` and `in` of equalities are never null, so De Morgan holds without further care. */
function negateEquality(expression: RowExpression): RowExpression {
  switch (expression.kind) {
    case 'literal':
      return constant(expression.value !== true);
    case 'and':
      return anyOf(expression.operands.map(negateEquality));
    case 'or':
      return allOf(expression.operands.map(negateEquality));
    case 'comparison':
      return { ...expression, operator: expression.operator === 'eq' ? 'ne' : 'eq' };
    case 'in':
      return allOf(
        expression.items.map((item) => ({
          kind: 'comparison',
          operator: 'ne',
          left: expression.operand,
          right: item,
        })),
      );
    case 'not':
    case 'negate':
    case 'arithmetic':
    case 'call':
    case 'column':
    case 'property':
      return { kind: 'not', operand: expression };
  }
}
