/** Joins conditions by `and` and `or`, simplified as they are joined. Only for filters, where null and false are one. */
import type { Expression, Literal } from '../provider-sdk/index';

export function constant(value: boolean): Literal {
  return { kind: 'literal', type: 'Boolean', value };
}

export function isConstant(
  expression: { readonly kind: string; readonly value?: unknown },
  value: boolean,
): boolean {
  return expression.kind === 'literal' && expression.value === value;
}

/** Something with a kind of its own: what the leaves of an expression have in common. */
type Node = { readonly kind: 'column' | 'property' };

/** Flattened, without `true`; `false` if one operand is. */
export function allOf<Leaf extends Node>(operands: readonly Expression<Leaf>[]): Expression<Leaf> {
  return join('and', operands);
}

/** Flattened, without `false`; `true` if one operand is. */
export function anyOf<Leaf extends Node>(operands: readonly Expression<Leaf>[]): Expression<Leaf> {
  return join('or', operands);
}

function join<Leaf extends Node>(
  kind: 'and' | 'or',
  operands: readonly Expression<Leaf>[],
): Expression<Leaf> {
  const neutral = kind === 'and';
  const flat: Expression<Leaf>[] = [];
  for (const operand of operands) {
    if (isConstant(operand, !neutral)) return constant(!neutral);
    if (operand.kind === kind) flat.push(...operand.operands);
    else if (!isConstant(operand, neutral)) flat.push(operand);
  }
  const [first] = flat;
  if (first === undefined) return constant(neutral);
  return flat.length === 1 ? first : { kind, operands: flat };
}
