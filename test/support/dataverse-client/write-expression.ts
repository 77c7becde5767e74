/** Writes a filter expression as Microsoft.OData.Client does: parentheses only where precedence needs them. */
import type { BinaryOperator, Expression, Literal } from './expression';

/** How the reserved characters of a query go on the wire. */
export interface WireStyle {
  readonly dollar: '$' | '%24';
  readonly space: '%20' | '+';
  readonly quote: "'" | '%27';
  readonly comma: ',' | '%2C';
}

/** The library's own style. */
export const clientStyle: WireStyle = { dollar: '$', space: '%20', quote: "'", comma: ',' };

/** What a proxy or a form encoder in between may make of it. */
export const encodedStyle: WireStyle = { dollar: '%24', space: '+', quote: '%27', comma: '%2C' };

const unaryRank = 7;
const primaryRank = 8;

/** Writes an expression, percent-encoded for the query of a URL. */
export function writeExpression(expression: Expression, style: WireStyle): string {
  const write = (inner: Expression): string => writeExpression(inner, style);
  switch (expression.kind) {
    case 'property':
      return escapeContent(expression.name);
    case 'literal':
      return writeLiteral(expression.literal, style);
    case 'binary': {
      const rank = rankOf(expression);
      const left = parenthesised(write(expression.left), rankOf(expression.left) < rank);
      const right = parenthesised(write(expression.right), rankOf(expression.right) <= rank);
      return `${left}${style.space}${expression.operator}${style.space}${right}`;
    }
    case 'not':
      return `not${style.space}${parenthesised(write(expression.operand), rankOf(expression.operand) < unaryRank)}`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(write).join(style.comma)})`;
    case 'in':
      return `${write(expression.operand)}${style.space}in${style.space}(${expression.items.map(write).join(style.comma)})`;
    case 'cast':
    case 'isof': {
      const mark = expression.quoted ? style.quote : '';
      return `${expression.kind}(${write(expression.operand)}${style.comma}${mark}${expression.typeName}${mark})`;
    }
  }
}

/** Percent-encodes as .NET's `Uri.EscapeDataString` does: all but letters, digits and `-_.~`. */
function escapeContent(content: string): string {
  return encodeURIComponent(content.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function writeLiteral(literal: Literal, style: WireStyle): string {
  switch (literal.type) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(literal.value);
    case 'integer':
    case 'decimal':
      return escapeContent(literal.text);
    case 'double':
      return escapeContent(/^-?\d+$/.test(literal.text) ? `${literal.text}.0` : literal.text);
    case 'guid':
    case 'dateTimeOffset':
    case 'date':
      return escapeContent(literal.text);
    case 'string':
      return quoted(literal.text, style);
    case 'enum':
      return `${literal.typeName}${quoted(literal.text, style)}`;
  }
}

function quoted(content: string, style: WireStyle): string {
  const { quote } = style;
  return (
    quote +
    content
      .split("'")
      .map(escapeContent)
      .join(quote + quote) +
    quote
  );
}

function parenthesised(written: string, needed: boolean): string {
  return needed ? `(${written})` : written;
}

function rankOf(expression: Expression): number {
  switch (expression.kind) {
    case 'binary':
      return binaryRank(expression.operator);
    case 'not':
      return unaryRank;
    case 'in':
      // The two versions of the standard rank `in` differently, so it is always set in parentheses.
      return 0;
    case 'property':
    case 'literal':
    case 'call':
    case 'cast':
    case 'isof':
      return primaryRank;
  }
}

function binaryRank(operator: BinaryOperator): number {
  switch (operator) {
    case 'or':
      return 1;
    case 'and':
      return 2;
    case 'eq':
    case 'ne':
    case 'has':
      return 3;
    case 'gt':
    case 'ge':
    case 'lt':
    case 'le':
      return 4;
    case 'add':
    case 'sub':
      return 5;
    case 'mul':
    case 'div':
    case 'mod':
      return 6;
  }
}
