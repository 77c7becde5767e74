/** One record as one line of NDJSON: whatever somebody sent, nothing in it ends the line or moves a cursor. */
import type { RecordSummary } from './record-store';

/** JSON escapes those below U+0020 by itself. */
const unprintable = /[\u007f-\u009f\p{Cf}\p{Co}\u2028\u2029]/gu;

/** With its end. The characters that lines of text must not have are escaped, not lost. */
export function recordLine(record: RecordSummary): string {
  return `${JSON.stringify(record).replace(unprintable, escaped)}\n`;
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
