/** Translates conditions on dates: the day, the week, the last so many months become a range of instants. */
import type { Property } from '../model/entity-set';
import type { Syntax } from '../odata/syntax/syntax-tree';
import { dateOf } from '../provider-sdk/index';
import { conditionValue } from './condition-value';
import { elementError, shown } from './fetchxml-error';
import type { TimeSpan } from './operators';
import { chain, compare, literal } from './syntax-nodes';
import { dateRange, type TimeRange, timeRange } from './time-range';
import type { Translating } from './translating';
import type { XmlElement } from './xml-element';

const RANGE_NOTE =
  'How Dataverse sends conditions on dates is not published; a range in UTC is the likely form. In Dataverse, days and weeks ' +
  'begin where the user is, and by his settings.';

interface Placed {
  readonly element: XmlElement;
  readonly translating: Translating;
}

/** @throws {RequestError} where the property is no date, or the condition has not the one number or date it needs */
export function translateTime(
  span: TimeSpan,
  values: readonly string[],
  property: Property,
  placed: Placed,
): Syntax {
  const { element, translating } = placed;
  if (property.type !== 'DateTimeOffset') {
    const message = `${property.name} is an Edm.${property.type}, and the operator is for dates (Edm.DateTimeOffset).`;
    throw elementError('InvalidFetchXml', element, message);
  }
  const range =
    span.kind === 'date'
      ? rangeOfDate(span, onlyValue(values, 'one date', element), property, placed)
      : timeRange(span, amountOf(span, values, element), translating.now);
  const term = range === undefined ? undefined : withinRange(property.name, range);
  if (term === undefined) {
    throw elementError('InvalidValue', element, 'it reaches beyond the years 0001 to 9999.');
  }
  translating.note(RANGE_NOTE);
  return term;
}

function rangeOfDate(
  span: Extract<TimeSpan, { kind: 'date' }>,
  value: string,
  property: Property,
  { element, translating }: Placed,
): TimeRange | undefined {
  const range = dateRange(dateOf(conditionValue(value, property, element, translating).text));
  if (range === undefined) return undefined;
  return { ...(span.from ? { from: range.from } : {}), ...(span.until ? { before: range.before } : {}) };
}

function amountOf(
  span: Exclude<TimeSpan, { kind: 'date' }>,
  values: readonly string[],
  element: XmlElement,
): number {
  const fixed = span.kind === 'period' ? 1 : span.amount;
  if (fixed === undefined) return readAmount(onlyValue(values, 'one number', element), element);
  if (values.length === 0) return fixed;
  throw elementError('InvalidFetchXml', element, `it takes no value, and has ${values.length}.`);
}

function readAmount(text: string, element: XmlElement): number {
  const amount = /^\d{1,9}$/.test(text.trim()) ? Number(text) : 0;
  if (amount > 0) return amount;
  throw elementError(
    'InvalidValue',
    element,
    `'${shown(text)}' is no number of units. Write a whole number from 1 on.`,
  );
}

function onlyValue(values: readonly string[], wanted: string, element: XmlElement): string {
  const [value, further] = values;
  if (value !== undefined && further === undefined) return value;
  throw elementError('InvalidFetchXml', element, `it takes ${wanted}, and has ${values.length} values.`);
}

function withinRange(name: string, { from, before, to }: TimeRange): Syntax | undefined {
  const terms: Syntax[] = [];
  if (from !== undefined) terms.push(compare(name, 'ge', literal('dateTimeOffset', from)));
  if (before !== undefined) terms.push(compare(name, 'lt', literal('dateTimeOffset', before)));
  if (to !== undefined) terms.push(compare(name, 'le', literal('dateTimeOffset', to)));
  return chain('and', terms);
}
