import { parseFilter } from '../../../src/odata/syntax/parse-clause';
import { outlineOf } from './outline';
import { refusalOf } from './refusal';

describe('precedence', () => {
  test.each([
    ['A eq 1 and B eq 2 or C eq 3', '(or (and (eq A 1) (eq B 2)) (eq C 3))'],
    ['A eq 1 or B eq 2 and C eq 3', '(or (eq A 1) (and (eq B 2) (eq C 3)))'],
    ['(A eq 1 or B eq 2) and C eq 3', '(and (or (eq A 1) (eq B 2)) (eq C 3))'],
    ['a gt b eq true', '(eq (gt a b) true)'],
    ['a eq b gt c', '(eq a (gt b c))'],
    ['price mul qty add tax gt 100', '(gt (add (mul price qty) tax) 100)'],
    ['a add b mul c', '(add a (mul b c))'],
    ['a sub b sub c eq 0', '(eq (sub (sub a b) c) 0)'],
    ['a div b mul c eq 2', '(eq (mul (div a b) c) 2)'],
    ['a divby b mod c', '(mod (divby a b) c)'],
    ['-a mul b', '(mul (negate a) b)'],
    ['a sub -b', '(sub a (negate b))'],
    ['not a eq 1', '(eq (not a) 1)'],
    ['not (a eq 1)', '(not (eq a 1))'],
    ["not contains(name,'x') and statecode eq 0", "(and (not (contains name 'x')) (eq statecode 0))"],
    ["a or not endswith(b,'x') or c", "(or a (not (endswith b 'x')) c)"],
    ['not a in (1,2)', '(not (in a [1 2]))'],
    ["a has Ns.E'x' eq true", "(eq (has a Ns.E'x') true)"],
    ['a add b in (1,2)', '(add a (in b [1 2]))'],
    ['not not a', '(not (not a))'],
    ['- -a', '(negate (negate a))'],
    ['a eq 1 eq true', '(eq (eq a 1) true)'],
  ])('%s', (filter, expected) => {
    expect(outlineOf(filter)).toBe(expected);
  });
});

describe('chains of and and or are one node', () => {
  test.each([
    ['a and b and c and d', '(and a b c d)'],
    ['a and (b and c)', '(and a b c)'],
    ['(a and b) and (c and d)', '(and a b c d)'],
    ['((((a or b) or c) or d) or e)', '(or a b c d e)'],
    ['a or (b and (c or d))', '(or a (and b (or c d)))'],
  ])('%s', (filter, expected) => {
    expect(outlineOf(filter)).toBe(expected);
  });

  test('500 guids', () => {
    const id = '0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11';
    const tree = parseFilter(Array.from({ length: 500 }, () => `Id eq ${id}`).join(' or '));
    expect(tree.kind === 'or' && tree.operands.length).toBe(500);
  });
});

describe('lenient where clients are', () => {
  test.each([
    ["not(contains(Name,'x'))", "(not (contains Name 'x'))"],
    ['a in(1,2)', '(in a [1 2])'],
    ['(a)and(b)', '(and a b)'],
    ['(a)and(b)or(c)', '(or (and a b) c)'],
    ['( a  eq\t1 )', '(eq a 1)'],
    ['a EQ 1 AND b Ne TRUE', '(and (eq a 1) (ne b true))'],
    ["ToLower(Name) eq 'x'", "(eq (tolower Name) 'x')"],
    ["concat( a , 'b' )", "(concat a 'b')"],
    ['a in ( 1 , 2 )', '(in a [1 2])'],
    ["StartsWith(Name,'x') eq true", "(eq (startswith Name 'x') true)"],
    ["matchespattern(Name,'^a')", "(matchespattern Name '^a')"],
    ['a eq NULL', '(eq a null)'],
  ])('%s', (filter, expected) => {
    expect(outlineOf(filter)).toBe(expected);
  });
});

describe('names that begin like something else', () => {
  test.each([
    'nullable',
    'nullName',
    'trueName',
    'falsey',
    'INFo',
    'NaNcy',
    'notes',
    'android',
    'order',
    'includes',
    'eq',
    'desc',
    'any',
    'duration',
    'contains',
    'abcdef12',
    '_x',
    'Größe',
    '名前',
    '𐐀x',
  ])('%s is a property', (name) => {
    expect(outlineOf(`${name} eq 1`)).toBe(`(eq ${name} 1)`);
    expect(outlineOf(`(1 eq ${name})`)).toBe(`(eq 1 ${name})`);
  });

  test('a keyword with more of a path or a key after it is a name', () => {
    expect(outlineOf('true/x eq null/y')).toBe('(eq true/x null/y)');
    expect(outlineOf('INF(1)/x')).toBe('INF(1)/x');
  });

  test('-INFo negates a property, -INF is a literal', () => {
    expect(outlineOf('-INFo')).toBe('(negate INFo)');
    expect(outlineOf('-INF')).toBe('-INF');
  });
});

describe('operands', () => {
  test.each([
    ['true eq contains(a,b)', '(eq true (contains a b))'],
    ['(a eq 1) eq true', '(eq (eq a 1) true)'],
    ['a in (1)', '(in a [1])'],
    ['a in ()', '(in a [])'],
    ['a in (b)', '(in a b)'],
    ['a in (1 add 2)', '(in a (add 1 2))'],
    ['a in @p', '(in a @p)'],
    ['a in ["x","y"]', "(in a ['x' 'y'])"],
    ['[a,b] in [["x"],["y"]]', "(in [a b] [['x'] ['y']])"],
    ["cast(a,Edm.String) eq '1'", "(eq (cast a Edm.String) '1')"],
    ["cast(a,'Edm.String')", '(cast a Edm.String)'],
    ['cast(Ns.Type)', '(cast Ns.Type)'],
    ['isof(a,Collection(Edm.Guid))', '(isof a Collection(Edm.Guid))'],
    ['case(a gt 0:1,true:-1)', '(case (gt a 0):1 true:-1)'],
    ['geo.distance(a,b)', '(geo.distance a b)'],
    ['unknown(a,b)', '(unknown a b)'],
    ['now()', '(now)'],
    ['@p eq 1', '(eq @p 1)'],
    ['{"a":1,"b":[x]} eq null', '(eq {a:1 b:[x]} null)'],
    ['["\\u00e4\\"\'"] eq null', "(eq ['ä\"'''] null)"],
  ])('%s', (filter, expected) => {
    expect(outlineOf(filter)).toBe(expected);
  });
});

describe('paths and lambdas', () => {
  test.each([
    ['Address/City', 'Address/City'],
    ['parent/Contoso.Company/name', 'parent/Contoso.Company/name'],
    ['Contoso.Vip/discount', 'Contoso.Vip/discount'],
    ['$it/Name', '$it/Name'],
    ['$this', '$this'],
    ["$root/People('A')/Name", "$root/People('A')/Name"],
    ['Items/$count', 'Items/$count'],
    ['Items/$count($filter=a gt 1;$search=x y)', 'Items/$count((gt a 1) (and x y))'],
    ['Items/$filter(a gt 1)/$count', 'Items/$filter((gt a 1))/$count'],
    ['Items(1)/Name', 'Items(1)/Name'],
    ["Items(A=1,B='x')/Name", "Items(A=1 B='x')/Name"],
    ["Ns.Fn(p=['1','2'])", "Ns.Fn<p=['1' '2']>"],
    ['Ns.Fn()/Name', 'Ns.Fn<>/Name'],
    ['Ns.Fn(p=a add 1)(2)/Name', 'Ns.Fn<p=(add a 1)>(2)/Name'],
    ['Price/@Ns.Currency#Q', 'Price/@Ns.Currency#Q'],
    ['@a/Street', '@a/Street'],
    ['Items/any()', '(any Items)'],
    ['Items/any(d:d/x eq 1)', '(any Items d (eq d/x 1))'],
    ['Items/ALL( d : d/x eq 1 )', '(all Items d (eq d/x 1))'],
    ['a/any(x:x/b/all(y:y eq x/c))', '(any a x (all x/b y (eq y x/c)))'],
    ['a/any(x:x eq 1) and b/all(y:y eq 2)', '(and (any a x (eq x 1)) (all b y (eq y 2)))'],
    ['any/all/any eq 1', '(eq any/all/any 1)'],
  ])('%s', (filter, expected) => {
    expect(outlineOf(filter)).toBe(expected);
  });
});

describe('refused, with what was expected', () => {
  test.each([
    ['', 'an operand', 0],
    ['a eq', 'an operator or the end', 2],
    ['a eq ', 'an operand', 5],
    ['a eq )', 'an operand', 5],
    ['(a eq 1', "an operator or ')'", 7],
    ['a eq 1)', 'an operator or the end', 6],
    ['a like 1', 'an operator or the end', 2],
    ["name eq 'x''", 'an apostrophe that ends the string', 12],
    ["name eq 'O'Neil'", 'an operator or the end', 11],
    ["name eq'x'", 'an operator or the end', 5],
    ["a eq 'x'and b", 'an operator or the end', 8],
    ['a eq 1and b', 'the end of the number', 6],
    [' a eq 1', 'an operand', 0],
    ['a\neq 1', 'an operator or the end', 1],
    ['a in (b,c)', "an operator or ')'", 7],
    ['a in (1,c)', 'a literal', 8],
    ["a eq ('x','y')", "an operator or ')'", 9],
    ['a eq "x"', 'an operand', 5],
    ['any(x:x eq 1)', "',' or ')'", 5],
    ['Items/all()', 'the name of a range variable', 10],
    ['Ns.Fn', "'(' or '/' after a qualified name", 5],
    ['Items/$count/Name', 'an operator or the end', 12],
    ['Items/$value', '$count or $filter', 6],
    ['$me eq 1', '$it, $this or $root', 0],
    ['$root eq 1', "'/' and an entity set after $root", 5],
    ['a/ b', 'a name, $count or any', 2],
    ['a//b', 'a name, $count or any', 2],
    ['["a" "b"] eq null', "',' or ']'", 5],
    ['["a\\x"] eq null', 'a JSON string with valid escapes', 1],
    ['["a', 'a quotation mark that ends the string', 3],
    ['cast(a)/b', 'an operator or the end', 7],
    ['cast(1)', "an operator, or ',' and a type name", 6],
    ['cast(a,1)', 'a type name', 7],
    ['case(a)', "an operator or ':'", 6],
    ["guid'0f3c0f5e-8a51-4b7a-9f59-6d1b5c0e2a11'", 'one of the prefixes', 4],
  ])('%s', (filter, expected, at) => {
    const error = refusalOf(() => parseFilter(filter));
    expect(error).toMatchObject({ code: 'InvalidSyntax', clause: '$filter', at });
    expect(error.message).toContain(expected);
  });

  test('a function with too few or too many arguments', () => {
    expect(refusalOf(() => parseFilter('contains(a)')).message).toContain(
      'contains takes 2 arguments, not 1',
    );
    expect(refusalOf(() => parseFilter('now(a)')).message).toContain('now takes 0 arguments, not 1');
    expect(refusalOf(() => parseFilter('a eq substring(a,1,2,3)'))).toMatchObject({ at: 5 });
  });

  test('a name given twice', () => {
    expect(refusalOf(() => parseFilter('Items(A=1,A=2)/x')).message).toContain(
      'the same name is given twice, at position 10',
    );
    expect(refusalOf(() => parseFilter('{"a":1,"a":2} eq null')).message).toContain(
      'the same name is given twice, at position 7',
    );
  });

  test('the message shows what was found, and a short excerpt around it', () => {
    const error = refusalOf(() => parseFilter(`Name eq 'x' and Price likely ${'9'.repeat(100)}`));
    expect(error.message).toBe(
      "$filter: expected an operator or the end, found 'likely' at position 22: \"… 'x' and Price likely 999999999999999999…\"",
    );
  });

  test('no control character or half of a surrogate pair gets into the message', () => {
    expect(refusalOf(() => parseFilter('a eq \n\u0000')).message).toBe(
      '$filter: expected an operand, found \'·\' at position 5: "a eq ··"',
    );
    expect(refusalOf(() => parseFilter(`${'🙂'.repeat(40)}x`)).message).not.toMatch(
      /[\ud800-\udfff](?![\udc00-\udfff])/u,
    );
  });
});
