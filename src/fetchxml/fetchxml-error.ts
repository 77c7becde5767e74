/** The errors of a translation: each names the element, where it stands, and what to do. */
import { RequestError, type ErrorCode } from '../errors';
import type { XmlElement } from './xml-element';

export type FetchXmlErrorCode = Extract<
  ErrorCode,
  'InvalidFetchXml' | 'UntranslatableFetchXml' | 'UnknownProperty' | 'InvalidValue' | 'LimitExceeded'
>;

/** `line 3, column 70, <condition attribute="new_name" operator="like">: …`. */
export function elementError(code: FetchXmlErrorCode, element: XmlElement, message: string): RequestError {
  const { name, line, column } = element;
  return placedError(code, { line, column }, `${describe(element)}: ${message}`, name);
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

export function placedError(
  code: FetchXmlErrorCode,
  { line, column }: Place,
  message: string,
  target = 'fetchxml',
): RequestError {
  return new RequestError(code, `line ${line}, column ${column}, ${message}`, { target });
}

/** The attributes by which one element is told from the others of its name. */
const TELLING = ['name', 'attribute', 'operator', 'type', 'link-type'];

function describe({ name, attributes }: XmlElement): string {
  const told = TELLING.flatMap((attribute) => {
    const value = attributes.get(attribute);
    return value === undefined ? [] : [` ${attribute}="${shown(value)}"`];
  });
  return `<${shown(name)}${told.join('')}>`;
}

const LONGEST_SHOWN = 60;

/** The beginning of what somebody wrote, fit for one line of a message: a cut may go through a pair of surrogates. */
export function shown(text: string): string {
  const start = text.slice(0, LONGEST_SHOWN).replace(/[\p{Cc}\p{Cs}]/gu, '·');
  return text.length > LONGEST_SHOWN ? `${start}…` : start;
}
