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
import {
  isDuration,
  readDate,
  readDuration,
  readInstant,
  readTime,
  TICKS_PER_DAY,
  writeDate,
  writeDuration,
  writeInstant,
  writeTime,
} from './reference-calendar';
import {
  add,
  ceiling,
  compareFractions,
  divide,
  floor,
  type Fraction,
  fraction,
  fractionText,
  fractionToDouble,
  multiply,
  negate,
  readFraction,
  round,
  roundToDigits,
  truncate,
} from './reference-numbers';

/** A value while it is calculated with: exact numbers as fractions, everything of time in days or ticks. */
type Computed = null | boolean | string | number | bigint | Fraction;

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
    return new Intl.Collator('en-US', { sensitivity: 'accent' }).compare(x, y) || ordinal;
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

function isExact(type: ColumnType): boolean {
  return ['SByte', 'Byte', 'Int16', 'Int32', 'Int64', 'Decimal'].includes(type);
}

function isNumber(type: ColumnType): boolean {
  return isExact(type) || type === 'Single' || type === 'Double';
}

function load(value: Value, type: ColumnType): Computed {
  if (value === null) return null;
  if (isExact(type)) return present(readFraction(String(value)));
  switch (type) {
    case 'Date':
      return present(readDate(String(value)));
    case 'TimeOfDay':
      return present(readTime(String(value)));
    case 'DateTimeOffset':
      return present(readInstant(String(value)));
    case 'Duration':
      return present(readDuration(String(value)));
    default:
      return value;
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('A value does not have the form of its type');
  return value;
}

function double(value: Computed): number {
  return typeof value === 'number' ? value : fractionToDouble(value as Fraction);
}

/** An integral double is what it is; of others the digits that it is written with count no less than its bits. */
function throughFraction(value: number, change: (value: Fraction) => Fraction): number {
  if (!Number.isFinite(value)) return value;
  return fractionToDouble(change(binaryFraction(value)));
}

/** The very value of a double. */
function binaryFraction(value: number): Fraction {
  let scaled = value;
  let denominator = 1n;
  while (!Number.isInteger(scaled)) {
    scaled *= 2;
    denominator *= 2n;
  }
  return fraction(BigInt(scaled), denominator);
}

function calculate(
  operator: string,
  left: Computed,
  right: Computed,
  [leftType, rightType]: [ColumnType, ColumnType],
  type: ColumnType,
): Computed {
  if (!isExact(leftType) || !isExact(rightType) || !isExact(type)) {
    const [a, b] = [double(left), double(right)];
    return { add: a + b, sub: a - b, mul: a * b, div: a / b, divby: a / b, mod: a % b }[operator] ?? null;
  }
  const [a, b] = [left as Fraction, right as Fraction];
  if (operator === 'add') return add(a, b);
  if (operator === 'sub') return add(a, negate(b));
  if (operator === 'mul') return multiply(a, b);
  if (b.numerator === 0n) return null;
  const quotient = divide(a, b);
  if (operator === 'mod') return add(a, negate(multiply(b, truncate(quotient))));
  const isIntegral = operator === 'div' && leftType !== 'Decimal' && rightType !== 'Decimal';
  return isIntegral ? truncate(quotient) : roundToDigits(quotient, 28);
}

function calculateTime(
  operator: string,
  left: Computed,
  right: Computed,
  [leftType, rightType]: [ColumnType, ColumnType],
): Computed {
  if (isNumber(leftType)) return calculateTime(operator, right, left, [rightType, leftType]);
  const a = left as bigint;
  if (isNumber(rightType)) return scaleDuration(operator, a, right);
  const b = operator === 'add' ? (right as bigint) : -(right as bigint);
  if (leftType === 'Date' && rightType === 'Date') return duration((a + b) * TICKS_PER_DAY);
  if (leftType === 'Date') {
    const ticks = a * TICKS_PER_DAY + b;
    const days = ticks / TICKS_PER_DAY - (ticks % TICKS_PER_DAY < 0n ? 1n : 0n);
    return writeDate(days) === undefined ? null : days;
  }
  if (leftType === 'DateTimeOffset' && rightType === 'Duration') {
    return writeInstant(a + b) === undefined ? null : a + b;
  }
  return duration(a + b);
}

function scaleDuration(operator: string, ticks: bigint, factor: Computed): Computed {
  const exact = typeof factor === 'number' ? readFraction(String(factor)) : (factor as Fraction);
  if (exact === undefined) return null;
  if (operator === 'mul') return duration(round(multiply(fraction(ticks), exact)).numerator);
  if (exact.numerator === 0n) return null;
  return duration(round(roundToDigits(divide(fraction(ticks), exact), 28)).numerator);
}

function duration(ticks: bigint): Computed {
  return isDuration(ticks) ? ticks : null;
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

function textOf(value: bigint, type: ColumnType): string {
  switch (type) {
    case 'Date':
      return present(writeDate(value));
    case 'TimeOfDay':
      return writeTime(value);
    case 'DateTimeOffset':
      return present(writeInstant(value));
    case 'Duration':
      return writeDuration(value);
    default:
      throw new Error(`No text of ${type}`);
  }
}

/** A number of at most 15 significant digits, otherwise text. */
function rowNumber(value: Fraction): number | string {
  const text = fractionText(value);
  const digits = text.replace(/^-|\./g, '').replace(/^0+/, '').replace(/0+$/, '');
  return digits.length <= 15 ? Number(text) : text;
}

function cast(value: Computed, source: ColumnType, target: ColumnType): Computed {
  if (source === target) return value;
  if (target === 'String') return castToText(value, source);
  if (source === 'String') return castFromText(value as string, target);
  if (isNumber(source) && isNumber(target)) return castNumber(value as number | Fraction, target);
  if (source === 'Date' && target === 'DateTimeOffset') return (value as bigint) * TICKS_PER_DAY;
  if (source === 'DateTimeOffset' && target === 'Date') return (value as bigint) / TICKS_PER_DAY;
  if (source === 'DateTimeOffset' && target === 'TimeOfDay') return (value as bigint) % TICKS_PER_DAY;
  return null;
}

function castToText(value: Computed, source: ColumnType): string {
  if (typeof value === 'bigint') return textOf(value, source);
  if (typeof value === 'number') {
    const shortest = readFraction(String(value));
    if (shortest !== undefined) return fractionText(shortest);
    return Number.isNaN(value) ? 'NaN' : value > 0 ? 'INF' : '-INF';
  }
  return typeof value === 'object' && value !== null ? fractionText(value) : String(value);
}

function castFromText(text: string, target: ColumnType): Computed {
  switch (target) {
    case 'Boolean':
      return /^true$/i.test(text) ? true : /^false$/i.test(text) ? false : null;
    case 'Guid':
      return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text) ? text.toLowerCase() : null;
    case 'Date':
      return readDate(text) ?? null;
    case 'TimeOfDay':
      return readTime(text) ?? null;
    case 'DateTimeOffset':
      return readInstant(text) ?? readInstant(`${text}Z`) ?? null;
    case 'Duration':
      return readDuration(text) ?? null;
    default: {
      const special = { NaN, INF: Infinity, '-INF': -Infinity }[text];
      if (special !== undefined) return isExact(target) ? null : special;
      const number = readFraction(text);
      if (number === undefined) return null;
      const isWrittenAsInteger = /^[+-]?[0-9]+$/.test(text);
      if (isExact(target) && target !== 'Decimal' && !isWrittenAsInteger) return null;
      return castNumber(number, target);
    }
  }
}

function castNumber(value: number | Fraction, target: ColumnType): Computed {
  if (target === 'Double') return double(value);
  if (target === 'Single') {
    const nearest = Math.fround(double(value));
    return Number.isFinite(nearest) || !Number.isFinite(double(value)) ? nearest : null;
  }
  const exact = typeof value === 'number' ? readFraction(String(value)) : value;
  if (exact === undefined) return null;
  if (target === 'Decimal') return exact;
  const rounded = round(exact);
  const [smallest, largest] = integerRange(target);
  return rounded.numerator >= smallest && rounded.numerator <= largest ? rounded : null;
}

function integerRange(type: ColumnType): [smallest: bigint, largest: bigint] {
  if (type === 'Byte') return [0n, 255n];
  const bits = { SByte: 7n, Int16: 15n, Int32: 31n, Int64: 63n }[type as string];
  const limit = 2n ** present(bits);
  return [-limit, limit - 1n];
}
