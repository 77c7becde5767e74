/** The JSON reader: JSON.parse's own acceptance and values, apart from what is stated to be stricter. */
import fc from 'fast-check';
import { RequestError } from '../../../src/errors';
import type { JsonTree } from '../../../src/odata/body/json-tree';
import { type JsonLimits, readJson } from '../../../src/odata/body/read-json';
import { SEED, TIMEOUT } from '../../differential/runs';
import { anyCharacter } from '../../support/any-character';

const runs = process.env['VTG_FULL'] === undefined ? 5_000 : 1_000_000;

/** The message of the refusal. Anything else that is thrown, a RangeError first of all, fails the test. */
function refusal(text: string, limits?: JsonLimits): string {
  try {
    readJson(text, limits);
  } catch (error) {
    if (error instanceof RequestError && error.code === 'InvalidBody') return error.message;
    throw error;
  }
  throw new Error(`Accepted: ${text.slice(0, 80)}`);
}

/** What both readers made, in one form: members as sorted pairs, so that `__proto__` is a name like others. */
type Plain = string | number | boolean | null | readonly Plain[] | { readonly members: readonly Plain[] };

function plainTree(tree: JsonTree): Plain {
  switch (tree.kind) {
    case 'null':
      return null;
    case 'boolean':
    case 'text':
      return tree.value;
    case 'number':
      return Number(tree.text);
    case 'list':
      return tree.items.map(plainTree);
    case 'object':
      return sorted([...tree.members].map(([name, member]) => [name, plainTree(member)]));
  }
}

function plainValue(value: unknown): Plain {
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return value as Plain;
  return sorted(Object.entries(value).map(([name, member]) => [name, plainValue(member)]));
}

function sorted(pairs: [string, Plain][]): Plain {
  return { members: pairs.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const members = Object.values(value);
  return (
    (Array.isArray(value) ? 0 : members.length) + members.reduce((sum, each) => sum + countMembers(each), 0)
  );
}

/** Colons outside of texts: each is a member, also one that JSON.parse overwrote. */
function writtenMembers(text: string): number {
  return text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1;
}

function hasLoneSurrogate(value: unknown): boolean {
  return !Object.values({ value }).every((each) =>
    typeof each === 'string'
      ? each.isWellFormed()
      : typeof each !== 'object' ||
        each === null ||
        Object.entries(each).every(([name, member]) => name.isWellFormed() && !hasLoneSurrogate(member)),
  );
}

describe('against JSON.parse', () => {
  const names = fc.constantFrom(
    'a',
    'b',
    '__proto__',
    'constructor',
    'toString',
    '1',
    '',
    'é',
    '@odata.type',
  );
  const numbers = fc.constantFrom(
    '0',
    '-0',
    '1',
    '-1.50',
    '1e3',
    '1E-7',
    '9007199254740993',
    '1e999',
    '0.1e+1',
  );
  const texts = fc.oneof(
    fc.string({ unit: anyCharacter }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      '"\\u0041"',
      '"\\ud83d\\ude80"',
      '"\\ud83d"',
      '"\\/\\b\\f\\n\\r\\t\\\\\\""',
      '"\\u0000"',
      '"\u007f"',
    ),
  );
  const blanks = fc.constantFrom('', '', ' ', '\n', '\t\r ');
  const { value } = fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(numbers, texts, fc.constantFrom('null', 'true', 'false')),
      fc.array(spaced(tie('value')), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc
        .array(fc.tuple(names, spaced(tie('value'))), { maxLength: 4 })
        .map((members) => `{${members.map(([name, each]) => `${JSON.stringify(name)}:${each}`).join(',')}}`),
    ),
  }));

  function spaced(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
    return fc.tuple(blanks, text, blanks).map((parts) => parts.join(''));
  }

  /** A text with one character left out, put in or replaced. */
  const damaged = fc
    .tuple(
      value,
      fc.nat(),
      fc.nat({ max: 1 }),
      fc.constantFrom(
        '',
        ',',
        ':',
        '"',
        '\\',
        '}',
        ']',
        '{',
        '0',
        '.',
        'e',
        '-',
        'u',
        ' ',
        '\u0001',
        '\u00a0',
      ),
    )
    .map(([text, position, removed, added]) => {
      const at = position % (text.length + 1);
      return text.slice(0, at) + added + text.slice(at + removed);
    });

  test(
    'accepts the same texts, but for the stricter rules, and reads the same values',
    () => {
      let accepted = 0;
      fc.assert(
        fc.property(fc.oneof(spaced(value), damaged), (text) => {
          const reference = parsed(text);
          if (reference === undefined) return void refusal(text);
          if (writtenMembers(text) > countMembers(reference.value)) {
            expect(refusal(text)).toMatch(/for the second time|half a surrogate/);
          } else if (hasLoneSurrogate(reference.value)) {
            expect(refusal(text)).toContain('half a surrogate pair');
          } else {
            accepted += 1;
            expect(plainTree(readJson(text))).toEqual(plainValue(reference.value));
          }
        }),
        { seed: SEED, numRuns: runs },
      );
      expect(accepted).toBeGreaterThan(runs / 4);
    },
    TIMEOUT,
  );
});

describe('nothing is lost', () => {
  test.each(['9007199254740993', '1e999', '-0', '1.50', '0.1E+05', `0.${'0'.repeat(400)}1`])(
    'number %s is its text',
    (text) => {
      expect(readJson(`  ${text}\n`)).toEqual({ kind: 'number', text });
    },
  );

  test('members stay in order, whatever they are called', () => {
    const tree = readJson('{"b":1,"__proto__":{"x":2},"2":3,"constructor":4,"\\u005f_proto__x":5,"1":6}');
    expect(tree.kind === 'object' && [...tree.members.keys()]).toEqual([
      'b',
      '__proto__',
      '2',
      'constructor',
      '__proto__x',
      '1',
    ]);
  });

  test('a NUL, a pair of surrogates and characters beyond ASCII are texts', () => {
    expect(readJson('"a\\u0000\\ud83d\\ude80é🚀"')).toEqual({ kind: 'text', value: 'a\u0000🚀é🚀' });
  });

  test('a byte order mark is dropped, a second one is not', () => {
    expect(readJson('\uFEFFtrue')).toEqual({ kind: 'boolean', value: true });
    expect(refusal('\uFEFF\uFEFFtrue')).toContain('expected a value');
  });
});

test.each([
  ['', 'The body is empty; JSON is wanted.'],
  [' \r\n\t', 'The body is empty; JSON is wanted.'],
  ['{"a":1,"a":2}', "The body is no valid JSON: the name 'a' for the second time at character 8."],
  ['{"__proto__":1,"\\u005f_proto__":2}', "the name '__proto__' for the second time at character 16."],
  ['{"a":1 "b":2}', "expected ',' or '}', found '\"' at character 8."],
  ['{"a" 1}', "expected ':', found '1' at character 6."],
  ['{a:1}', "expected the name of a member, found 'a' at character 2."],
  ['{"a":1,}', "expected the name of a member, found '}' at character 8."],
  ['[1,]', "expected a value, found ']' at character 4."],
  ['[1 2]', "expected ',' or ']', found '2' at character 4."],
  ['[1', "expected ',' or ']', found the end at character 3."],
  ['nul', "expected a value, found 'n' at character 1."],
  ['nulls', "expected the end, found 's' at character 5."],
  ['01', "expected the end, found '1' at character 2."],
  ['-', 'expected a digit, found the end at character 2.'],
  ['1.', 'expected a digit, found the end at character 3.'],
  ['1e+', 'expected a digit, found the end at character 4.'],
  ['+1', "expected a value, found '+' at character 1."],
  ['NaN', "expected a value, found 'N' at character 1."],
  ['"\n"', "expected a character of the text or its closing quote, found '·' at character 2."],
  ['"a', 'expected a character of the text or its closing quote, found the end at character 3.'],
  ['"\\x"', "expected an escape such as \\n or \\u00e4, found 'x' at character 3."],
  ['"\\u12g4"', '\\u without four hex digits at character 2.'],
  ['"\\u12', '\\u without four hex digits at character 2.'],
  ['["\\ud800"]', 'half a surrogate pair in the text that begins at character 2.'],
  ['["\\ude80\\ud83d"]', 'half a surrogate pair in the text that begins at character 2.'],
  ['"\ud800"', 'half a surrogate pair in the text that begins at character 1.'],
  ['{"\\ud800":1}', 'half a surrogate pair in the text that begins at character 2.'],
  ['[🚀]', "expected a value, found '🚀' at character 2."],
  ['\u00a01', "expected a value, found '\u00a0' at character 1."],
])('%j is refused', (text, message) => {
  expect(refusal(text)).toContain(message);
});

describe('limits', () => {
  const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);

  test('32 levels pass, 33 do not, in lists and objects alike', () => {
    expect(readJson(nested(32)).kind).toBe('list');
    expect(refusal(nested(33))).toContain('more than 32 levels of nesting at character 33.');
    expect(refusal(`{"a":[${'{"a":['.repeat(16)}`)).toContain('more than 32 levels');
  });

  test('levels that are closed again do not count', () => {
    expect(readJson(`[${'[[]],'.repeat(100)}{}]`).kind).toBe('list');
  });

  test('values are counted', () => {
    expect(readJson('[1,{"a":2}]', { depth: 9, nodes: 4 }).kind).toBe('list');
    expect(refusal('[1,{"a":2}]', { depth: 9, nodes: 3 })).toContain('more than 3 values at character 9.');
  });
});

describe('a mebibyte of anything', () => {
  const mebibyte = 1024 * 1024;
  const of = (unit: string) => unit.repeat(Math.ceil(mebibyte / unit.length));

  test.each([
    '[',
    '{',
    '"',
    '\\',
    '{"a":',
    '[{"a":',
    '{"__proto__":',
    ']',
    '-',
    '0',
    '1e',
    '"\\',
    '\\u',
    '[0,',
    '{"a":1,',
    '[],',
    '\u0000',
    '\ud800',
    ' ',
  ])('of %j is refused', (unit) => {
    expect(refusal(of(unit)).length).toBeLessThan(200);
  });

  test.each(['[0,', '["a",', '["\\n",', '{"a":"'])(
    'that begins with %j is refused at a limit or its end',
    (start) => {
      expect(refusal(start + of(start.slice(1))).length).toBeLessThan(200);
    },
  );

  test('of digits is a number, of escapes a text, of blanks before a value nothing', () => {
    expect(readJson(of('1'))).toEqual({ kind: 'number', text: of('1') });
    expect(readJson(`0.${of('0')}e-${of('9')}`).kind).toBe('number');
    expect(readJson(`"${of('\\n')}"`)).toEqual({ kind: 'text', value: '\n'.repeat(mebibyte / 2) });
    expect(readJson(`"${of('\\ud83d\\ude80')}"`).kind).toBe('text');
    expect(readJson(`${of(' ')}1${of('\n')}`)).toEqual({ kind: 'number', text: '1' });
  });

  test('of members with names of their own is an object', () => {
    const members = Array.from({ length: 40_000 }, (_, index) => `"name${index}":{"__proto__":1}`);
    const tree = readJson(`{${members.join(',')}}`);
    expect(tree.kind === 'object' && tree.members.size).toBe(40_000);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('a long name is not echoed', () => {
    expect(refusal(`{"${of('x')}":1,"${of('x')}":2}`).length).toBeLessThan(200);
  });
});
