/** Writes constants as `/data` reads them, and percent-encodes what goes into a URL: the only place that does either. */
import { decimalText, type Value } from '../../src/provider-sdk/index';
import { NAMESPACE, type SourceColumn } from './source-column';

/** A quote inside a text is written twice; nothing else is special until the URL is encoded. */
export function writeText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Enums are compared with qualified literals only (facts page, trap 3). */
function writeMember(enumName: string, member: string): string {
  return `${NAMESPACE}.${enumName}'${member}'`;
}

/** The constant in the form that comparisons with this column take. Dates are given as instants. */
export function writeLiteral(column: SourceColumn, value: Exclude<Value, null>): string {
  switch (column.kind) {
    case 'text':
      return writeText(String(value));
    case 'noYes':
      return writeMember('NoYes', value === true ? 'Yes' : 'No');
    case 'enum':
      return writeMember(column.enumName ?? column.name, String(value));
    case 'int32':
    case 'int64':
    case 'decimal':
      // No exponent: it is not proven that F&O reads one.
      return decimalText(typeof value === 'boolean' ? Number(value) : value);
    case 'boolean':
    case 'day':
    case 'instant':
    case 'guid':
      return String(value);
  }
}

// Control characters and halves of surrogate pairs: neither is a letter that any column holds.
const UNSENDABLE = /[\p{Cc}\p{Cs}]/u;

/** Whether a URL can hold the text at all. */
export function isSendable(text: string): boolean {
  return !UNSENDABLE.test(text);
}

/**
 * For the value of a query option; the text must be sendable. Quotes are encoded as URLs do it in a query anyway, so that
 * the length is known; a few characters that need no encoding there stay readable, and short.
 */
export function encodeOption(text: string): string {
  return encodeURIComponent(text).replaceAll("'", '%27').replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** For a literal in the address of a part of a batch, which is decoded once. Quotes stay as they are. */
export function encodeForBatch(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}

/**
 * What the web server in front of F&O decodes before F&O sees the address, and F&O then takes for the end of a segment,
 * for a blank or for another escape; and what ASP.NET refuses in a decoded path by default.
 */
const TAKEN_FOR_OTHERS = /[%/\\+&*?#:<>"|^`{}[\]]/g;

/**
 * For a literal in the path of a URL. Of slashes, backslashes and plus signs it was seen that they reach F&O only when
 * they are encoded twice (https://www.essrocks.io/post/d365-f-o-odata-slashes-pluses-and-double-encoding); for the others
 * that is concluded from it. Letters of any alphabet are the same decoded once or twice.
 *
 * @example encodeForUrl("'EOM+15'") // "'EOM%252B15'"
 */
export function encodeForUrl(text: string): string {
  return encodeURIComponent(text.replace(TAKEN_FOR_OTHERS, escapeOf));
}

function escapeOf(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

export function isTakenForOthers(text: string): boolean {
  return text.search(TAKEN_FOR_OTHERS) !== -1;
}
