/** Makes the nodes of the syntax tree that filters of Dataverse are written with. */
import type {
  ComparisonOperator,
  LiteralSyntax,
  LiteralType,
  PathSyntax,
  Syntax,
} from '../odata/syntax/syntax-tree';

/** What is made here has no place in any text. */
const at = 0;

export function path(name: string): PathSyntax {
  return { kind: 'path', segments: [{ kind: 'name', name, at }], at };
}

export function literal(type: LiteralType, text: string, typeName?: string): LiteralSyntax {
  return { kind: 'literal', type, text, ...(typeName === undefined ? {} : { typeName }), at };
}

export const nullLiteral = literal('null', 'null');

export function compare(name: string, operator: ComparisonOperator, right: LiteralSyntax): Syntax {
  return { kind: 'comparison', operator, left: path(name), right, at };
}

export function call(name: string, property: string, argument: LiteralSyntax): Syntax {
  return { kind: 'call', name, arguments: [path(property), argument], at };
}

export function not(operand: Syntax): Syntax {
  return { kind: 'not', operand, at };
}

/** One chain, without chains of the same operator inside; of one operand, the operand. Undefined of none. */
export function chain(kind: 'and' | 'or', operands: readonly Syntax[]): Syntax | undefined {
  const flat = operands.flatMap((operand) => (operand.kind === kind ? operand.operands : [operand]));
  return flat.length > 1 ? { kind, operands: flat, at } : flat[0];
}

/** Of operands that are certainly there. */
export function chainOf(kind: 'and' | 'or', first: Syntax, ...further: readonly Syntax[]): Syntax {
  return chain(kind, [first, ...further]) ?? first;
}
