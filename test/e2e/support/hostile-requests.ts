/** Random requests that mean harm or nothing at all, for fast-check: grammar first, then mutation, then noise. */
import fc from 'fast-check';
import { anyCharacter } from '../../support/any-character';

export interface HostileRequest {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const names = [
  'Code',
  'Note',
  'Whole',
  'Big',
  'Exact',
  'Rough',
  'Flag',
  'Token',
  'Taken',
  'Day',
  'State',
  'constructor',
  'toString',
  'ReadingId',
  '__proto__',
  'hasOwnProperty',
  'valueOf',
  'Nowhere',
  '$it',
  '$this',
  '$root',
  'Readings',
  '@p',
  '@__proto__',
] as const;

const literals = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1.5',
  '1e400',
  '-0',
  'NaN',
  'INF',
  '-INF',
  '9223372036854775807',
  '9223372036854775808',
  '123456789012345678901234567890.5',
  "''",
  "'a'",
  "'O''Brien'",
  "'%'",
  "'😀'",
  "'\u0000'",
  '2026-01-01',
  '2026-02-30',
  '0000-00-00',
  '2026-01-01T00:00:00Z',
  '9999-12-31T23:59:59.9999999Z',
  '23:59:60',
  "duration'P1D'",
  "duration'-PT0.0000001S'",
  '6305bb00-0000-8000-9000-0000851c9389',
  '00000000-0000-0000-0000-000000000000',
  "binary'AA=='",
  "geography'POINT(0 0)'",
  "Gateway.State'Open'",
  '[1,2]',
  '{"a":1}',
  '()',
  "('a','b')",
  '(1,null)',
] as const;

const operators = [
  'eq',
  'ne',
  'gt',
  'ge',
  'lt',
  'le',
  'and',
  'or',
  'add',
  'sub',
  'mul',
  'div',
  'divby',
  'mod',
  'has',
  'in',
  'EQ',
  'xor',
  '=',
] as const;

const functions = [
  'contains',
  'startswith',
  'endswith',
  'length',
  'indexof',
  'substring',
  'tolower',
  'toupper',
  'trim',
  'concat',
  'year',
  'month',
  'day',
  'hour',
  'second',
  'fractionalseconds',
  'date',
  'time',
  'totaloffsetminutes',
  'totalseconds',
  'now',
  'mindatetime',
  'maxdatetime',
  'round',
  'floor',
  'ceiling',
  'cast',
  'isof',
  'matchesPattern',
  'geo.distance',
  'any',
  'toString',
  'constructor',
  'case',
  'substringof',
] as const;

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 5, depthSize: 'medium' },
    fc.constantFrom(...names),
    fc.constantFrom(...literals),
    fc
      .tuple(tie('expression'), fc.constantFrom(...operators), tie('expression'))
      .map(([left, operator, right]) => `${left} ${operator} ${right}`),
    tie('expression').map((inner) => `(${inner})`),
    fc.tuple(fc.constantFrom('not ', '-', 'not(', '- -'), tie('expression')).map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom(...functions), fc.array(tie('expression'), { maxLength: 3 }))
      .map(([name, parameters]) => `${name}(${parameters.join(',')})`),
    fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)).map((parts) => parts.join('/')),
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom('any', 'all'), tie('expression'))
      .map(([set, quantifier, inner]) => `${set}/${quantifier}(x:${inner})`),
  ),
}));

/** Expressions in which every operand is of a type that its operator takes. */
const { predicate } = fc.letrec<{ predicate: string; text: string; number: string; instant: string }>(
  (tie) => ({
    predicate: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc.constantFrom(
        'Flag',
        'true',
        "Code eq 'A-1'",
        'Note ne null',
        'Whole in (0,7)',
        "Code in ('A-1','x')",
      ),
      fc
        .tuple(tie('number'), fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le'), tie('number'))
        .map((parts) => parts.join(' ')),
      fc
        .tuple(tie('text'), fc.constantFrom('eq', 'ne', 'gt', 'le'), tie('text'))
        .map((parts) => parts.join(' ')),
      fc
        .tuple(tie('instant'), fc.constantFrom('eq', 'gt', 'le'), tie('instant'))
        .map((parts) => parts.join(' ')),
      fc
        .tuple(fc.constantFrom('contains', 'startswith', 'endswith'), tie('text'), tie('text'))
        .map(([name, left, right]) => `${name}(${left},${right})`),
      fc
        .tuple(tie('predicate'), fc.constantFrom('and', 'or'), tie('predicate'))
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      tie('predicate').map((inner) => `not (${inner})`),
    ),
    text: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom('Code', 'Note', "'a'", "'O''Brien'", "''", "'%'", "'*'", "'😀'", 'null'),
      fc
        .tuple(fc.constantFrom('tolower', 'toupper', 'trim'), tie('text'))
        .map(([name, inner]) => `${name}(${inner})`),
      fc.tuple(tie('text'), tie('text')).map(([left, right]) => `concat(${left},${right})`),
      fc.tuple(tie('text'), fc.integer({ min: -2, max: 5 })).map(([text, at]) => `substring(${text},${at})`),
    ),
    number: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom('Exact', '0', '-1', '1.5', '9007199254740993', '1e30', 'null', '0.0000000001'),
      fc
        .tuple(tie('number'), fc.constantFrom('add', 'sub', 'mul', 'div', 'mod'), tie('number'))
        .map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      tie('text').map((text) => `length(${text})`),
      tie('instant').map((instant) => `year(${instant})`),
      fc
        .tuple(fc.constantFrom('round', 'floor', 'ceiling'), tie('number'))
        .map(([name, inner]) => `${name}(${inner})`),
    ),
    instant: fc.constantFrom(
      'Taken',
      'now()',
      '2026-11-22T10:11:12.1234567Z',
      '0001-01-01T00:00:00Z',
      'null',
    ),
  }),
);

const goodOption = fc.oneof(
  { weight: 6, arbitrary: predicate.map((text) => `$filter=${text}`) },
  fc.constantFrom(
    '$select=Code,Note',
    '$orderby=Note desc,Code',
    '$orderby=length(Code)',
    '$top=2',
    '$skip=1',
  ),
  fc.constantFrom('$count=true', '$search=a', '$format=json', 'code=x', '$select=*', '$top=0'),
);

const wholeNumber = fc.constantFrom(
  '0',
  '1',
  '3',
  '-1',
  '1.5',
  '1e3',
  '',
  '99999999999999999999',
  'ten',
  '0x10',
  '٣',
);

const option: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: expression.map((text) => `$filter=${text}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(expression, fc.constantFrom('', ' asc', ' desc', ' up', ','))
      .map((parts) => `$orderby=${parts.join('')}`),
  },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...names, '*', ''), { maxLength: 4 })
      .map((list) => `$select=${list.join(',')}`),
  },
  fc
    .tuple(fc.constantFrom('$top', '$skip', 'top', 'SKIP', '$index'), wholeNumber)
    .map((parts) => parts.join('=')),
  fc.constantFrom('$count=true', '$count=false', '$count=TRUE', '$count=', '$count'),
  fc.constantFrom(
    '$search=a',
    '$search="a b" AND NOT c',
    '$search=(((',
    '$search=AND',
    '$search="',
    '$search=a OR (b c)',
  ),
  fc.constantFrom(
    '$format=json',
    '$format=xml',
    '$format=application/json;odata.metadata=full',
    '$format=;',
    '$format=json;q=0',
  ),
  fc.constantFrom(
    '$expand=*',
    '$expand=a($expand=b)',
    '$apply=groupby((Code))',
    '$compute=1 as x',
    '$levels=max',
    '$deltatoken=x',
    '$id=x',
  ),
  fc.tuple(fc.constantFrom('@p', '@q', '@__proto__', '@', '@1'), expression).map((parts) => parts.join('=')),
  fc.string({ maxLength: 12 }).map((text) => `$skiptoken=${text}`),
  fc.string({ maxLength: 12 }),
  fc.constantFrom('', '=', '$', '$=', '@', 'code=x', '__proto__=1', 'constructor', '%24filter=true'),
);

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constant('Readings') },
  fc.constantFrom(
    '',
    '$metadata',
    '$batch',
    '$all',
    '$entity',
    '$crossjoin(Readings)',
    'readings',
    '__proto__',
    'constructor',
    '.',
    '..',
  ),
  fc.constantFrom(...literals, ...names).map((key) => `Readings(${key})`),
  fc
    .tuple(fc.constantFrom(...names), fc.constantFrom(...literals))
    .map(([name, key]) => `Readings(${name}=${key})`),
  fc.string({ maxLength: 8 }),
);
const laterSegment = fc.oneof(
  fc.constantFrom(...names, '$count', '$value', '$query', '$ref', '$links', '$each', '$filter(@p)', ''),
  segment,
);

interface PlainTarget {
  readonly path: string;
  readonly options: readonly string[];
}

const serviceName = fc.constantFrom('things', 'asTheyAre', 'source');

/** What a client might well ask. */
const goodTarget: fc.Arbitrary<PlainTarget> = fc
  .tuple(
    serviceName,
    fc.constantFrom(
      'Readings',
      'Readings',
      'Readings',
      'Readings/$count',
      'Readings(6305bb00-0000-8000-9000-0000851c9389)/Note',
      '$metadata',
    ),
    fc.uniqueArray(goodOption, { maxLength: 3, selector: (text) => text.split('=', 1)[0] }),
  )
  .map(([service, path, options]) => ({ path: `${service}/${path}`, options }));

/** What only looks as if. */
const oddTarget: fc.Arbitrary<PlainTarget> = fc
  .tuple(
    fc.oneof(
      { weight: 9, arbitrary: serviceName },
      { weight: 1, arbitrary: fc.constantFrom('Things', '', '__proto__') },
    ),
    segment,
    fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(laterSegment, { maxLength: 2 }) },
    ),
    fc.array(fc.oneof(option, goodOption), { maxLength: 4 }),
  )
  .map(([service, first, later, options]) => ({ path: [service, first, ...later].join('/'), options }));

/** How much of a text is written as escapes, and how. */
const encodings: readonly ((text: string) => string)[] = [
  encodeURI,
  encodeURI,
  encodeURIComponent,
  (text) => encodeURI(text).replaceAll('%20', '+'),
  (text) => encodeURI(text).replaceAll('$', '%24').replaceAll("'", '%27'),
  (text) => encodeURI(encodeURI(text)),
  (text) => encodeURI(text).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()),
  (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  (text) => text,
];

/** The others would hide the slashes, and no request would come to its service. */
const ENCODES_PATHS = new Set(encodings.filter((encode) => encode('/') === '/'));

const encodedTarget = fc
  .tuple(
    fc.oneof(goodTarget, oddTarget),
    fc.constantFrom(...encodings),
    fc.oneof({ weight: 15, arbitrary: fc.constant('?') }, fc.constantFrom('??', '?&', '#', ';')),
  )
  .map(([{ path, options }, encode, mark]) => {
    const query = options.map((text) => safely(encode, text)).join('&');
    const encodePath = ENCODES_PATHS.has(encode) ? encode : encodeURI;
    return `/odata/${safely(encodePath, path)}${query === '' ? '' : mark}${query}`;
  });

/** Lone surrogates cannot be encoded. */
function safely(encode: (text: string) => string, text: string): string {
  return encode(text.toWellFormed());
}

const nastyTexts = [
  '%',
  '%2',
  '%zz',
  '%00',
  '%0a',
  '%0d%0a',
  '%1b[31m',
  '%25',
  '%2500',
  '%c3%28',
  '%ed%a0%80',
  '%f4%90%80%80',
  '%ff',
  '%e2%80%ae',
  "'",
  "''",
  '%27',
  '(',
  ')',
  '((((((((((',
  '))',
  ',',
  ';',
  '/',
  '//',
  '/../',
  '\\',
  '$',
  '@',
  '&',
  '&&',
  '=',
  '#',
  '?',
  '"',
  '{',
  '[',
  '<script>',
  '__proto__',
  '${jndi:ldap://x}',
  '%20and%20',
  '%20or%20',
  '%20eq%20',
  'not%20',
  '\u00ff',
  '\u0080',
] as const;

const mutation = fc.tuple(
  fc.constantFrom('insert', 'replace', 'remove', 'repeat'),
  fc.nat(),
  fc.nat({ max: 12 }),
  fc.constantFrom(...nastyTexts),
);

function mutate(
  text: string,
  [kind, place, length, nasty]: readonly ['insert' | 'replace' | 'remove' | 'repeat', number, number, string],
): string {
  // The first character stays a slash, as Node's client sends no other target; seldom the address of all services changes.
  const first = place % 10 === 0 ? 1 : '/odata/'.length;
  const start = first + (place % Math.max(1, text.length - first));
  const cut = text.slice(start, start + length);
  const middle = { insert: nasty + cut, replace: nasty, remove: '', repeat: cut.repeat(8) }[kind];
  return text.slice(0, start) + middle + text.slice(start + length);
}

/** What Node's client refuses to send is sent as an escape; the raw bytes have a test of their own. */
function sendable(target: string): string {
  return target.replace(/[^\u0021-\u00ff]/gu, (character) => encodeURIComponent(character.toWellFormed()));
}

const target = fc.oneof(
  { weight: 6, arbitrary: encodedTarget },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        encodedTarget,
        fc.array(mutation as fc.Arbitrary<Parameters<typeof mutate>[1]>, { minLength: 1, maxLength: 4 }),
      )
      .map(([text, mutations]) => mutations.reduce(mutate, text)),
  },
  { weight: 1, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }).map((text) => `/${text}`) },
);

const headerText = fc.oneof(
  fc.constantFrom(
    '*/*',
    'application/json;odata.metadata=full',
    'application/json;IEEE754Compatible=true;q=0.5, */*;q=0',
    'application/json;odata.metadata=minimal;odata.streaming=true;a=b',
    'odata.maxpagesize=2',
    'odata.maxpagesize=2,omit-values=nulls,respond-async,return=minimal',
    '4.0',
    '4.01',
    'W/"x"',
    '*',
    'text/plain;charset="',
    '",,;;==',
  ),
  fc.string({ maxLength: 40 }).map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?')),
);

const headerNames = [
  'Accept',
  'Prefer',
  'OData-Version',
  'OData-MaxVersion',
  'If-None-Match',
  'If-Match',
  'Content-Type',
  'Accept-Language',
  'X-Forwarded-Host',
  'x-api-key',
  'Range',
  'Origin',
  'Authorization',
  'Cookie',
] as const;

const usualAccept: fc.Arbitrary<Readonly<Record<string, string>>> = fc.constant({});
const oddHeaders = fc.dictionary(fc.constantFrom(...headerNames), headerText, {
  maxKeys: 4,
  noNullPrototype: true,
});

export const hostileRequests: fc.Arbitrary<HostileRequest> = fc.record({
  method: fc.oneof(
    { weight: 12, arbitrary: fc.constant('GET') },
    { weight: 2, arbitrary: fc.constant('POST') },
    fc.constantFrom('HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'MERGE', 'QUERY'),
  ),
  target: target.map(sendable),
  headers: fc.oneof({ weight: 2, arbitrary: usualAccept }, { weight: 1, arbitrary: oddHeaders }),
  body: fc.option(
    fc.oneof(
      option,
      fc.array(option, { maxLength: 3 }).map((list) => list.join('&')),
      fc.string({ unit: anyCharacter, maxLength: 40 }),
    ),
    { nil: undefined },
  ),
});

const requestText = hostileRequests.map(({ method, target, headers, body = '' }) => {
  const lines = Object.entries({ Host: 'localhost', ...headers, Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${target} HTTP/1.1`, ...lines, ...length, '', body].join('\r\n');
});

/** Requests as bytes, some of them changed; and bytes that were never a request. */
export const hostileBytes: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(requestText, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 6 }))
      .map(([text, changes]) => {
        const bytes = Buffer.from(text, 'latin1');
        for (const [place, byte] of changes) bytes[place % bytes.length] = byte;
        return bytes;
      }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 200 }) },
);
