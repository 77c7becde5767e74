/** What stands for null in a column, for everything that reads, compares or writes it: F&O itself keeps no null (facts page, traps 5 and 6). */
import { FIRST_INSTANT, type SourceColumn } from './source-column';

export type EmptyValue =
  | {
      readonly isKept: true;
      /** In the body of a change. */
      readonly json: string;
      /** What follows the column's name in the filter for rows in which it is empty, and for all others. */
      readonly absent: string;
      readonly present: string;
    }
  | {
      /** Whatever it holds reads as a value: null would come back as one that nobody gave. */
      readonly isKept: false;
      /** What a caller who wants it empty can do. */
      readonly advice: string;
    };

const text: EmptyValue = { isKept: true, json: '""', absent: "eq ''", present: "ne ''" };

function time(json: string): EmptyValue {
  return { isKept: true, json, absent: `lt ${FIRST_INSTANT}`, present: `ge ${FIRST_INSTANT}` };
}

const day = time('"1900-01-01T12:00:00Z"');
const instant = time('"1900-01-01T00:00:00Z"');

export function emptyValueOf({ kind, isKey, members }: SourceColumn): EmptyValue {
  if (isKey) return instead('A part of a key is never empty.');
  switch (kind) {
    case 'text':
      return text;
    case 'day':
      return day;
    case 'instant':
      return instant;
    case 'noYes':
    case 'boolean':
      return instead('Send false instead of null.');
    case 'enum':
      return instead(
        `Send one of its options instead of null, such as ${members?.[0]?.name ?? 'the first'}.`,
      );
    case 'int32':
    case 'int64':
    case 'decimal':
      return instead('Send 0 instead of null.');
    case 'guid':
      return instead('Send 00000000-0000-0000-0000-000000000000 instead of null.');
  }
}

function instead(advice: string): EmptyValue {
  return { isKept: false, advice };
}
