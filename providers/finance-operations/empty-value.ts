/** What stands for null in a column, for everything that declares, compares or writes it: F&O itself keeps no null (facts page, traps 5 and 6). */
import { FIRST_INSTANT, type SourceColumn } from './source-column';

export interface EmptyValue {
  /** In the body of a change. */
  readonly json: string;
  /** What follows the column's name in the filter for rows in which it is empty, and for all others. */
  readonly absent: string;
  readonly present: string;
}

const text: EmptyValue = { json: '""', absent: "eq ''", present: "ne ''" };

function time(json: string): EmptyValue {
  return { json, absent: `lt ${FIRST_INSTANT}`, present: `ge ${FIRST_INSTANT}` };
}

const day = time('"1900-01-01T12:00:00Z"');
const instant = time('"1900-01-01T00:00:00Z"');

/** Undefined if whatever the column holds reads as a value: null would come back as one that nobody gave. */
export function emptyValueOf({ kind, isKey }: SourceColumn): EmptyValue | undefined {
  if (isKey) return undefined;
  switch (kind) {
    case 'text':
      return text;
    case 'day':
      return day;
    case 'instant':
      return instant;
    case 'noYes':
    case 'boolean':
    case 'enum':
    case 'int32':
    case 'int64':
    case 'decimal':
    case 'guid':
      return undefined;
  }
}
