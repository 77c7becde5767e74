/** XML that is malformed, hostile or too large: refused at its line and column, at once. */
import { RequestError } from '../../src/errors';
import { defaultXmlLimits, readXml } from '../../src/fetchxml/read-xml';

function refusal(text: string): RequestError {
  try {
    readXml(text);
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error(`It was read: ${text.slice(0, 100)}`);
}

test('elements, attributes, references, comments and CDATA', () => {
  const text =
    '\uFEFF<?xml version="1.0"?>\n<!-- a --><a x="&lt;&#233;&quot;">\n  <b>1<![CDATA[<2>]]></b><b/>\n</a>\n';
  const root = readXml(text);
  expect(root).toMatchObject({
    name: 'a',
    line: 2,
    children: [{ name: 'b', text: '1<2>', line: 3 }, { text: '' }],
  });
  expect(root.attributes).toEqual(new Map([['x', '<é"']]));
});

test.each([
  ['', 1, /no element|document/i],
  ['<a', 1, /must contain a root element/i],
  ['<a>\n  <b>\n</a>', 3, /unmatched|unexpected/i],
  ['<a>\n<b x=1/></a>', 2, /unquoted/i],
  ['<a x="1"\n x="2"/>', 2, /duplicate/i],
  ['<a>&nbsp;</a>', 1, /undefined entity/i],
  ['<a/>\n<b/>', 2, /root/i],
  ['text', 1, /outside of root/i],
  ['<a>\u0000</a>', 1, /disallowed character/i],
])('%j is no XML', (text, line, message) => {
  const error = refusal(text);
  expect(error.code).toBe('InvalidFetchXml');
  expect(error.message).toMatch(new RegExp(`^line ${line}, column \\d+, `));
  expect(error.message).toMatch(message);
});

test('the column is that of the place', () => {
  expect(refusal('<a>\n  <b>&x;</b></a>').message).toMatch(/^line 2, column 9, /);
});

test.each([
  ['<!DOCTYPE a><a/>'],
  ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
  ['<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ['<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;&x;&x;&x;&x;&x;&x;">]><a>&z;</a>'],
])('%s has a DOCTYPE', (text) => {
  expect(refusal(text)).toMatchObject({
    code: 'InvalidFetchXml',
    message: expect.stringContaining('a DOCTYPE is not allowed') as string,
  });
});

test.each(['__proto__', 'constructor', 'toString'])(
  'an attribute or entity %s is nothing special',
  (name) => {
    expect(readXml(`<a ${name}="1"/>`).attributes.get(name)).toBe('1');
    expect(refusal(`<a>&${name};</a>`).code).toBe('InvalidFetchXml');
  },
);

test('a lone surrogate is no text', () => {
  expect(refusal('<a x="\uD800"/>').message).toMatch(/no valid Unicode/);
});

test.each([
  ['depth', '<a>'.repeat(defaultXmlLimits.depth + 1)],
  ['elements', `<a>${'<b/>'.repeat(defaultXmlLimits.elements)}</a>`],
  ['characters', `<a>${' '.repeat(defaultXmlLimits.characters)}</a>`],
])('more than the limit of %s', (_, text) => {
  expect(refusal(text).code).toBe('LimitExceeded');
});

test('exactly the limits', () => {
  const { depth, elements, characters } = defaultXmlLimits;
  expect(readXml('<a>'.repeat(depth) + '</a>'.repeat(depth)).name).toBe('a');
  expect(readXml(`<a>${'<b/>'.repeat(elements - 1)}</a>`).children).toHaveLength(elements - 1);
  expect(readXml(`<a>${' '.repeat(characters - 7)}</a>`).text).toHaveLength(characters - 7);
});
