/**
 * The second opinion: odata-v4-parser reads the same text, fully parenthesised, since its own idea of precedence is
 * wrong (see reference/odata-parser.md), and must come to the same tree.
 */

import * as fc from 'fast-check';
import { filter as parseWithOther } from 'odata-v4-parser';
import { outlineOf } from './outline';

/** The parts of its tokens that are read here. */
interface Token {
  readonly type: string;
  readonly raw: string;
  readonly value: unknown;
}

const BINARY: Readonly<Record<string, string>> = {
  AndExpression: 'and',
  OrExpression: 'or',
  EqualsExpression: 'eq',
  NotEqualsExpression: 'ne',
  GreaterThanExpression: 'gt',
  GreaterOrEqualsExpression: 'ge',
  LesserThanExpression: 'lt',
  LesserOrEqualsExpression: 'le',
  HasExpression: 'has',
  AddExpression: 'add',
  SubExpression: 'sub',
  MulExpression: 'mul',
  DivExpression: 'div',
  ModExpression: 'mod',
};

/** Its tree in the notation of `outline`. */
function outlineOther(token: Token): string {
  const operator = BINARY[token.type];
  if (operator !== undefined) return outlineBinary(operator, token.value as { left: Token; right: Token });
  switch (token.type) {
    case 'BoolParenExpression':
    case 'ParenExpression':
    case 'CommonExpression':
      return outlineOther(token.value as Token);
    case 'NotExpression':
      return `(not ${outlineOther(token.value as Token)})`;
    case 'NegateExpression':
      return `(negate ${outlineOther(token.value as Token)})`;
    case 'MethodCallExpression': {
      const { method, parameters } = token.value as { method: string; parameters?: readonly Token[] };
      return `(${[method, ...(parameters ?? []).map(outlineOther)].join(' ')})`;
    }
    case 'FirstMemberExpression':
      return outlineMember(token);
    case 'Literal':
    case 'Enum':
      return token.raw;
    default:
      throw new Error(`odata-v4-parser gave a ${token.type} for ${token.raw}`);
  }
}

function outlineBinary(operator: string, { left, right }: { left: Token; right: Token }): string {
  const both = [left, right].map(outlineOther);
  if (operator !== 'and' && operator !== 'or') return `(${operator} ${both.join(' ')})`;
  const opening = `(${operator} `;
  const flat = both.map((text) => (text.startsWith(opening) ? text.slice(opening.length, -1) : text));
  return `${opening}${flat.join(' ')})`;
}

/** A path is a nest of tokens that end in its text; of a lambda, the innermost holds variable and predicate. */
function outlineMember(token: Token): string {
  const lambda = findLambda(token.value);
  if (lambda === undefined) return token.raw;
  const { variable, predicate } = lambda.value as { variable: Token; predicate: Token };
  const operator = lambda.type === 'AnyExpression' ? 'any' : 'all';
  const source = token.raw.slice(0, token.raw.indexOf(`/${operator}(`));
  return `(${operator} ${source} ${variable.raw} ${outlineOther(predicate.value as Token)})`;
}

function findLambda(value: unknown): Token | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type } = value as Partial<Token>;
  if (type === 'AnyExpression' || type === 'AllExpression') return value as Token;
  const inner = type === undefined ? Object.values(value) : [(value as Token).value];
  return inner.map(findLambda).find((found) => found !== undefined);
}

const path = fc.constantFrom('Name', 'Price', 'Address/City', 'Customer/Address/Street', '$it/Name');
const literal = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    'false',
    "'x'",
    "'O''Neil'",
    "''",
    '1.5',
    '-3',
    '2026-01-31',
    '2026-01-31T08:30:00Z',
  ),
  fc.integer().map(String),
  fc.uuid(),
);

const { predicate } = fc.letrec<{ value: string; predicate: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'nesting' },
    path,
    literal,
    fc
      .tuple(tie('value'), fc.constantFrom('add', 'sub', 'mul', 'div', 'mod'), tie('value'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    fc
      .tuple(fc.constantFrom('tolower', 'trim', 'year', 'round', 'length'), tie('value'))
      .map(([name, value]) => `${name}(${value})`),
    fc.tuple(tie('value'), tie('value')).map(([first, second]) => `concat(${first},${second})`),
    path.map((found) => `(-${found})`),
  ),
  predicate: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'nesting' },
    fc
      .tuple(tie('value'), fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), tie('value'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    path.map((found) => `(${found} has Ns.Color'Red')`),
    fc
      .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), tie('value'), literal)
      .map(([name, value, text]) => `(${name}(${value},${text}))`),
    fc
      .tuple(tie('predicate'), fc.constantFrom('and', 'or'), tie('predicate'))
      .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
    tie('predicate').map((operand) => `(not ${operand})`),
    fc
      .tuple(
        fc.constantFrom('Items', 'Customer/Orders'),
        fc.constantFrom('any', 'all'),
        fc.constantFrom('eq', 'lt'),
        literal,
      )
      .map(
        ([source, operator, comparison, value]) => `(${source}/${operator}(d:(d/x ${comparison} ${value})))`,
      ),
  ),
}));

test('both parsers see the same tree', () => {
  fc.assert(
    fc.property(predicate, (text) => {
      expect(outlineOf(text)).toBe(outlineOther(parseWithOther(text) as unknown as Token));
    }),
    { numRuns: 1_000 },
  );
});

describe('where they differ, the other is wrong', () => {
  test.each([
    [
      "not contains(name,'x') and statecode eq 0",
      "(and (not (contains name 'x')) (eq statecode 0))",
      "(not (and (contains name 'x') (eq statecode 0)))",
    ],
    [
      'price mul qty add tax gt 100',
      '(gt (add (mul price qty) tax) 100)',
      '(gt (mul price (add qty tax)) 100)',
    ],
    ['a sub b sub c eq 0', '(eq (sub (sub a b) c) 0)', '(eq (sub a (sub b c)) 0)'],
    ['a div b mul c eq 2', '(eq (mul (div a b) c) 2)', '(eq (div a (mul b c)) 2)'],
  ])('%s', (text, right, wrong) => {
    expect(outlineOf(text)).toBe(right);
    expect(outlineOther(parseWithOther(text) as unknown as Token)).toBe(wrong);
  });
});
