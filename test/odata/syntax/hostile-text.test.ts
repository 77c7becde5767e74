/** Whatever a caller sends, the parser answers with a tree or an ODataSyntaxError. */

import * as fc from 'fast-check';
import {
  parseCompute,
  parseCount,
  parseExpand,
  parseFilter,
  parseKeyPredicate,
  parseOrderBy,
  parseSearch,
  parseSelect,
} from '../../../src/odata/syntax/parse-clause';
import { parseSystemQueryOptions } from '../../../src/odata/syntax/parse-query-options';
import { parseResourcePath } from '../../../src/odata/syntax/parse-resource-path';
import { printExpression } from '../../../src/odata/syntax/print-expression';
import { splitRequestTarget } from '../../../src/odata/syntax/split-request-target';
import { ODataSyntaxError } from '../../../src/odata/syntax/syntax-error';
import { withoutPositions } from './expression-arbitrary';
import { anyCharacter } from '../../support/any-character';

const OPTION_NAMES = [
  '$filter',
  '$orderby',
  '$select',
  '$expand',
  '$search',
  '$compute',
  '$top',
  '$index',
  '$count',
  '@p',
];

const ENTRY_POINTS: readonly ((text: string) => unknown)[] = [
  parseFilter,
  parseOrderBy,
  parseSelect,
  parseExpand,
  parseSearch,
  parseCompute,
  parseKeyPredicate,
  (text) => parseCount(text, '$top'),
  (text) => {
    const { segments, options } = splitRequestTarget(text);
    return [parseResourcePath(segments), parseSystemQueryOptions(options)];
  },
  (text) => OPTION_NAMES.map((name) => attempt(() => parseSystemQueryOptions([{ name, rawValue: text }]))),
];

/** Gives any other error on. */
function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof ODataSyntaxError) return error;
    throw error;
  }
}

const LONGEST_MESSAGE = 400;

function offerEverywhere(text: string): void {
  for (const parse of ENTRY_POINTS) {
    const result = attempt(() => parse(text));
    if (result instanceof ODataSyntaxError && result.message.length > LONGEST_MESSAGE) {
      throw new Error(`a message of ${result.message.length} characters: ${result.message}`);
    }
  }
}

const TOKENS = [
  ' ',
  '+',
  '(',
  ')',
  ',',
  ';',
  ':',
  '/',
  '.',
  '@',
  '$',
  '#',
  '*',
  '=',
  '&',
  '?',
  '-',
  "'",
  "''",
  '"',
  '[',
  ']',
  '{',
  '}',
  '\\',
  '%',
  '%20',
  '%27',
  '%2F',
  '%FF',
  'a',
  'Name',
  '0',
  '42',
  '1.5',
  '1e9',
  'INF',
  'NaN',
  'null',
  'true',
  '2026-01-31',
  'T08:30:00Z',
  '08:30',
  '0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11',
  ' eq ',
  ' and ',
  ' or ',
  'not ',
  ' in ',
  ' has ',
  ' add ',
  ' desc',
  ' as ',
  'NOT ',
  ' AND ',
  ' OR ',
  'contains(',
  'cast(',
  'case(',
  'any(x:',
  'Ns.Type',
  "Ns.Type'",
  "duration'",
  "binary'",
  "geography'",
  '$it',
  '$root/',
  '$count',
  '$filter(',
  '$ref',
  '$value',
  '$levels=',
  '$top=',
  '$filter=',
  'ä',
  '🙂',
  '\ud83d',
  '\u0000',
  '\n',
  '\t',
  '\u2028',
  '__proto__',
  'constructor',
  'toString',
];

const VALID = [
  "CreditLimit gt 1000 and startswith(Name,'Con') or not (Id in (1,2))",
  "Items/any(d:d/x eq 1 and d/y/$count($filter=a eq 'b';$search=c) gt 2)",
  "Items($filter=Name eq 'x';$top=1;$expand=Product($select=Name)),Orders/$ref,A/$count",
  'Name desc,Address/City asc,length(Name)',
  '{"a":[1,"b\\u00e4",{"c":x}]} eq null',
  'foo AND (bar OR "b c") NOT baz',
  "Customers('O''Neil')/Ns.Fn(p=@x)(2)/Name/$value?$filter=a eq 1&@x=2026-01-31T08:30:00Z",
  'Price mul -2.5e3 as Amount,case(a:1,true:0) as b',
];

test('random tokens', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 40 }), (tokens) =>
      offerEverywhere(tokens.join('')),
    ),
    { numRuns: 3_000 },
  );
});

test('random characters', () => {
  fc.assert(fc.property(fc.string({ unit: anyCharacter, maxLength: 60 }), offerEverywhere), {
    numRuns: 2_000,
  });
});

test('valid text with pieces removed, doubled or put in', () => {
  const edit = fc.record({ at: fc.nat(100), removed: fc.nat(5), inserted: fc.constantFrom('', ...TOKENS) });
  fc.assert(
    fc.property(fc.constantFrom(...VALID), fc.array(edit, { minLength: 1, maxLength: 3 }), (text, edits) => {
      const changed = edits.reduce(
        (sofar, { at, removed, inserted }) => sofar.slice(0, at) + inserted + sofar.slice(at + removed),
        text,
      );
      offerEverywhere(changed);
    }),
    { numRuns: 3_000 },
  );
});

test('whatever is accepted can be printed and read again', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }), (tokens) => {
      const tree = attempt(() => parseFilter(tokens.join('')));
      if (tree instanceof ODataSyntaxError) return;
      const text = printExpression(tree as ReturnType<typeof parseFilter>);
      expect(withoutPositions(parseFilter(text))).toEqual(withoutPositions(tree));
    }),
    { numRuns: 10_000 },
  );
});

test.each(TOKENS)('32 KB of %j', (token) => {
  const text = token.repeat(Math.floor(32_768 / token.length));
  offerEverywhere(text);
  offerEverywhere(`a${text}`);
  offerEverywhere(`(${text})`);
  offerEverywhere(`a eq ${text}`);
});

test('a message stays short, however long the names in it', () => {
  const long = 'x'.repeat(30_000);
  for (const query of [
    `${long}=%`,
    `$${long}=1`,
    `@${long}=1`,
    `@p=[{"${long}":1,"${long}":2}]`,
    `@a${long}.b=1`,
  ]) {
    const error = attempt(() => parseSystemQueryOptions(splitRequestTarget(`?${query}`).options));
    expect(error).toBeInstanceOf(ODataSyntaxError);
    expect(String(error).length).toBeLessThan(LONGEST_MESSAGE);
  }
});

test('a failed parse leaves nothing behind', () => {
  const before = parseFilter('Items/any(d:d/x eq 1) and a/b eq 1');
  for (const body of ['-', 'not (', 'tolower(', '(']) {
    attempt(() => parseFilter(`Items/any(d:${body.repeat(5_000)}`));
  }
  expect(parseFilter('Items/any(d:d/x eq 1) and a/b eq 1')).toEqual(before);
});
