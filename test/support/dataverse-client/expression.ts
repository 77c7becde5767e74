/** The filter expressions that the client writes on the wire and re-evaluates on the rows that come back. */
import { JsonNumber, type JsonValue } from './lossless-json';

export type ArithmeticOperator = 'add' | 'sub' | 'mul' | 'div' | 'mod';
export type ComparisonOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
type LogicalOperator = 'and' | 'or';
export type BinaryOperator = LogicalOperator | ComparisonOperator | ArithmeticOperator | 'has';

/** What Microsoft.OData.Client can write, and `date`, which a date condition may become. */
export type FunctionName =
  | 'contains'
  | 'startswith'
  | 'endswith'
  | 'indexof'
  | 'replace'
  | 'substring'
  | 'tolower'
  | 'toupper'
  | 'trim'
  | 'concat'
  | 'length'
  | 'year'
  | 'month'
  | 'day'
  | 'hour'
  | 'minute'
  | 'second'
  | 'date'
  | 'round'
  | 'floor'
  | 'ceiling';

export type Literal =
  | { readonly type: 'null' }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'integer' | 'decimal' | 'double'; readonly text: string }
  | { readonly type: 'string' | 'guid' | 'dateTimeOffset' | 'date'; readonly text: string }
  | { readonly type: 'enum'; readonly typeName: string; readonly text: string };

export type Expression =
  | { readonly kind: 'property'; readonly name: string }
  | { readonly kind: 'literal'; readonly literal: Literal }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly arguments: readonly Expression[] }
  | { readonly kind: 'in'; readonly operand: Expression; readonly items: readonly Expression[] }
  /** `quoted` is the older client's way to write the type: `'Edm.Double'`. */
  | {
      readonly kind: 'cast' | 'isof';
      readonly operand: Expression;
      readonly typeName: string;
      readonly quoted: boolean;
    };

export function property(name: string): Expression {
  return { kind: 'property', name };
}

export function literal(value: Literal): Expression {
  return { kind: 'literal', literal: value };
}

export function text(value: string): Expression {
  return literal({ type: 'string', text: value });
}

export function integer(value: number): Expression {
  return literal({ type: 'integer', text: String(value) });
}

export function guid(value: string): Expression {
  return literal({ type: 'guid', text: value });
}

export const nullLiteral: Expression = literal({ type: 'null' });

export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right };
}

export function not(operand: Expression): Expression {
  return { kind: 'not', operand };
}

export function call(name: FunctionName, ...args: readonly Expression[]): Expression {
  return { kind: 'call', name, arguments: args };
}

/** Left-deep chain, as LINQ composes conditions one after the other. */
export function chain(operator: LogicalOperator, terms: readonly [Expression, ...Expression[]]): Expression {
  return terms.reduce((left, right) => binary(operator, left, right));
}

/** The literal for a value of a column, in the column's own type. */
export function literalOf(type: string, value: JsonValue): Expression {
  return literal(toLiteral(type, value));
}

function toLiteral(type: string, value: JsonValue): Literal {
  if (typeof value === 'boolean') return { type: 'boolean', value };
  const written = value instanceof JsonNumber ? value.text : value;
  if (typeof written !== 'string') return { type: 'null' };
  switch (type) {
    case 'Edm.Int16':
    case 'Edm.Int32':
    case 'Edm.Int64':
      return { type: 'integer', text: written };
    case 'Edm.Decimal':
      return { type: 'decimal', text: written };
    case 'Edm.Double':
      return { type: 'double', text: written };
    case 'Edm.Guid':
      return { type: 'guid', text: written.toLowerCase() };
    case 'Edm.DateTimeOffset':
      return { type: 'dateTimeOffset', text: written };
    case 'Edm.Date':
      return { type: 'date', text: written };
    case 'Edm.String':
      return { type: 'string', text: written };
    default:
      return { type: 'enum', typeName: type, text: written };
  }
}
