/** Whatever a view asks for, the query made of it is one that the gateway's own parser and binder take as it is meant. */
import fc from 'fast-check';
import { operatorRules, type OperatorRule } from '../../src/fetchxml/operators';
import { RequestError } from '../../src/errors';
import type { Property } from '../../src/model/entity-set';
import { typeOf } from '../../src/provider-sdk/index';
import { parseRequest } from '../../src/gateway/parse-request';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import { printExpression } from '../../src/odata/syntax/print-expression';
import { anyCharacter } from '../support/any-character';
import { bindCollection } from '../support/plan-url';
import { sampleSet } from '../support/sample-model';
import { customers, escape, optionOf, translate } from './view';

const { properties } = sampleSet('Customers');
const logicalName = ({ name }: Property): string => `new_${name.toLowerCase()}`;

/** What XML 1.0 has no way to write: most control characters and two that are none. */
const text = fc
  .string({ unit: anyCharacter, maxLength: 12 })
  // eslint-disable-next-line no-control-regex
  .map((characters) => characters.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "'"));

const digits = fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }).map(String);
const instants = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .chain((date) => fc.constantFrom(date.toISOString(), date.toISOString().slice(0, 10)));

function valueOf({ type }: Property): fc.Arbitrary<string> {
  switch (type) {
    case 'String':
      return text;
    case 'Boolean':
      return fc.constantFrom('0', '1', 'true', 'false');
    case 'Guid':
      return fc.uuid().chain((guid) => fc.constantFrom(guid, `{${guid.toUpperCase()}}`));
    case 'DateTimeOffset':
      return instants;
    case 'Decimal':
    case 'Double':
      return fc.oneof(
        digits,
        fc.tuple(digits, fc.nat()).map(([whole, fraction]) => `${whole}.${fraction}`),
      );
    default:
      return digits;
  }
}

function valuesOf(rule: OperatorRule, property: Property): fc.Arbitrary<readonly string[]> {
  const value = valueOf(property);
  switch (rule.kind) {
    case 'comparison':
      return fc.tuple(value);
    case 'list':
      return fc.array(value, { minLength: 1, maxLength: 5 });
    case 'between':
      return fc.tuple(value, value);
    case 'pattern':
      return fc
        .tuple(text, fc.constantFrom('', '%'))
        .map(([inner, end]) => [end + inner.replace(/[%_[]/g, '') + end]);
    case 'time':
      if (rule.span.kind === 'date') return fc.tuple(instants);
      if (rule.span.kind === 'period' || rule.span.amount !== undefined) return fc.constant([]);
      return fc.tuple(fc.integer({ min: 1, max: 500 }).map(String));
    default:
      return fc.constant([]);
  }
}

function suits(rule: OperatorRule, { type }: Property): boolean {
  const isOrdered = type !== 'Boolean' && type !== 'Guid';
  switch (rule.kind) {
    case 'comparison':
      return isOrdered || rule.operator === 'eq' || rule.operator === 'ne';
    case 'between':
      return isOrdered;
    case 'pattern':
      return type === 'String';
    case 'time':
      return type === 'DateTimeOffset';
    default:
      return rule.kind !== 'refused';
  }
}

const conditions = fc
  .constantFrom(
    ...properties.flatMap((property) =>
      [...operatorRules].flatMap(([operator, rule]) =>
        suits(rule, property) ? [{ property, operator, rule }] : [],
      ),
    ),
  )
  .chain(({ property, operator, rule }) =>
    valuesOf(rule, property).map((values) => {
      const inside = values.map((value) => `<value>${escape(value)}</value>`).join('');
      return `<condition attribute="${logicalName(property)}" operator="${operator}">${inside}</condition>`;
    }),
  );

const { filter } = fc.letrec<{ filter: string; part: string }>((tie) => ({
  filter: fc
    .tuple(fc.constantFrom('and', 'or'), fc.array(tie('part'), { maxLength: 4 }))
    .map(([type, parts]) => `<filter type="${type}">${parts.join('')}</filter>`),
  part: fc.oneof({ depthSize: 'small', withCrossShrink: true }, conditions, tie('filter')),
}));

const some = (maxLength: number): fc.Arbitrary<Property[]> =>
  fc.uniqueArray(fc.constantFrom(...properties), { maxLength });

const views = fc.record({
  select: some(6),
  order: fc.array(fc.tuple(fc.constantFrom(...properties), fc.boolean()), { maxLength: 4 }),
  filters: fc.array(filter, { maxLength: 3 }),
  count: fc.integer({ min: 1, max: 5000 }),
  page: fc.integer({ min: 1, max: 1000 }),
});

test('a view becomes a query that parses and binds, and reads back as it was written', () => {
  fc.assert(
    fc.property(views, ({ select, order, filters, count, page }) => {
      const inside = [
        ...select.map((property) => `<attribute name="${logicalName(property)}"/>`),
        ...order.map(
          ([property, down]) => `<order attribute="${logicalName(property)}" descending="${down}"/>`,
        ),
        ...filters,
      ];
      const translated = translate(customers(inside.join(''), `count="${count}" page="${page}"`));
      const { query } = bindCollection(translated.target);
      expect(query).toMatchObject({ top: count, skip: (page - 1) * count });
      expect(query.orderBy.map(({ expression, descending }) => [expression, descending])).toEqual(
        order.map(([property, down]) => [
          expect.objectContaining({ property: expect.objectContaining({ name: property.name }) }),
          down,
        ]),
      );
      const wanted = select.length === 0 ? properties : [...new Set([properties[0], ...select])];
      expect(query.select.map(({ name }) => name)).toEqual(wanted.map((property) => property?.name));
      const { options } = parseRequest(
        { method: 'GET', target: translated.target, headers: {}, signal: new AbortController().signal },
        defaultSyntaxLimits,
      );
      expect(options.filter && printExpression(options.filter)).toBe(optionOf(translated, '$filter'));
    }),
  );
});

test('any text comes through as the very same literal', () => {
  fc.assert(
    fc.property(text, (value) => {
      const condition = `<filter><condition attribute="new_name" operator="eq" value="${escape(value)}"/></filter>`;
      const { query } = bindCollection(translate(customers(condition)).target);
      expect(query.filter).toMatchObject({
        kind: 'comparison',
        operator: 'eq',
        right: { kind: 'literal', type: 'String', value },
      });
      expect(query.filter && typeOf(query.filter)).toBe('Boolean');
    }),
  );
});

test('any text at all is translated or refused with a reason, and quickly', () => {
  const pieces = fc.constantFrom(
    '<fetch>',
    '<entity name="customer">',
    '</',
    '>',
    '<![CDATA[',
    '&#',
    '&amp;',
    '"',
    "'",
    '[',
  );
  const texts = fc.array(fc.oneof(pieces, text), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (anything) => {
      try {
        translate(anything);
      } catch (error) {
        expect(error).toBeInstanceOf(RequestError);
        expect((error as RequestError).message).toMatch(/^line \d+, column \d+, /);
      }
    }),
  );
});

test('hostile texts of the largest size are refused with little work', () => {
  const size = 65_400;
  const long = (piece: string): string => piece.repeat(Math.floor(size / piece.length));
  // The time of the processor, which other tests on the machine do not lengthen: about 200 ms for all.
  const before = process.cpuUsage();
  for (const view of [
    long('<'),
    long('&'),
    `<fetch ${long('a="1" ')}/>`,
    `<fetch ${long('x')}="1"/>`,
    customers(`<attribute name="${long('y')}"/>`),
    customers(
      `<filter><condition attribute="new_name" operator="like" value="${long('[').slice(200)}"/></filter>`,
    ),
    customers(`<filter><condition attribute="new_name" operator="${long('z').slice(200)}"/></filter>`),
  ]) {
    expect(() => translate(view)).toThrow(RequestError);
  }
  expect(process.cpuUsage(before).user / 1000).toBeLessThan(1500);
});
