/** Checks the rows of an answer and gives their values the gateway's form, in place: a page is never copied. */
import {
  canonicalGuid,
  canonicalInstant,
  canonicalNumber,
  dateOf,
  instantOrder,
  isInstant,
  isValueOf,
  UpstreamContract,
  type Row,
  type Value,
} from '../../src/provider-sdk/index';
import type { KnownEntity } from './entity-catalog';
import { FIRST_INSTANT, type SourceColumn } from './source-column';

export type ConvertRows = (rows: unknown) => Row[];

/** Of a value that no column of the kind can hold. */
const WRONG = Symbol('wrong');

type Convert = (value: unknown) => Value | typeof WRONG;

/** @returns a function that throws {@link UpstreamContract} on anything that is no list of rows with these columns */
export function rowConverterOf(entity: KnownEntity, names: readonly string[]): ConvertRows {
  const columns = names.flatMap((name) => entity.columns.get(name) ?? []);
  const converters = columns.map((column) => ({ name: column.name, convert: converterOf(column) }));
  return (answer) => {
    const rows = checkRows(entity.name, answer);
    // Column by column: a third quicker than row by row, as one converter stays hot.
    for (const { name, convert } of converters) convertColumn(entity.name, rows, name, convert);
    return rows as Row[];
  };
}

type RawRow = Record<string, unknown>;

function checkRows(entity: string, answer: unknown): RawRow[] {
  if (!Array.isArray(answer)) throw new UpstreamContract(`The answer for ${entity} has no list of rows.`);
  for (const row of answer as unknown[]) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new UpstreamContract(`A row of ${entity} is no object.`);
    }
  }
  return answer as RawRow[];
}

function convertColumn(entity: string, rows: readonly RawRow[], name: string, convert: Convert): void {
  for (const row of rows) {
    const value = row[name];
    const converted = convert(value);
    if (converted === WRONG) {
      const found =
        value === undefined ? 'nothing' : value === null ? 'null' : `a ${typeof value} of another form`;
      throw new UpstreamContract(`A row of ${entity} holds ${found} in ${name}.`);
    }
    if (converted !== value) row[name] = converted;
  }
}

function converterOf(column: SourceColumn): Convert {
  const { kind, isKey } = column;
  switch (kind) {
    case 'text':
      return isKey ? keyText : text;
    case 'noYes':
      return noYes;
    case 'enum':
      return member;
    case 'day':
      return isKey ? keyDay : day;
    case 'instant':
      return isKey ? instant : presentInstant;
    case 'int64':
    case 'decimal':
      return exactNumberAs(kind === 'int64' ? isValueOf('Int64') : isValueOf('Decimal'));
    case 'boolean':
    case 'int32':
      return valueAs(kind === 'boolean' ? isValueOf('Boolean') : isValueOf('Int32'));
    case 'guid':
      return (value) => (typeof value === 'string' ? (canonicalGuid(value) ?? WRONG) : WRONG);
  }
}

function keyText(value: unknown): Value | typeof WRONG {
  return typeof value === 'string' ? value : WRONG;
}

function text(value: unknown): Value | typeof WRONG {
  if (value === '' || value === null) return null;
  return typeof value === 'string' ? value : WRONG;
}

function noYes(value: unknown): Value | typeof WRONG {
  return value === 'No' ? false : value === 'Yes' ? true : value === null ? null : WRONG;
}

/** Null is allowed by the model though never seen (facts page 1.2). */
function member(value: unknown): Value | typeof WRONG {
  return typeof value === 'string' || value === null ? value : WRONG;
}

function instant(value: unknown): string | typeof WRONG {
  if (typeof value !== 'string') return WRONG;
  return isInstant(value) ? value : (canonicalInstant(value) ?? WRONG);
}

const FIRST_ORDER = instantOrder(FIRST_INSTANT);

function presentInstant(value: unknown): Value | typeof WRONG {
  const found = instant(value);
  // The first digits decide nearly always, and take no new text.
  if (found === WRONG || found > FIRST_INSTANT) return found;
  return instantOrder(found) < FIRST_ORDER ? null : found;
}

function keyDay(value: unknown): Value | typeof WRONG {
  const found = instant(value);
  return found === WRONG ? WRONG : dateOf(found);
}

function day(value: unknown): Value | typeof WRONG {
  const found = presentInstant(value);
  return typeof found === 'string' ? dateOf(found) : found;
}

function valueAs(isValue: (value: unknown) => boolean): Convert {
  return (value) => (isValue(value) ? (value as Value) : WRONG);
}

/** Long numbers arrive as the text that stood in the answer. */
function exactNumberAs(isValue: (value: unknown) => boolean): Convert {
  return (value) => {
    if (isValue(value)) return value as Value;
    const exact =
      typeof value === 'string' || typeof value === 'number' ? canonicalNumber(String(value)) : undefined;
    return exact !== undefined && isValue(exact) ? exact : WRONG;
  };
}
