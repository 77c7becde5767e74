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

/** For a literal in the path, where quotes stay as they are. */
export function encodeKeyPart(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
