import { parseExpand, parseSelect } from '../../../src/odata/syntax/parse-clause';
import type {
  ExpandItemSyntax,
  SelectionSegment,
  SelectItemSyntax,
} from '../../../src/odata/syntax/query-options-syntax';
import { outline, outlineSearch } from './outline';
import { refusalOf } from './refusal';

function segments(found: readonly SelectionSegment[]): string {
  return found
    .map((segment) => {
      switch (segment.kind) {
        case 'name':
          return segment.name;
        case 'allOperations':
          return `${segment.namespace}.*`;
        case 'annotation':
          return `@${segment.name}`;
        case '*':
        case '$value':
          return segment.kind;
      }
    })
    .join('/');
}

const paths = (items: readonly (SelectItemSyntax | ExpandItemSyntax)[]): readonly string[] =>
  items.map((item) => segments(item.segments));

test.each([
  ['Id,Name', ['Id', 'Name']],
  ['Id , Name', ['Id', 'Name']],
  ['*', ['*']],
  ['Contoso.Vip/discount', ['Contoso.Vip/discount']],
  ['Contoso.DoIt,Contoso.*', ['Contoso.DoIt', 'Contoso.*']],
  ['Address/City,Address/*', ['Address/City', 'Address/*']],
  ['@Core.Messages,Address/@Core.Messages', ['@Core.Messages', 'Address/@Core.Messages']],
])('$select=%s', (text, expected) => {
  expect(paths(parseSelect(text).items)).toEqual(expected);
});

test('$select tells the parameters of an overload from nested options', () => {
  const [overload, nested, withAlias] = parseSelect(
    "Ns.Near(Location,Kind),Addresses($filter=City eq 'a;b)';$top=5;count=true;$orderby=$it desc;$search=x;$compute=a add b as c;$select=City),B(@p=1)",
  ).items;
  expect(overload).toMatchObject({ signature: ['Location', 'Kind'], options: undefined });
  expect(nested?.options).toMatchObject({ top: 5, count: true });
  expect(nested?.options?.filter && outline(nested.options.filter)).toBe("(eq City 'a;b)')");
  expect(nested?.options?.orderBy?.items).toMatchObject([{ descending: true }]);
  expect(nested?.options?.search && outlineSearch(nested.options.search)).toBe('x');
  expect(nested?.options?.compute?.items).toMatchObject([{ name: 'c' }]);
  expect(paths(nested?.options?.select?.items ?? [])).toEqual(['City']);
  expect(withAlias?.options?.aliases.get('p')).toMatchObject({ text: '1' });
});

test.each([
  ['Customer,Items', ['Customer', 'Items']],
  ['*,Ns.Vip/Sales,Address/*', ['*', 'Ns.Vip/Sales', 'Address/*']],
  ['$value,@Ns.Term/Products', ['$value', '@Ns.Term/Products']],
])('$expand=%s', (text, expected) => {
  expect(paths(parseExpand(text).items)).toEqual(expected);
});

test('$expand with options after a string, and nested', () => {
  const [item] = parseExpand(
    "Items($filter=Name eq 'x';$top=1;$skip=2;$levels=max;expand=Product($select=Name),Tax)",
  ).items;
  expect(item?.options?.filter && outline(item.options.filter)).toBe("(eq Name 'x')");
  expect(item?.options).toMatchObject({ top: 1, skip: 2, levels: 'max' });
  expect(paths(item?.options?.expand?.items ?? [])).toEqual(['Product', 'Tax']);
});

test('$ref and $count', () => {
  const items = parseExpand('A/$ref,B/$ref($top=1),C/$count,D/$count($filter=x eq 1;$search=y),*/$ref').items;
  expect(items.map(({ suffix }) => suffix?.kind)).toEqual(['$ref', '$ref', '$count', '$count', '$ref']);
  expect(items[1]?.options).toMatchObject({ top: 1 });
  expect(items[3]?.suffix).toMatchObject({ filter: { kind: 'comparison' }, search: { text: 'y' } });
});

test.each([
  ['Customer($levels=4)', 4],
  ['*($levels=2)', 2],
  ['Customer(levels=max)', 'max'],
])('$expand=%s', (text, levels) => {
  expect(parseExpand(text).items[0]?.options?.levels).toBe(levels);
});

test.each([
  '',
  'A,',
  ',A',
  'A B',
  'A(',
  'A()',
  'A($top=1',
  'A($top=1;)',
  'A($top=1,$skip=1)',
  'A($top=1)($skip=1)',
  'A($top=-1)',
  'A($levels=04)',
  'A($levels=0)',
  'A($levels=maximum)',
  'A($count=1)',
  'A(@p)',
  'A/',
  'A/$foo',
  '*/A',
  '$foo',
  'A/$count/B',
  'A/$ref/B',
  'A/$count($count=true)',
  'A/$count($filter=a;$filter=b)',
  'Manager($search=gr(een)',
])('$expand=%s is refused', (text) => {
  expect(refusalOf(() => parseExpand(text))).toMatchObject({ code: 'InvalidSyntax', clause: '$expand' });
});

test.each([
  ['A($foo=1)', 'UnknownQueryOption'],
  ['A($apply=x)', 'UnknownQueryOption'],
  ['A($format=json)', 'UnknownQueryOption'],
  ['A/$ref($select=Name)', 'UnknownQueryOption'],
  ['A/$ref($levels=4)', 'UnknownQueryOption'],
  ['*($select=Name)', 'UnknownQueryOption'],
  ['A($top=1;top=2)', 'DuplicateQueryOption'],
  ['A(@p=1;@p=2)', 'DuplicateQueryOption'],
])('$expand=%s is refused as %s', (text, code) => {
  expect(refusalOf(() => parseExpand(text)).code).toBe(code);
});

test.each(['', 'A,', 'A(', 'A()', 'A(B,)', 'A(B;C)', '*/A', 'Ns.*/A', 'A/$count', '$it', 'A B', '1'])(
  '$select=%s is refused',
  (text) => {
    expect(refusalOf(() => parseSelect(text))).toMatchObject({ code: 'InvalidSyntax', clause: '$select' });
  },
);

test('$select has neither $expand nor $levels', () => {
  expect(refusalOf(() => parseSelect('A($expand=B)')).code).toBe('UnknownQueryOption');
  expect(refusalOf(() => parseSelect('A($levels=1)')).code).toBe('UnknownQueryOption');
});
