/** The canonical functions by name: each compiled from its arguments. */
import { RequestError } from '../errors';
import {
  ceilingExact,
  type Collation,
  type ColumnType,
  dateOf,
  type ExactNumber,
  floorExact,
  type FunctionName,
  roundExact,
  roundNumber,
  timeOf,
} from '../provider-sdk/index';
import { compileCast } from './cast';
import { numberKind } from './number-kind';
import { lift, liftTwo, type Operand, type ValueOf } from './scope';
import { compileIndexOf, compileSearch, compileSubstring } from './text-functions';
import {
  compileDay,
  compileFractionalSeconds,
  compileHour,
  compileMinute,
  compileMonth,
  compileSecond,
  compileTotalSeconds,
  compileYear,
} from './time-functions';

/** @throws {RequestError} for an argument missing or of a type that has no such function */
export function compileFunction(
  name: FunctionName,
  operands: readonly Operand[],
  type: ColumnType,
  collation: Collation,
): ValueOf {
  const argument = (index: number): Operand => {
    const operand = operands[index];
    if (operand === undefined) throw new RequestError('InvalidSyntax', `${name} lacks an argument.`);
    return operand;
  };
  switch (name) {
    case 'contains':
      return compileSearch((text, part) => text.includes(part), argument(0), argument(1), collation);
    case 'startswith':
      return compileSearch((text, part) => text.startsWith(part), argument(0), argument(1), collation);
    case 'endswith':
      return compileSearch((text, part) => text.endsWith(part), argument(0), argument(1), collation);
    case 'indexof':
      return compileIndexOf(argument(0), argument(1), collation);
    case 'substring':
      return compileSubstring(argument(0), argument(1), operands[2]);
    case 'length':
      return lift(argument(0), (text: string) => text.length);
    case 'concat':
      return liftTwo(argument(0), argument(1), (a: string, b: string) => a + b);
    case 'tolower':
      return lift(argument(0), (text: string) => text.toLowerCase());
    case 'toupper':
      return lift(argument(0), (text: string) => text.toUpperCase());
    case 'trim':
      return lift(argument(0), (text: string) => text.trim());
    case 'year':
      return compileYear(argument(0));
    case 'month':
      return compileMonth(argument(0));
    case 'day':
      return compileDay(argument(0));
    case 'hour':
      return compileHour(argument(0));
    case 'minute':
      return compileMinute(argument(0));
    case 'second':
      return compileSecond(argument(0));
    case 'fractionalseconds':
      return compileFractionalSeconds(argument(0));
    case 'date':
      return lift(argument(0), dateOf);
    case 'time':
      return lift(argument(0), timeOf);
    case 'totaloffsetminutes':
      // Rows hold UTC.
      return lift(argument(0), () => 0);
    case 'totalseconds':
      return compileTotalSeconds(argument(0));
    case 'round':
      return compileRounding(argument(0), roundExact, roundNumber);
    case 'floor':
      return compileRounding(argument(0), floorExact, Math.floor);
    case 'ceiling':
      return compileRounding(argument(0), ceilingExact, Math.ceil);
    case 'cast':
      return compileCast(argument(0), type);
  }
}

function compileRounding(
  number: Operand,
  exact: (value: ExactNumber) => ExactNumber,
  double: (value: number) => number,
): ValueOf {
  return numberKind(number.type) === 'double' ? lift(number, double) : lift(number, exact);
}
