/** Walks the tags of an XML document and the text between them; enough to read `$metadata`. */

export interface XmlElement {
  /** The name without its namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** What stands between the tags of its children, its own and nobody else's. */
  readonly text: string;
}

interface OpenElement extends XmlElement {
  readonly qualifiedName: string;
  readonly children: XmlElement[];
  text: string;
}

/** Reads the element tree of a document. Throws an Error where a tag isn't closed or closes another one. */
export function scanXml(text: string): XmlElement {
  const document: OpenElement = {
    name: '',
    qualifiedName: '',
    attributes: new Map(),
    children: [],
    text: '',
  };
  const open: OpenElement[] = [document];
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = endOfMarkup(text, at);
    if (!isOutsideTree(text, at)) takeTag(text.slice(at + 1, end), open);
    at = text.indexOf('<', end);
    const within = open.at(-1);
    if (within !== undefined) within.text += unescapeXml(text.slice(end + 1, at < 0 ? undefined : at));
  }
  const root = document.children[0];
  if (open.length !== 1 || root === undefined)
    throw new Error('the XML document ends before its root element does');
  return root;
}

/** Comments, CDATA, processing instructions and the document type carry no elements. */
function isOutsideTree(text: string, at: number): boolean {
  return text[at + 1] === '!' || text[at + 1] === '?';
}

function endOfMarkup(text: string, at: number): number {
  for (const [start, stop] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (text.startsWith(start, at)) return found(text.indexOf(stop, at + start.length)) + stop.length - 1;
  }
  let quote = '';
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return index;
  }
  return found(-1);
}

function found(index: number): number {
  if (index < 0) throw new Error('the XML document ends inside a tag');
  return index;
}

function takeTag(tag: string, open: OpenElement[]): void {
  const parent = open[open.length - 1];
  if (parent === undefined) throw new Error('the XML document closes more than it opened');
  if (tag.startsWith('/')) {
    if (parent.qualifiedName !== tag.slice(1).trim())
      throw new Error(`</${tag.slice(1)}> closes <${parent.qualifiedName}>`);
    open.pop();
    return;
  }
  const selfClosing = tag.endsWith('/');
  const element = readElement(selfClosing ? tag.slice(0, -1) : tag);
  parent.children.push(element);
  if (!selfClosing) open.push(element);
}

function readElement(tag: string): OpenElement {
  let end = 0;
  while (end < tag.length && !isSpace(tag.charAt(end))) end += 1;
  const qualifiedName = tag.slice(0, end);
  return {
    name: localName(qualifiedName),
    qualifiedName,
    attributes: readAttributes(tag.slice(end)),
    children: [],
    text: '',
  };
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let at = 0;
  for (;;) {
    const equals = text.indexOf('=', at);
    if (equals < 0) return attributes;
    let opening = equals + 1;
    while (isSpace(text.charAt(opening))) opening += 1;
    const quote = text.charAt(opening);
    const closing = text.indexOf(quote, opening + 1);
    if ((quote !== '"' && quote !== "'") || closing < 0)
      throw new Error('an XML attribute has no quoted value');
    attributes.set(localName(text.slice(at, equals).trim()), unescapeXml(text.slice(opening + 1, closing)));
    at = closing + 1;
  }
}

const namedEntities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescapeXml(text: string): string {
  const [first = '', ...rest] = text.split('&');
  const parts = rest.map((part) => {
    const end = part.indexOf(';');
    const name = part.slice(0, Math.max(end, 0));
    if (name.startsWith('#x'))
      return String.fromCodePoint(Number.parseInt(name.slice(2), 16)) + part.slice(end + 1);
    if (name.startsWith('#'))
      return String.fromCodePoint(Number.parseInt(name.slice(1), 10)) + part.slice(end + 1);
    const character = namedEntities.get(name);
    return character === undefined ? `&${part}` : character + part.slice(end + 1);
  });
  return first + parts.join('');
}

function localName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.indexOf(':') + 1);
}

function isSpace(character: string): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r';
}
