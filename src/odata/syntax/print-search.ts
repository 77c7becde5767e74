/** Writes a $search expression as text. */

import type { SearchSyntax } from './syntax-tree';

/** Parsing it again gives the same tree. AND is always written; OR inside AND gets parentheses. */
export function printSearch(syntax: SearchSyntax): string {
  switch (syntax.kind) {
    case 'term':
      return syntax.text;
    case 'phrase':
      return `"${syntax.text}"`;
    case 'incomplete':
      return `'${syntax.text.replaceAll("'", "''")}'`;
    case 'not':
      return `NOT ${printWithin(syntax.operand, ['and', 'or', 'not'])}`;
    case 'and':
      return syntax.operands.map((operand) => printWithin(operand, ['and', 'or'])).join(' AND ');
    case 'or':
      return syntax.operands.map((operand) => printWithin(operand, ['or'])).join(' OR ');
  }
}

function printWithin(syntax: SearchSyntax, kinds: readonly SearchSyntax['kind'][]): string {
  const text = printSearch(syntax);
  return kinds.includes(syntax.kind) ? `(${text})` : text;
}
