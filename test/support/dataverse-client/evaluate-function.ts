/** The canonical functions and arithmetic of OData, for re-evaluating filters on returned rows. */
import {
  addDecimals,
  divideWhole,
  floorDecimal,
  multiplyDecimals,
  negateDecimal,
  remainder,
  roundDecimal,
  type Decimal,
} from './decimal';
import type { ArithmeticOperator, FunctionName } from './expression';
import type { TextCollation } from './text-collation';
import { asNumber, type TypedValue } from './typed-value';

/** One consistent way to read what the standard leaves open. */
export interface Reading {
  readonly collation: TextCollation;
  readonly nullComparesFalse: boolean;
  readonly countsCharacters: boolean;
}

/** Applies a function. A null argument makes the result null, as 4.01 says of every canonical function. */
export function evaluateFunction(
  name: FunctionName,
  args: readonly TypedValue[],
  reading: Reading,
): TypedValue {
  const [first = null] = args;
  if (first === null || args.includes(null)) return null;
  if (first.kind === 'text') return onText(name, first.text, args.slice(1), reading);
  if (first.kind === 'instant') return onInstant(name, first.picoseconds);
  if (first.kind === 'decimal') return onDecimal(name, first.value, first.whole);
  return first.kind === 'double' ? onDouble(name, first.value) : null;
}

function onText(
  name: FunctionName,
  subject: string,
  rest: readonly TypedValue[],
  reading: Reading,
): TypedValue {
  const { fold } = reading.collation;
  const [second = '', third = ''] = rest.map((value) => (value?.kind === 'text' ? value.text : ''));
  const [start = 0, length] = rest.map((value) => asNumber(value) ?? 0);
  switch (name) {
    case 'contains':
      return truth(fold(subject).includes(fold(second)));
    case 'startswith':
      return truth(fold(subject).startsWith(fold(second)));
    case 'endswith':
      return truth(fold(subject).endsWith(fold(second)));
    case 'indexof': {
      const at = fold(subject).indexOf(fold(second));
      return whole(at <= 0 ? at : units(subject.slice(0, at), reading).length);
    }
    case 'replace':
      return text(subject.split(second).join(third));
    case 'substring':
      return text(
        units(subject, reading)
          .slice(start, length === undefined ? undefined : start + length)
          .join(''),
      );
    case 'tolower':
      return text(subject.toLowerCase());
    case 'toupper':
      return text(subject.toUpperCase());
    case 'trim':
      return text(subject.trim());
    case 'concat':
      return text(subject + second);
    case 'length':
      return whole(units(subject, reading).length);
    default:
      return null;
  }
}

function onInstant(name: FunctionName, picoseconds: bigint): TypedValue {
  const moment = new Date(Number(picoseconds / 1_000_000_000n));
  switch (name) {
    case 'year':
      return whole(moment.getUTCFullYear());
    case 'month':
      return whole(moment.getUTCMonth() + 1);
    case 'day':
      return whole(moment.getUTCDate());
    case 'hour':
      return whole(moment.getUTCHours());
    case 'minute':
      return whole(moment.getUTCMinutes());
    case 'second':
      return whole(moment.getUTCSeconds());
    case 'date':
      return { kind: 'token', token: moment.toISOString().slice(0, 10) };
    default:
      return null;
  }
}

function onDecimal(name: FunctionName, value: Decimal, isWhole: boolean): TypedValue {
  switch (name) {
    case 'round':
      return { kind: 'decimal', value: roundDecimal(value), whole: isWhole };
    case 'floor':
      return { kind: 'decimal', value: floorDecimal(value), whole: isWhole };
    case 'ceiling':
      return { kind: 'decimal', value: negateDecimal(floorDecimal(negateDecimal(value))), whole: isWhole };
    default:
      return null;
  }
}

function onDouble(name: FunctionName, value: number): TypedValue {
  switch (name) {
    case 'round':
      return { kind: 'double', value: Math.sign(value) * Math.round(Math.abs(value)) };
    case 'floor':
      return { kind: 'double', value: Math.floor(value) };
    case 'ceiling':
      return { kind: 'double', value: Math.ceil(value) };
    default:
      return null;
  }
}

/** Exact on decimals, but for a quotient that doesn't end, which no check compares at its edge. */
export function evaluateArithmetic(
  operator: ArithmeticOperator,
  left: TypedValue,
  right: TypedValue,
): TypedValue {
  if (left?.kind === 'decimal' && right?.kind === 'decimal') {
    const isWhole = left.whole && right.whole;
    const exact = operator === 'div' && !isWhole ? undefined : onDecimals(operator, left.value, right.value);
    if (exact !== undefined) return { kind: 'decimal', value: exact, whole: isWhole };
  }
  const [a, b] = [asNumber(left), asNumber(right)];
  return a === undefined || b === undefined ? null : { kind: 'double', value: onNumbers(operator, a, b) };
}

function onDecimals(operator: ArithmeticOperator, left: Decimal, right: Decimal): Decimal | undefined {
  switch (operator) {
    case 'add':
      return addDecimals(left, right);
    case 'sub':
      return addDecimals(left, negateDecimal(right));
    case 'mul':
      return multiplyDecimals(left, right);
    case 'div':
      return divideWhole(left, right);
    case 'mod':
      return remainder(left, right);
  }
}

function onNumbers(operator: ArithmeticOperator, left: number, right: number): number {
  switch (operator) {
    case 'add':
      return left + right;
    case 'sub':
      return left - right;
    case 'mul':
      return left * right;
    case 'div':
      return left / right;
    case 'mod':
      return left % right;
  }
}

function units(subject: string, reading: Reading): readonly string[] {
  return reading.countsCharacters ? [...subject] : subject.split('');
}

function truth(value: boolean): TypedValue {
  return { kind: 'boolean', value };
}

function text(value: string): TypedValue {
  return { kind: 'text', text: value };
}

function whole(value: number): TypedValue {
  return { kind: 'decimal', value: { digits: BigInt(value), scale: 0 }, whole: true };
}
