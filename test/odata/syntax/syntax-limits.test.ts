import {
  parseExpand,
  parseFilter,
  parseOrderBy,
  parseSearch,
  parseSelect,
} from '../../../src/odata/syntax/parse-clause';
import { parseSystemQueryOptions } from '../../../src/odata/syntax/parse-query-options';
import { parseResourcePath } from '../../../src/odata/syntax/parse-resource-path';
import { splitQuery } from '../../../src/odata/syntax/split-request-target';
import { defaultSyntaxLimits } from '../../../src/odata/syntax/syntax-limits';
import type { SyntaxLimits } from '../../../src/odata/syntax/syntax-limits';
import { refusalOf } from './refusal';

const limits = defaultSyntaxLimits;

/** Room for anything but depth, so that no other limit stops a text before its nesting does. */
const roomy: SyntaxLimits = {
  ...limits,
  optionLength: 10_000_000,
  nodes: 10_000_000,
  lambdaDepth: 1_000_000,
  expandDepth: 1_000_000,
};

/** Each construct of the expression grammar that can hold itself: what opens one level, and what closes it. */
const NESTED: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['not ', ''],
  ['not (', ')'],
  ['-', ''],
  ['- ', ''],
  ['tolower(', ')'],
  ['concat(a,', ')'],
  ['cast(', ',Edm.String)'],
  ['case(a:', ')'],
  ['case(', ':a)'],
  ['[', ']'],
  ['{"a":', '}'],
  ['a in [', ']'],
  ['a in (b add ', ')'],
  ['a eq (', ')'],
  ['a add (', ')'],
  ['Ns.F(p=', ')'],
  ['f(a,', ')'],
  ['a/any(x:', ')'],
  ['a/all(x:', ')'],
  ['a/$filter(', ')'],
  ['a/$count($filter=', ')'],
  ['a/b(p=1 add ', ')'],
];

const repeat = (times: number, open: string, close: string): string =>
  `${open.repeat(times)}a${close.repeat(times)}`;

test.each(NESTED)('%s…%s nests up to the limit, and no deeper', (open, close) => {
  const deepest = lastAccepted((times) => parseFilter(repeat(times, open, close), roomy));
  expect(deepest).toBeGreaterThanOrEqual(limits.nesting / 2 - 1);
  expect(deepest).toBeLessThanOrEqual(limits.nesting);
  for (const times of [deepest + 1, 1_000, 100_000]) {
    const error = refusalOf(() => parseFilter(repeat(times, open, close), roomy));
    expect(error).toMatchObject({ code: 'LimitExceeded', limit: 'nesting' });
    expect(error.message).toContain('100 (levels of nesting)');
  }
});

test.each(NESTED)('%s…%s is refused at any depth without its end', (open) => {
  expect(refusalOf(() => parseFilter(open.repeat(100_000), roomy))).toMatchObject({ limit: 'nesting' });
  expect(['nesting', 'optionLength', 'lambdaDepth']).toContain(
    refusalOf(() => parseFilter(open.repeat(100_000))).limit,
  );
});

test('one depth counts for all constructs, in any mixture', () => {
  for (const [open, close] of NESTED) {
    for (const [otherOpen, otherClose] of NESTED) {
      const text = repeat(101, open + otherOpen, otherClose + close);
      expect([open, otherOpen, refusalOf(() => parseFilter(text, roomy)).limit]).toEqual([
        open,
        otherOpen,
        'nesting',
      ]);
    }
  }
});

test.each(NESTED)('%s…%s costs no depth once it is closed', (open, close) => {
  const siblings = Array.from({ length: 500 }, () => repeat(1, open, close)).join(' and ');
  expect(() => parseFilter(siblings, { ...limits, nesting: 2 })).not.toThrow();
});

test('$expand and $select cost no depth once they are closed', () => {
  const siblings = (item: string): string => Array.from({ length: 10 }, () => item).join(',');
  expect(() => parseExpand(siblings(`a($expand=${siblings('b($filter=(c))')})`))).not.toThrow();
  expect(() => parseSelect(siblings('a($select=b($filter=(c)))'), { ...limits, nesting: 3 })).not.toThrow();
});

test('exactly 100 parentheses pass', () => {
  expect(() => parseFilter(`${'('.repeat(100)}a eq 1${')'.repeat(100)}`)).not.toThrow();
  expect(refusalOf(() => parseFilter(`${'('.repeat(101)}a eq 1${')'.repeat(101)}`))).toMatchObject({
    at: 100,
  });
});

test.each(['add', 'sub', 'mul', 'eq', 'gt', 'has', 'in'])(
  'a chain of %s nests its first operand, so its length counts as depth',
  (operator) => {
    const chain = (links: number): string => `a${` ${operator} b`.repeat(links)}`;
    expect(() => parseFilter(chain(limits.nesting))).not.toThrow();
    expect(refusalOf(() => parseFilter(chain(limits.nesting + 2))).limit).toBe('nesting');
    expect(refusalOf(() => parseFilter(`((${chain(60)}) ${operator} ${chain(60)})`)).limit).toBe('nesting');
    expect(() =>
      parseFilter(
        Array.from({ length: 20 }, () => chain(60))
          .map((text) => `(${text})`)
          .join(' and '),
      ),
    ).not.toThrow();
  },
);

test('chains of and and or cost no depth', () => {
  const terms = Array.from({ length: 1_000 }, (_, index) => `Id eq ${index}`).join(' or ');
  expect(parseFilter(terms)).toMatchObject({ kind: 'or', operands: { length: 1_000 } });
});

test('search nests in parentheses', () => {
  expect(() => parseSearch(repeat(100, '(', ')'))).not.toThrow();
  expect(refusalOf(() => parseSearch(repeat(101, '(', ')'))).limit).toBe('nesting');
  expect(refusalOf(() => parseSearch(repeat(100_000, 'NOT (', ')'), roomy)).limit).toBe('nesting');
});

test('nested options nest too, and share one depth with the expressions inside them', () => {
  expect(refusalOf(() => parseSelect(repeat(100_000, 'a($select=', ')'), roomy)).limit).toBe('nesting');
  expect(refusalOf(() => parseExpand(repeat(100_000, 'a($expand=', ')'), roomy)).limit).toBe('nesting');
  expect(
    refusalOf(() => parseExpand(repeat(100_000, 'a/$count($filter=a/$count($filter=', '))'), roomy)).limit,
  ).toBe('nesting');
  const inside = repeat(60, '(', ')');
  expect(() => parseSelect(repeat(30, 'a($select=', ')'), roomy)).not.toThrow();
  const mixed = `${'a($select='.repeat(50)}a($filter=${inside})${')'.repeat(50)}`;
  expect(refusalOf(() => parseSelect(mixed, roomy)).limit).toBe('nesting');
});

const list = (count: number, item = 'a'): string => Array.from({ length: count }, () => item).join(',');

test.each<[keyof SyntaxLimits, number, (size: number) => unknown]>([
  ['optionLength', 32_768, (size) => parseFilter(`'${'x'.repeat(size - 2)}'`)],
  ['optionLength', 32_768, (size) => parseResourcePath([`A('${'x'.repeat(size - 5)}')`])],
  ['identifierLength', 128, (size) => parseFilter('x'.repeat(size))],
  ['identifierLength', 128, (size) => parseFilter(`${'𐐀'.repeat(size / 2)}${'x'.repeat(size % 2)}`)],
  ['identifierLength', 128, (size) => parseFilter(`Ns.${'x'.repeat(size)}/a`)],
  ['identifierLength', 128, (size) => parseResourcePath(['x'.repeat(size)])],
  ['inItems', 2_000, (size) => parseFilter(`a in (${list(size, '1')})`)],
  ['inItems', 2_000, (size) => parseFilter(`a in [${list(size)}]`)],
  ['orderByItems', 8, (size) => parseOrderBy(list(size))],
  ['selectItems', 500, (size) => parseSelect(list(size))],
  ['expandItems', 10, (size) => parseExpand(list(size))],
  ['expandDepth', 2, (size) => parseExpand(`${'a($expand='.repeat(size - 1)}a${')'.repeat(size - 1)}`)],
  ['lambdaDepth', 2, (size) => parseFilter(repeat(size, 'a/any(x:', ')'))],
  ['nodes', 5_000, (size) => parseFilter(`a${'/b'.repeat(size - 1)}`)],
  ['nodes', 5_000, (size) => parseSearch(Array.from({ length: size }, () => 'a').join(' '))],
  [
    'nodes',
    5_000,
    (size) => parseSystemQueryOptions(splitQuery(`$filter=a eq 1&@a=a${'/b'.repeat(size - 4)}`)),
  ],
  ['nesting', 100, (size) => parseResourcePath(Array.from({ length: size }, () => 'a'))],
])('%s: %d passes, one more is refused with its name and value', (limit, value, parse) => {
  expect(() => parse(value)).not.toThrow();
  const error = refusalOf(() => parse(value + 1));
  expect(error).toMatchObject({ code: 'LimitExceeded', limit });
  expect(error.message).toContain(`the limit of ${value} (`);
});

test('limits are settable', () => {
  expect(refusalOf(() => parseFilter('((a))', { ...limits, nesting: 1 }))).toMatchObject({
    limit: 'nesting',
    at: 1,
  });
  expect(
    refusalOf(() => parseSystemQueryOptions(splitQuery('$orderby=a,b'), { ...limits, orderByItems: 1 }))
      .limit,
  ).toBe('orderByItems');
});

function lastAccepted(parse: (times: number) => unknown): number {
  let times = 0;
  try {
    for (; times < 1_000; times++) parse(times + 1);
  } catch {
    return times;
  }
  return times;
}
