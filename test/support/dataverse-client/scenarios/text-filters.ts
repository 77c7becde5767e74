/** Filters on text columns: each text function, and literals that a careless translation would take for syntax. */
import { binary, call, integer, literal, not, property, text, type Expression } from '../expression';
import { textsOf, type Sample } from '../sample';
import type { ColumnProbe } from './column-probe';

/** Each text function of the client library, around one value that a row really holds. */
export function textFilters({ column, lowValue }: ColumnProbe): readonly Expression[] {
  const name = property(column.name);
  const value = typeof lowValue === 'string' ? lowValue : '';
  const letters = [...value];
  const start = text(letters.slice(0, 3).join(''));
  const end = text(letters.slice(-3).join(''));
  const middle = text(letters.slice(1, 4).join(''));
  const eq = (left: Expression, right: string): Expression => binary('eq', left, text(right));
  const truth = literal({ type: 'boolean', value: true });
  return [
    call('startswith', name, start),
    binary('eq', call('startswith', name, start), truth),
    not(call('startswith', name, start)),
    call('endswith', name, end),
    not(call('endswith', name, end)),
    call('contains', name, middle),
    not(call('contains', name, middle)),
    call('startswith', call('tolower', name), text(letters.slice(0, 3).join('').toLowerCase())),
    binary('ge', call('indexof', name, middle), integer(0)),
    binary('eq', call('indexof', name, start), integer(0)),
    eq(call('replace', name, text(' '), text('_')), value.replaceAll(' ', '_')),
    eq(call('substring', name, integer(1)), letters.slice(1).join('')),
    eq(call('substring', name, integer(0), integer(3)), letters.slice(0, 3).join('')),
    eq(call('tolower', name), value.toLowerCase()),
    eq(call('toupper', name), value.toUpperCase()),
    eq(call('trim', name), value.trim()),
    eq(call('concat', name, text('!')), `${value}!`),
    eq(call('concat', call('concat', name, text(', ')), name), `${value}, ${value}`),
    binary('eq', call('length', name), integer(letters.length)),
    binary('gt', call('length', name), integer(letters.length)),
    eq({ kind: 'cast', operand: name, typeName: 'Edm.String', quoted: false }, value),
    eq({ kind: 'cast', operand: name, typeName: 'Edm.String', quoted: true }, value),
    { kind: 'isof', operand: name, typeName: 'Edm.String', quoted: false },
  ];
}

/** Wildcards, quotes and operators of other query languages. They are plain text here and have to stay so. */
const injections = [
  "' or 1 eq 1 or 'x' eq '",
  "%' OR 1=1 --",
  '*',
  '?',
  '%',
  '_',
  '[a-z]%',
  '&$top=1',
  '+ #/?=',
  '\\',
  '"',
  'İıſß',
  '𝒳',
];

export function injectionFilters(column: string, sample: Sample): readonly Expression[] {
  const name = property(column);
  const awkward = textsOf(sample, column)
    .filter((value) => /['&*%+#"/\\?]|[^ -~]/.test(value))
    .slice(0, 5);
  return [
    ...awkward.map((value) => binary('eq', name, text(value))),
    ...injections.flatMap((value) => [binary('eq', name, text(value)), call('contains', name, text(value))]),
    call('startswith', name, text('*')),
    call('startswith', name, text('%')),
    call('endswith', name, text('*')),
  ];
}
