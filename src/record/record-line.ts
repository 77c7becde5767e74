/** One record as one line of NDJSON: whatever somebody sent, nothing in it ends the line or moves a cursor. */
import type { RecordSummary } from './record-store';

/** JSON escapes those below U+0020 by itself. */
const unprintable = /[\u007f-\u009f\p{Cf}\p{Co}\u2028\u2029]/gu;

/** With its end. */
export function recordLine(record: RecordSummary): string {
  return `${printableJson(JSON.stringify(record))}\n`;
}

/** The same JSON. The characters that lines of text must not have are escaped, not lost. */
export function printableJson(json: string): string {
  return json.replace(unprintable, escaped);
}

function escaped(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
