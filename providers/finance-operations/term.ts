/** Recognises the filter terms that F&O can be asked: one column, one operator, constants. */
import type { Comparison, Expression, Literal, Value } from '../../src/provider-sdk/index';

export type Term = EqualityTerm | RangeTerm | ListTerm | WildcardTerm;

export interface EqualityTerm {
  readonly kind: 'equality';
  readonly column: string;
  readonly negated: boolean;
  readonly value: Value;
}

export interface RangeTerm {
  readonly kind: 'range';
  readonly column: string;
  readonly operator: 'gt' | 'ge' | 'lt' | 'le';
  readonly value: Value;
}

interface ListTerm {
  readonly kind: 'list';
  readonly column: string;
  readonly values: readonly Value[];
}

/** `contains`, `startswith`, `endswith`: what F&O writes as `eq` with asterisks. */
export interface WildcardTerm {
  readonly kind: 'wildcard';
  readonly column: string;
  readonly position: 'anywhere' | 'start' | 'end';
  readonly needle: string;
}

/** What F&O refuses together: a column that takes `eq` also takes `in`, but perhaps no wildcard and no order. */
export type OperatorGroup = 'equality' | 'range' | 'wildcard' | 'sort';

export function groupOf(term: Term): Exclude<OperatorGroup, 'sort'> {
  switch (term.kind) {
    case 'equality':
    case 'list':
      return 'equality';
    case 'range':
      return 'range';
    case 'wildcard':
      return 'wildcard';
  }
}

/** The term, or undefined for anything that F&O has no words for. */
export function readTerm(expression: Expression): Term | undefined {
  switch (expression.kind) {
    case 'comparison':
      return readComparison(expression);
    case 'in':
      return expression.operand.kind === 'column'
        ? {
            kind: 'list',
            column: expression.operand.name,
            values: expression.items.map(({ value }) => value),
          }
        : undefined;
    case 'call':
      return readSearch(expression.function, expression.arguments);
    case 'column':
      return expression.type === 'Boolean'
        ? { kind: 'equality', column: expression.name, negated: false, value: true }
        : undefined;
    case 'literal':
    case 'and':
    case 'or':
    case 'not':
    case 'arithmetic':
    case 'negate':
      return undefined;
  }
}

function readComparison({ operator, left, right }: Comparison): Term | undefined {
  if (left.kind !== 'column' || right.kind !== 'literal') return undefined;
  const { value } = right;
  switch (operator) {
    case 'eq':
    case 'ne':
      return { kind: 'equality', column: left.name, negated: operator === 'ne', value };
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return { kind: 'range', column: left.name, operator, value };
    case 'has':
      return undefined;
  }
}

function readSearch(name: string, [column, needle]: readonly Expression[]): Term | undefined {
  const position =
    name === 'contains'
      ? 'anywhere'
      : name === 'startswith'
        ? 'start'
        : name === 'endswith'
          ? 'end'
          : undefined;
  if (position === undefined || column?.kind !== 'column' || !isText(needle)) return undefined;
  return { kind: 'wildcard', column: column.name, position, needle: needle.value };
}

function isText(expression: Expression | undefined): expression is Literal & { readonly value: string } {
  return expression?.kind === 'literal' && typeof expression.value === 'string';
}

/** Every text that the term compares with. */
export function textsOf(term: Term): readonly string[] {
  switch (term.kind) {
    case 'equality':
    case 'range':
      return typeof term.value === 'string' ? [term.value] : [];
    case 'list':
      return term.values.filter((value) => typeof value === 'string');
    case 'wildcard':
      return [term.needle];
  }
}
