import { parseSystemQueryOptions } from '../../../src/odata/syntax/parse-query-options';
import type { QueryOptionsSyntax } from '../../../src/odata/syntax/query-options-syntax';
import { splitQuery } from '../../../src/odata/syntax/split-request-target';
import { outline, outlineSearch } from './outline';
import { refusalOf } from './refusal';

function parse(query: string): QueryOptionsSyntax {
  return parseSystemQueryOptions(splitQuery(query));
}

test('a grid of Dataverse with everything on', () => {
  const options = parse(
    "$filter=CreditLimit%20gt%201000%20and%20startswith(Name,'Con')&$orderby=Name,ModifiedOn%20desc&$skip=250&$top=250&$select=Id,Name,CreditLimit&$count=true&apikey=k",
  );
  expect(options.filter && outline(options.filter)).toBe(
    "(and (gt CreditLimit 1000) (startswith Name 'Con'))",
  );
  expect(options.orderBy?.items.map((item) => [outline(item.expression), item.descending])).toEqual([
    ['Name', false],
    ['ModifiedOn', true],
  ]);
  expect(options).toMatchObject({ skip: 250, top: 250, count: true });
  expect(options.select?.items.map(({ segments }) => segments)).toMatchObject([
    [{ name: 'Id' }],
    [{ name: 'Name' }],
    [{ name: 'CreditLimit' }],
  ]);
  expect(options.customOptions).toEqual([{ name: 'apikey', value: 'k' }]);
});

test('what was not written is absent', () => {
  expect(parse('')).toEqual({ aliases: new Map(), customOptions: [] });
  expect(parse('&&')).toEqual({ aliases: new Map(), customOptions: [] });
});

test.each([
  ['top=5', { top: 5 }],
  ['$TOP=5&', { top: 5 }],
  ['%24top=5', { top: 5 }],
  ['$count=FALSE', { count: false }],
  ['$format=application/json;odata.metadata=minimal', { format: 'application/json;odata.metadata=minimal' }],
  ['$skiptoken=a@b:c?=d', { skipToken: 'a@b:c?=d' }],
  ['$deltatoken=x', { deltaToken: 'x' }],
  ['$apply=groupby((Name))', { apply: 'groupby((Name))' }],
  ['$index=-1', { index: -1 }],
  ['$id=Products(0)', { id: 'Products(0)' }],
  ['schemaversion=1.42.2', { schemaVersion: '1.42.2' }],
  ['cross-company=true', { customOptions: [{ name: 'cross-company', value: 'true' }] }],
  ['api-version=9.2&sap-client=100', { customOptions: [{ name: 'api-version' }, { name: 'sap-client' }] }],
  [
    'my.filter=1&top-5=x&amp=y',
    { customOptions: [{ name: 'my.filter' }, { name: 'top-5' }, { name: 'amp' }] },
  ],
  ['!special', { customOptions: [{ name: '!special', value: '' }] }],
  ['find=O%27Neil&find=b', { customOptions: [{ value: "O'Neil" }, { value: 'b' }] }],
])('%s', (query, expected) => {
  expect(parse(query)).toMatchObject(expected);
});

test.each([
  ['a+eq+1', '(eq a 1)'],
  ["a eq 'b%26c%3Dd'", "(eq a 'b&c=d')"],
  ['a eq %27x%27', "(eq a 'x')"],
  ['at ge 2026-01-31T00%3A00%3A00Z', '(ge at 2026-01-31T00:00:00Z)'],
  ['at ge 2026-01-31T00%3A00%3A00%2B01%3A00', '(ge at 2026-01-31T00:00:00+01:00)'],
  ['at ge 2026-01-31T00:00:00+01:00', '(ge at 2026-01-31T00:00:00+01:00)'],
  ['%24it%2FGr%C3%B6%C3%9Fe eq %2B42', '(eq $it/Größe 42)'],
  ["name eq 'O''Neil%20%26%20Co'", "(eq name 'O''Neil & Co')"],
])('$filter=%s is decoded after the split', (value, expected) => {
  const { filter } = parse(`$filter=${value}`);
  expect(filter && outline(filter)).toBe(expected);
});

test('nested options may be percent-encoded, quotes, separators and all', () => {
  const { expand } = parse('$expand=Items(%24filter%3DName%20eq%20%27x%3By%27%3B%24top%3D1)');
  const options = expand?.items[0]?.options;
  expect(options?.filter && outline(options.filter)).toBe("(eq Name 'x;y')");
  expect(options?.top).toBe(1);
});

test('aliases', () => {
  const { filter, aliases } = parse("$filter=Title eq @title&@title='Wizard%20of%20Oz'&@list=[1,2]");
  expect(filter && outline(filter)).toBe('(eq Title @title)');
  expect([...aliases].map(([name, value]) => [name, outline(value)])).toEqual([
    ['title', "'Wizard of Oz'"],
    ['list', '[1 2]'],
  ]);
});

test('$compute and $search', () => {
  const { compute, search } = parse('$compute=Price mul Qty as Amount,day(At) as Day&$search=a OR b');
  expect(compute?.items.map(({ expression, name }) => [outline(expression), name])).toEqual([
    ['(mul Price Qty)', 'Amount'],
    ['(day At)', 'Day'],
  ]);
  expect(search && outlineSearch(search)).toBe('(or a b)');
});

test.each([
  ['$orderby=a desc, b DESC ,c asc,d', [true, true, false, false]],
  ['$orderby=desc desc,asc', [true, false]],
  ['$orderby=Cost ge Revenue asc', [false]],
  ['$orderby=Name%09asc', [false]],
])('%s', (query, expected) => {
  expect(parse(query).orderBy?.items.map(({ descending }) => descending)).toEqual(expected);
});

test.each([
  ['$top=1&$top=2', 'DuplicateQueryOption', '$top'],
  ['$top=1&TOP=1', 'DuplicateQueryOption', '$top'],
  ['@p=1&@p=1', 'DuplicateQueryOption', '@p'],
  ['$foo=1', 'UnknownQueryOption', '$foo'],
  ['$levels=1', 'UnknownQueryOption', '$levels'],
  ['$=1', 'UnknownQueryOption', '$'],
  ['$filter =true', 'UnknownQueryOption', '$filter '],
  ['filter =true', 'InvalidSyntax', 'filter'],
  ['+Filter=true', 'InvalidSyntax', 'Filter'],
  ['?$filter=true', 'InvalidSyntax', '$filter'],
  ['%3Ffilter=true', 'InvalidSyntax', 'filter'],
  ['$top=1&amp;$filter=true', 'InvalidSyntax', '$filter'],
  ['%2524filter=true', 'InvalidSyntax', 'filter'],
  ['%EF%BB%BF$filter=true', 'InvalidSyntax', '$filter'],
  ['%0D%0A$filter=true', 'InvalidSyntax', '$filter'],
  ['$filter= true', 'InvalidSyntax', '$filter'],
  ['$filter', 'InvalidSyntax', '$filter'],
  ['$filter=', 'InvalidSyntax', '$filter'],
  ['$top=-1', 'InvalidSyntax', '$top'],
  ['$top=', 'InvalidSyntax', '$top'],
  ['$top=1.5', 'InvalidSyntax', '$top'],
  ['$top=1e3', 'InvalidSyntax', '$top'],
  ['$top=9007199254740992', 'InvalidSyntax', '$top'],
  ['$skip=max', 'InvalidSyntax', '$skip'],
  ['$index=fortytwo', 'InvalidSyntax', '$index'],
  ['$index=--1', 'InvalidSyntax', '$index'],
  ['$count=1', 'InvalidSyntax', '$count'],
  ['$count', 'InvalidSyntax', '$count'],
  ['$count=true)', 'InvalidSyntax', '$count'],
  ['$format=', 'InvalidSyntax', '$format'],
  ['$skiptoken=', 'InvalidSyntax', '$skiptoken'],
  ['$orderby=Name up', 'InvalidSyntax', '$orderby'],
  ['$orderby=Name,', 'InvalidSyntax', '$orderby'],
  ['$orderby=Name asc desc', 'InvalidSyntax', '$orderby'],
  ['$compute=a mul b', 'InvalidSyntax', '$compute'],
  ['$compute=a as Ns.b', 'InvalidSyntax', '$compute'],
  ['@=1', 'InvalidSyntax', '@'],
  ['@a.b=1', 'InvalidSyntax', '@a.b'],
  ['@p', 'InvalidSyntax', '@p'],
  ['bad=%', 'MalformedEncoding', 'bad'],
  ['$filter=a eq %2', 'MalformedEncoding', '$filter'],
  ['$filter=a eq %C3%28', 'MalformedEncoding', '$filter'],
  ['$filter=a eq %C0%80', 'MalformedEncoding', '$filter'],
  ['$filter=a eq %ED%A0%80', 'MalformedEncoding', '$filter'],
  ['%zz=1', 'MalformedEncoding', 'URL'],
])('%s is refused as %s', (query, code, clause) => {
  expect(refusalOf(() => parse(query))).toMatchObject({ code, clause });
});
