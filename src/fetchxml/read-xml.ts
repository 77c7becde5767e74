/** Reads XML text into elements: only what FetchXML is written in, and only so much of it. */
import { SaxesParser } from 'saxes';
import { placedError, shown, type FetchXmlErrorCode } from './fetchxml-error';
import type { XmlElement } from './xml-element';

/** Each is the largest value that passes. */
export interface XmlLimits {
  readonly characters: number;
  /** Elements within each other: <fetch>, <entity> and filters within filters. */
  readonly depth: number;
  readonly elements: number;
}

/** Twice the longest URL that is answered: a list of 1,000 Guids passes. */
export const defaultXmlLimits: XmlLimits = { characters: 65_536, depth: 30, elements: 3_000 };

interface GrowingElement extends XmlElement {
  readonly children: GrowingElement[];
  text: string;
}

/**
 * The root element. Comments and processing instructions are left out.
 *
 * @throws {RequestError} InvalidFetchXml with line and column, or LimitExceeded
 */
export function readXml(text: string, limits: XmlLimits = defaultXmlLimits): XmlElement {
  const reading = new Reading(limits);
  // A file saved by Windows tools begins with a byte order mark.
  const content = text.replace(/^\uFEFF/, '');
  if (content.length > limits.characters) {
    reading.fail('LimitExceeded', `the text has more than ${limits.characters} characters.`);
  }
  if (/\p{Cs}/u.test(content)) reading.fail('InvalidFetchXml', 'the text is no valid Unicode.');
  return reading.read(content);
}

class Reading {
  readonly #limits: XmlLimits;
  readonly #parser = new SaxesParser({ position: false, xmlns: false });
  readonly #open: GrowingElement[] = [];
  #elements = 0;
  #root: XmlElement | undefined;

  constructor(limits: XmlLimits) {
    this.#limits = limits;
    const parser = this.#parser;
    parser.on('error', ({ message }) => this.fail('InvalidFetchXml', `this is no XML: ${shown(message)}`));
    // What a DOCTYPE declares could grow without bound, or read files: FetchXML has no use for one.
    parser.on('doctype', () => this.fail('InvalidFetchXml', 'a DOCTYPE is not allowed; take it out.'));
    parser.on('opentag', ({ name, attributes }) => this.#enter(name, attributes));
    parser.on('closetag', () => void this.#open.pop());
    parser.on('text', (part) => this.#append(part));
    parser.on('cdata', (part) => this.#append(part));
  }

  read(text: string): XmlElement {
    this.#parser.write(text).close();
    return this.#root ?? this.fail('InvalidFetchXml', 'there is no element.');
  }

  fail(code: FetchXmlErrorCode, message: string): never {
    throw placedError(code, this.#place(), message);
  }

  #place(): { readonly line: number; readonly column: number } {
    return { line: this.#parser.line, column: this.#parser.column + 1 };
  }

  #enter(name: string, attributes: Readonly<Record<string, string>>): void {
    const { depth, elements } = this.#limits;
    if (this.#open.length >= depth)
      this.fail('LimitExceeded', `more than ${depth} elements within each other.`);
    if (++this.#elements > elements) this.fail('LimitExceeded', `more than ${elements} elements.`);
    const entries = new Map(Object.entries(attributes));
    const element: GrowingElement = { name, attributes: entries, children: [], text: '', ...this.#place() };
    this.#open.at(-1)?.children.push(element);
    this.#root ??= element;
    this.#open.push(element);
  }

  #append(part: string): void {
    const element = this.#open.at(-1);
    if (element !== undefined) element.text += part;
  }
}
