/** Writes a tree with all of its parentheses, `(and (eq Name 'x') (not Active))`, so that tests can say what they expect. */

import { parseFilter } from '../../../src/odata/syntax/parse-clause';
import { printExpression } from '../../../src/odata/syntax/print-expression';
import type { PathSegment, SearchSyntax, Syntax } from '../../../src/odata/syntax/syntax-tree';

export function outlineOf(filter: string): string {
  return outline(parseFilter(filter));
}

export function outline(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'literal':
    case 'alias':
    case 'typeName':
      return printExpression(syntax);
    case 'path':
      return syntax.segments.map(segment).join('/');
    case 'comparison':
    case 'arithmetic':
      return `(${syntax.operator} ${outline(syntax.left)} ${outline(syntax.right)})`;
    case 'in':
      return `(in ${outline(syntax.operand)} ${'kind' in syntax.items ? outline(syntax.items) : list(syntax.items)})`;
    case 'and':
    case 'or':
      return `(${syntax.kind} ${syntax.operands.map(outline).join(' ')})`;
    case 'not':
    case 'negate':
      return `(${syntax.kind} ${outline(syntax.operand)})`;
    case 'call':
      return `(${[syntax.name, ...syntax.arguments.map(outline)].join(' ')})`;
    case 'case':
      return `(case ${syntax.branches.map((branch) => `${outline(branch.condition)}:${outline(branch.result)}`).join(' ')})`;
    case 'lambda':
      return syntax.predicate === undefined
        ? `(${syntax.operator} ${outline(syntax.source)})`
        : `(${syntax.operator} ${outline(syntax.source)} ${syntax.variable} ${outline(syntax.predicate)})`;
    case 'list':
      return list(syntax.items);
    case 'object':
      return `{${syntax.members.map(({ name, value }) => `${name}:${outline(value)}`).join(' ')}}`;
  }
}

function list(items: readonly Syntax[]): string {
  return `[${items.map(outline).join(' ')}]`;
}

function segment(found: PathSegment): string {
  switch (found.kind) {
    case 'name': {
      const parameters = found.parameters?.map(({ name, value }) => `${name}=${outline(value)}`);
      const key =
        found.key?.kind === 'single'
          ? [outline(found.key.value)]
          : found.key?.values.map(({ name, value }) => `${name}=${outline(value)}`);
      return `${found.name}${parameters ? `<${parameters.join(' ')}>` : ''}${key ? `(${key.join(' ')})` : ''}`;
    }
    case 'annotation':
      return `@${found.name}${found.qualifier === undefined ? '' : `#${found.qualifier}`}`;
    case '$count': {
      const options = [found.filter && outline(found.filter), found.search && outlineSearch(found.search)];
      const written = options.filter((option) => option !== undefined);
      return written.length === 0 ? '$count' : `$count(${written.join(' ')})`;
    }
    case '$filter':
      return `$filter(${outline(found.predicate)})`;
    case 'alias':
      return `@${found.name}`;
    case '$it':
    case '$this':
    case '$root':
      return found.kind;
  }
}

export function outlineSearch(search: SearchSyntax): string {
  switch (search.kind) {
    case 'term':
      return search.text;
    case 'phrase':
      return `"${search.text}"`;
    case 'incomplete':
      return `'${search.text}'`;
    case 'not':
      return `(not ${outlineSearch(search.operand)})`;
    case 'and':
    case 'or':
      return `(${search.kind} ${search.operands.map(outlineSearch).join(' ')})`;
  }
}
