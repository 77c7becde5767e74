/** Writes expressions as OData text, for plans and records: what a reader would have typed. */
import type { RowExpression } from '../model/expression';
import type { Literal } from '../provider-sdk/index';

/** The text with the fewest parentheses that mean the same. */
export function printExpression(expression: RowExpression): string {
  return print(expression, 0);
}

/** How tightly each kind binds (URL Conventions 5.1.1.14). */
const STRENGTH: Record<RowExpression['kind'], number> = {
  or: 1,
  and: 2,
  comparison: 3,
  arithmetic: 5,
  not: 7,
  negate: 7,
  in: 8,
  call: 9,
  literal: 9,
  column: 9,
  property: 9,
};

function print(expression: RowExpression, surrounding: number): string {
  const strength = strengthOf(expression);
  const text = printBare(expression, strength);
  return strength < surrounding ? `(${text})` : text;
}

function strengthOf(expression: RowExpression): number {
  if (expression.kind !== 'arithmetic') return STRENGTH[expression.kind];
  return expression.operator === 'add' || expression.operator === 'sub'
    ? STRENGTH.arithmetic
    : STRENGTH.arithmetic + 1;
}

function printBare(expression: RowExpression, strength: number): string {
  switch (expression.kind) {
    case 'column':
      return expression.name;
    case 'property':
      return expression.property.name;
    case 'literal':
      return printLiteral(expression);
    case 'and':
    case 'or':
      return expression.operands.map((operand) => print(operand, strength + 1)).join(` ${expression.kind} `);
    case 'not':
      return `not ${print(expression.operand, 9)}`;
    case 'negate':
      return `-${print(expression.operand, 9)}`;
    case 'comparison':
    case 'arithmetic':
      // Left-associative: only the right operand of equal rank needs parentheses.
      return `${print(expression.left, expression.kind === 'arithmetic' ? strength : strength + 1)} ${expression.operator} ${print(expression.right, strength + 1)}`;
    case 'in':
      return `${print(expression.operand, 9)} in (${expression.items.map(printLiteral).join(',')})`;
    case 'call': {
      const target = expression.function === 'cast' ? `,Edm.${expression.type}` : '';
      return `${expression.function}(${expression.arguments.map((argument) => print(argument, 0)).join(',')}${target})`;
    }
  }
}

function printLiteral({ type, value }: Literal): string {
  if (value === null) return 'null';
  if (type === 'String' || type === 'Enum') return `'${String(value).replaceAll("'", "''")}'`;
  if (type === 'Duration') return `duration'${String(value)}'`;
  return String(value);
}
