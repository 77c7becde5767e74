/** The canonical functions: which arguments they take and what they give (URL Conventions 4.01, 5.1.1.5 to 5.1.1.10). */
import type { ColumnType, FunctionName } from '../../provider-sdk/index';
import { isNumeric } from './bind-literal';

type Parameter = 'text' | 'integer' | 'number' | 'instant' | 'date' | 'time' | 'duration';

interface Overload {
  readonly parameters: readonly Parameter[];
  readonly result: ColumnType | 'sameNumber';
}

const textTest: readonly Overload[] = [{ parameters: ['text', 'text'], result: 'Boolean' }];
const textToText: readonly Overload[] = [{ parameters: ['text'], result: 'String' }];
const datePart: readonly Overload[] = [
  { parameters: ['instant'], result: 'Int32' },
  { parameters: ['date'], result: 'Int32' },
];
const timePart: readonly Overload[] = [
  { parameters: ['instant'], result: 'Int32' },
  { parameters: ['time'], result: 'Int32' },
];
const rounding: readonly Overload[] = [{ parameters: ['number'], result: 'sameNumber' }];

const OVERLOADS: Record<Exclude<FunctionName, 'cast'>, readonly Overload[]> = {
  contains: textTest,
  startswith: textTest,
  endswith: textTest,
  length: [{ parameters: ['text'], result: 'Int32' }],
  indexof: [{ parameters: ['text', 'text'], result: 'Int32' }],
  substring: [
    { parameters: ['text', 'integer'], result: 'String' },
    { parameters: ['text', 'integer', 'integer'], result: 'String' },
  ],
  concat: [{ parameters: ['text', 'text'], result: 'String' }],
  tolower: textToText,
  toupper: textToText,
  trim: textToText,
  year: datePart,
  month: datePart,
  day: datePart,
  hour: timePart,
  minute: timePart,
  second: timePart,
  fractionalseconds: timePart.map(({ parameters }) => ({ parameters, result: 'Decimal' })),
  date: [{ parameters: ['instant'], result: 'Date' }],
  time: [{ parameters: ['instant'], result: 'TimeOfDay' }],
  totaloffsetminutes: [{ parameters: ['instant'], result: 'Int32' }],
  totalseconds: [{ parameters: ['duration'], result: 'Decimal' }],
  round: rounding,
  floor: rounding,
  ceiling: rounding,
};

/** The function of that name that the gateway can evaluate, if it is one; `cast` is bound apart, for its type argument. */
export function findFunction(name: string): Exclude<FunctionName, 'cast'> | undefined {
  return Object.hasOwn(OVERLOADS, name) ? (name as Exclude<FunctionName, 'cast'>) : undefined;
}

/** The result type for such arguments, or undefined if the function does not take them. Undefined arguments are nulls. */
export function resultType(
  name: Exclude<FunctionName, 'cast'>,
  types: readonly (ColumnType | undefined)[],
): ColumnType | undefined {
  const overload = OVERLOADS[name].find(
    ({ parameters }) =>
      parameters.length === types.length &&
      parameters.every((parameter, index) => accepts(parameter, types[index])),
  );
  if (overload?.result !== 'sameNumber') return overload?.result;
  return types[0] === 'Double' || types[0] === 'Single' ? 'Double' : 'Decimal';
}

function accepts(parameter: Parameter, type: ColumnType | undefined): boolean {
  if (type === undefined) return true;
  switch (parameter) {
    case 'text':
      return type === 'String';
    case 'integer':
      return isNumeric(type) && type !== 'Decimal' && type !== 'Double' && type !== 'Single';
    case 'number':
      return isNumeric(type);
    case 'instant':
      return type === 'DateTimeOffset';
    case 'date':
      return type === 'Date';
    case 'time':
      return type === 'TimeOfDay';
    case 'duration':
      return type === 'Duration';
  }
}

/** What the function takes, for people: `substring(text,integer) or substring(text,integer,integer)`. */
export function describeFunction(name: Exclude<FunctionName, 'cast'>): string {
  return OVERLOADS[name].map(({ parameters }) => `${name}(${parameters.join(',')})`).join(' or ');
}
