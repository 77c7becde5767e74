/** Writes an expression as canonical OData text, with no more parentheses than precedence needs. */

import { canonicalFunction } from './canonical-functions';
import { PRECEDENCE, precedenceOf } from './operators';
import { printSearch } from './print-search';
import type {
  InSyntax,
  KeyPredicateSyntax,
  LambdaSyntax,
  LiteralSyntax,
  NamedValueSyntax,
  PathSegment,
  PathSyntax,
  Syntax,
  UnarySyntax,
} from './syntax-tree';

/** Decoded text, which a URL needs percent-encoded. Parsing it again gives the same tree. */
export function printExpression(syntax: Syntax): string {
  switch (syntax.kind) {
    case 'literal':
      return printLiteral(syntax);
    case 'path':
      return printPath(syntax);
    case 'alias':
      return `@${syntax.name}`;
    case 'typeName':
      return syntax.name;
    case 'comparison':
    case 'arithmetic':
      return printBinary(syntax.left, syntax.operator, syntax.right);
    case 'and':
    case 'or':
      return syntax.operands
        .map((operand) => printWithin(operand, precedenceOf(syntax.kind) + 1))
        .join(` ${syntax.kind} `);
    case 'not':
    case 'negate':
      return printUnary(syntax);
    case 'in':
      return printIn(syntax);
    case 'call':
      return `${canonicalFunction(syntax.name)?.name ?? syntax.name}(${printAll(syntax.arguments)})`;
    case 'case':
      return `case(${syntax.branches
        .map(({ condition, result }) => `${printExpression(condition)} : ${printExpression(result)}`)
        .join(',')})`;
    case 'lambda':
      return printLambda(syntax);
    case 'list':
      return `[${printAll(syntax.items)}]`;
    case 'object':
      return `{${syntax.members.map(({ name, value }) => `${JSON.stringify(name)}:${printExpression(value)}`).join(',')}}`;
  }
}

function printAll(items: readonly Syntax[]): string {
  return items.map(printExpression).join(',');
}

/** Operators are left-associative: an operand on the right needs parentheses even at equal rank. */
function printBinary(left: Syntax, operator: Parameters<typeof precedenceOf>[0], right: Syntax): string {
  const precedence = precedenceOf(operator);
  return `${printWithin(left, precedence)} ${operator} ${printWithin(right, precedence + 1)}`;
}

/** In parentheses if the expression binds less closely than its place needs. */
function printWithin(syntax: Syntax, least: number): string {
  const text = printExpression(syntax);
  return rank(syntax) < least ? `(${text})` : text;
}

const ATOM = PRECEDENCE.primary + 1;

function rank(syntax: Syntax): number {
  switch (syntax.kind) {
    case 'and':
    case 'or':
    case 'in':
      return precedenceOf(syntax.kind);
    case 'comparison':
    case 'arithmetic':
      return precedenceOf(syntax.operator);
    case 'not':
    case 'negate':
      return PRECEDENCE.unary;
    case 'literal':
    case 'path':
    case 'alias':
    case 'typeName':
    case 'call':
    case 'case':
    case 'lambda':
    case 'list':
    case 'object':
      return ATOM;
  }
}

function printUnary({ kind, operand }: UnarySyntax): string {
  if (kind === 'not') return `not ${printWithin(operand, PRECEDENCE.unary)}`;
  // `-1` is a literal: the minus of a negated number must not touch its digits.
  return startsWithNumber(operand)
    ? `-(${printExpression(operand)})`
    : `-${printWithin(operand, PRECEDENCE.unary)}`;
}

function startsWithNumber(syntax: Syntax): boolean {
  if (syntax.kind === 'comparison') return startsWithNumber(syntax.left);
  if (syntax.kind === 'in') return startsWithNumber(syntax.operand);
  return syntax.kind === 'literal';
}

/** A list in parentheses may only hold literals, and needs them all; anything else is a JSON array. */
function printIn({ operand, items }: InSyntax): string {
  const left = printWithin(operand, precedenceOf('in'));
  if (!('kind' in items)) {
    const isPlain = items.every((item) => item.kind === 'literal');
    return `${left} in ${isPlain ? `(${printAll(items)})` : `[${printAll(items)}]`}`;
  }
  if (items.kind === 'list') return `${left} in (${printExpression(items)})`;
  return `${left} in ${printWithin(items, ATOM)}`;
}

function printLambda({ source, operator, variable, predicate }: LambdaSyntax): string {
  const body =
    variable === undefined || predicate === undefined ? '' : `${variable}:${printExpression(predicate)}`;
  return `${printPath(source)}/${operator}(${body})`;
}

/** A literal as OData writes it in a URL, before encoding. */
export function printLiteral({ type, text, typeName }: LiteralSyntax): string {
  switch (type) {
    case 'string':
      return quote(text);
    case 'duration':
    case 'binary':
    case 'geography':
    case 'geometry':
      return type + quote(text);
    case 'enum':
      return (typeName ?? '') + quote(text);
    case 'null':
    case 'boolean':
    case 'integer':
    case 'decimal':
    case 'double':
    case 'guid':
    case 'date':
    case 'timeOfDay':
    case 'dateTimeOffset':
      return text;
  }
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function printPath({ segments }: PathSyntax): string {
  return segments.map(printSegment).join('/');
}

function printSegment(segment: PathSegment): string {
  switch (segment.kind) {
    case 'name':
      return segment.name + printParameters(segment.parameters) + printKey(segment.key);
    case 'annotation':
      return `@${segment.name}${segment.qualifier === undefined ? '' : `#${segment.qualifier}`}`;
    case '$count':
      return `$count${printCountOptions(segment)}`;
    case '$filter':
      return `$filter(${printExpression(segment.predicate)})${printKey(segment.key)}`;
    case 'alias':
      return `@${segment.name}`;
    case '$it':
    case '$this':
    case '$root':
      return segment.kind;
  }
}

function printCountOptions({ filter, search }: PathSegment & { kind: '$count' }): string {
  const options: string[] = [];
  if (filter !== undefined) options.push(`$filter=${printExpression(filter)}`);
  if (search !== undefined) options.push(`$search=${printSearch(search)}`);
  return options.length === 0 ? '' : `(${options.join(';')})`;
}

function printParameters(parameters: readonly NamedValueSyntax[] | undefined): string {
  return parameters === undefined ? '' : `(${printNamed(parameters)})`;
}

function printKey(key: KeyPredicateSyntax | undefined): string {
  if (key === undefined) return '';
  return `(${key.kind === 'single' ? printExpression(key.value) : printNamed(key.values)})`;
}

function printNamed(values: readonly NamedValueSyntax[]): string {
  return values.map(({ name, value }) => `${name}=${printExpression(value)}`).join(',');
}
