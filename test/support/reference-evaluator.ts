/**
 * The plainest evaluator of the expression language: it walks the tree anew for every row and shares nothing with the
 * product but the types, so that the two can only agree by both being right.
 */
import type {
  Call,
  Collation,
  ColumnReference,
  ColumnType,
  Comparison,
  Expression,
  Row,
  Value,
} from '../../src/provider-sdk/index';
import { calculate, calculateTime, throughFraction } from './reference-arithmetic';
import { TICKS_PER_DAY } from './reference-calendar';
import { cast } from './reference-cast';
import {
  ceiling,
  compareFractions,
  floor,
  type Fraction,
  fraction,
  negate,
  round,
} from './reference-numbers';
import { type Computed, double, isExact, isNumber, load, rowNumber, textOf } from './reference-value';

/** Whether a row passes a filter. */
export function passesReference(filter: Expression, row: Row, collation: Collation): boolean {
  return new ReferenceEvaluation(row, collation).evaluate(filter) === true;
}

/** The value of an expression, in its row form. */
export function evaluateReference(expression: Expression, row: Row, collation: Collation): Value {
  const value = new ReferenceEvaluation(row, collation).evaluate(expression);
  const type = typeOf(expression);
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return textOf(value, type);
  return typeof value === 'string' ? value : rowNumber(value);
}

/** Made once: making one takes longer than all the rest of a comparison. */
const collator = new Intl.Collator('en-US', { sensitivity: 'accent' });

class ReferenceEvaluation {
  constructor(
    private readonly row: Row,
    private readonly collation: Collation,
  ) {}

  evaluate(expression: Expression): Computed {
    switch (expression.kind) {
      case 'column':
        return load(this.row[expression.name] ?? null, expression.type);
      case 'literal':
        return load(expression.value, expression.type);
      case 'and':
        return this.connect(expression.operands, false);
      case 'or':
        return this.connect(expression.operands, true);
      case 'not': {
        const value = this.evaluate(expression.operand);
        return value === null ? null : !value;
      }
      case 'comparison':
        return this.compare(expression);
      case 'in':
        return expression.items.some(
          (item) =>
            this.compare({ kind: 'comparison', operator: 'eq', left: expression.operand, right: item }) ===
            true,
        );
      case 'negate': {
        const value = this.evaluate(expression.operand);
        if (value === null) return null;
        if (typeof value === 'number' || typeof value === 'bigint') return -value;
        return negate(value as Fraction);
      }
      case 'arithmetic': {
        const left = this.evaluate(expression.left);
        const right = this.evaluate(expression.right);
        if (left === null || right === null) return null;
        const types: [ColumnType, ColumnType] = [typeOf(expression.left), typeOf(expression.right)];
        if (isNumber(types[0]) && isNumber(types[1])) {
          return calculate(expression.operator, left, right, types, expression.type);
        }
        return calculateTime(expression.operator, left, right, types);
      }
      case 'call':
        return this.call(expression);
    }
  }

  private connect(operands: readonly Expression[], decisive: boolean): Computed {
    const values = operands.map((operand) => this.evaluate(operand));
    if (values.includes(decisive)) return decisive;
    return values.includes(null) ? null : !decisive;
  }

  private compare({ operator, left, right }: Comparison): Computed {
    const a = this.evaluate(left);
    const b = this.evaluate(right);
    if (operator === 'has') {
      if (a === null || b === null) return null;
      const members = (a as string).split(',');
      return (b as string).split(',').every((member) => members.includes(member));
    }
    if (a === null || b === null) {
      const areBoth = a === b;
      if (operator === 'ne') return !areBoth;
      return operator === 'gt' || operator === 'lt' ? false : areBoth;
    }
    const order = this.order(a, b, typeOf(left), typeOf(right));
    switch (operator) {
      case 'eq':
        return order === 0;
      case 'ne':
        return order !== 0;
      case 'gt':
        return order > 0;
      case 'ge':
        return order >= 0;
      case 'lt':
        return order < 0;
      case 'le':
        return order <= 0;
    }
  }

  /** NaN where neither is less nor equal. */
  private order(a: Computed, b: Computed, left: ColumnType, right: ColumnType): number {
    if (isNumber(left) && isNumber(right)) {
      if (isExact(left) && isExact(right)) return compareFractions(a as Fraction, b as Fraction);
      const [x, y] = [double(a), double(b)];
      return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN;
    }
    if (left === 'String') return this.orderText(a as string, b as string);
    const [x, y] = [a as string, b as string];
    return x < y ? -1 : x > y ? 1 : 0;
  }

  private orderText(a: string, b: string): number {
    const [x, y] = [this.folded(a), this.folded(b)];
    const ordinal = x < y ? -1 : x > y ? 1 : 0;
    if (this.collation === 'ordinal') return ordinal;
    return collator.compare(x, y) || ordinal;
  }

  private folded(text: string): string {
    if (this.collation === 'ordinal') return text;
    // One character at a time has no context, so there is no final sigma but the one that stood there.
    return [...text].map((character) => (character === 'ς' ? 'σ' : character.toLowerCase())).join('');
  }

  private call(call: Call): Computed {
    const values = call.arguments.map((argument) => this.evaluate(argument));
    if (values.includes(null)) return null;
    const [first = null, second = null, third = null] = values;
    const argument = call.arguments[0];
    const type = argument === undefined ? 'String' : typeOf(argument);
    const text = first as string;
    switch (call.function) {
      case 'contains':
        return this.folded(text).includes(this.folded(second as string));
      case 'startswith':
        return this.folded(text).startsWith(this.folded(second as string));
      case 'endswith':
        return this.folded(text).endsWith(this.folded(second as string));
      case 'indexof':
        return fraction(BigInt(this.indexOf(text, second as string)));
      case 'length':
        return fraction(BigInt(text.length));
      case 'substring':
        return substring(text, second as Fraction, third as Fraction | null);
      case 'concat':
        return `${text}${second as string}`;
      case 'tolower':
        return text.toLowerCase();
      case 'toupper':
        return text.toUpperCase();
      case 'trim':
        return text.replace(/^\s+/u, '').replace(/\s+$/u, '');
      case 'year':
      case 'month':
      case 'day':
      case 'hour':
      case 'minute':
      case 'second':
        return fraction(BigInt(component(call.function, textOf(first as bigint, type))));
      case 'fractionalseconds':
        return fraction((first as bigint) % 10_000_000n, 10_000_000n);
      case 'totalseconds':
        return fraction(first as bigint, 10_000_000n);
      case 'date':
        return (first as bigint) / TICKS_PER_DAY;
      case 'time':
        return (first as bigint) % TICKS_PER_DAY;
      case 'totaloffsetminutes':
        return fraction(0n);
      case 'round':
        return typeof first === 'number' ? throughFraction(first, round) : round(first as Fraction);
      case 'floor':
        return typeof first === 'number' ? throughFraction(first, floor) : floor(first as Fraction);
      case 'ceiling':
        return typeof first === 'number' ? throughFraction(first, ceiling) : ceiling(first as Fraction);
      case 'cast':
        return cast(first, type, call.type);
    }
  }

  /** The first position, in code units of the text itself, at which the folded rest holds the folded part. */
  private indexOf(text: string, part: string): number {
    const folded = this.folded(text).indexOf(this.folded(part));
    if (folded <= 0) return folded;
    let position = 0;
    for (const character of text) {
      if (this.folded(text.slice(0, position + character.length)).length > folded) return position;
      position += character.length;
    }
    return position;
  }
}

function typeOf(expression: Expression): ColumnType {
  return 'type' in expression ? (expression as ColumnReference).type : 'Boolean';
}

function substring(text: string, start: Fraction, length: Fraction | null): Computed {
  const from =
    Number(start.numerator) < 0
      ? Math.max(text.length + Number(start.numerator), 0)
      : Number(start.numerator);
  if (length === null) return text.substring(from);
  return length.numerator < 0n ? null : text.substring(from, from + Number(length.numerator));
}

function component(name: string, text: string): number {
  const [date, time] = text.includes('T') ? text.split('T') : text.includes('-') ? [text, ''] : ['', text];
  const [year, month, day] = (date ?? '').split('-');
  const [hour, minute, second] = (time ?? '').replace('Z', '').split(':');
  const parts: Record<string, string | undefined> = { year, month, day, hour, minute, second };
  return Math.floor(Number(parts[name]));
}
