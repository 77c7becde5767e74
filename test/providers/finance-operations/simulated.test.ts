/** The provider against the simulated environment: what F&O does with a query is what the gateway would have done. */
import 'reflect-metadata';
import fc from 'fast-check';
import { compileOrder } from '../../../src/evaluate/compile-order';
import { compilePredicate } from '../../../src/evaluate/compile-predicate';
import type { Scope } from '../../../src/evaluate/scope';
import {
  UnsupportedQuery,
  type CallContext,
  type ColumnDeclaration,
  type Connection,
  type EntityDeclaration,
  type Expression,
  type Page,
  type RemoteQuery,
  type Row,
  type Value,
} from '../../../src/provider-sdk/index';
import { financeOperations } from '../../../providers/finance-operations/index';
import { startSimulator, type Simulator } from '../../../providers/finance-operations/simulator/simulator';
import { rowsOf } from './scripted-environment';
import { connectTo, openContext } from './simulated-connection';

const scope: Scope = {
  collation: 'ignoreCase',
  readProperty: () => {
    throw new Error('A source has columns only');
  },
};

const COLUMNS = [
  'dataAreaId',
  'CustomerAccount',
  'OrganizationName',
  'CustomerGroupId',
  'AddressCity',
  'CreditLimit',
  'PaymentTermsBaseDays',
  'AddressRecordId',
  'CreditLimitIsMandatory',
  'OnHoldStatus',
  'CredManCustomerSince',
  'AddressValidFrom',
] as const;

function context(more: Partial<CallContext> = {}): CallContext {
  return { signal: new AbortController().signal, deadline: Date.now() + 30_000, ...more };
}

function query(more: Partial<RemoteQuery> = {}): RemoteQuery {
  return {
    entity: 'CustomersV3',
    columns: COLUMNS,
    orderBy: [],
    count: false,
    collation: 'ignoreCase',
    ...more,
  };
}

describe('the provider on a simulated environment', () => {
  let simulator: Simulator;
  let connection: Connection;
  let declaration: EntityDeclaration;
  let all: readonly Row[];

  beforeAll(async () => {
    simulator = await startSimulator({
      customers: 600,
      orders: 300,
      products: 200,
      vendors: 50,
      pageSize: 250,
      rowOrder: 'unstable',
    });
    connection = connectTo(simulator);
    const [found] = await connection.entities(['CustomersV3'], context());
    if (found === undefined) throw new Error('CustomersV3 was not discovered');
    declaration = found;
    all = await rowsOf(connection.read(query(), context()));
  });

  afterAll(async () => {
    await connection.close();
    await simulator.close();
  });

  test('signs in', async () => {
    await connection.check(context());
  });

  test('reads every row of every company, page by page', () => {
    expect(all).toHaveLength(600);
    expect(new Set(all.map((row) => row['dataAreaId'])).size).toBeGreaterThan(1);
    expect(new Set(all.map((row) => `${row['dataAreaId']} ${row['CustomerAccount']}`)).size).toBe(600);
  });

  test('has every column that the entity pack names', async () => {
    const templates = Object.values(financeOperations.templates ?? {});
    const declared = await connection.entities(
      templates.map(({ entity }) => entity),
      context(),
    );
    for (const { entity, key, properties } of templates) {
      const found = declared.find(({ name }) => name === entity);
      const names = new Set(found?.columns.map(({ name }) => name));
      const wanted = Object.values(properties).flatMap((property) =>
        typeof property === 'string' ? [property] : property.from,
      );
      expect({ entity, missing: wanted.filter((name) => !names.has(name)) }).toEqual({ entity, missing: [] });
      expect(found?.key).toEqual(key.from);
    }
  });

  test('every filter that is pushed gives the rows that the gateway would give', async () => {
    await fc.assert(
      fc.asyncProperty(filters(declaration, all), async (filter) => {
        const opinions = termsIn(filter).map((term) => connection.plan?.('CustomersV3', term));
        fc.pre(!opinions.some((opinion) => typeof opinion === 'object'));
        const expected = keysOf(all.filter(compilePredicate(filter, scope)));
        const pushed = await rowsOf(connection.read(query({ filter }), context()));
        const given = opinions.includes('superset') ? pushed.filter(compilePredicate(filter, scope)) : pushed;
        expect(keysOf(given)).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  test('every order and window gives the rows that the gateway would give, and the count of all', async () => {
    const sortable = declaration.columns.filter(
      ({ name, sort }) => sort === true && COLUMNS.some((column) => column === name),
    );
    const keys = fc.array(
      fc.record({ column: fc.constantFrom(...sortable.map(({ name }) => name)), descending: fc.boolean() }),
      { maxLength: 2 },
    );
    const window = fc.record({ skip: fc.nat(620), top: fc.integer({ min: 1, max: 400 }) });
    await fc.assert(
      fc.asyncProperty(keys, window, filters(declaration, all), async (chosen, { skip, top }, filter) => {
        const opinions = termsIn(filter).map((term) => connection.plan?.('CustomersV3', term));
        fc.pre(opinions.every((opinion) => opinion === undefined));
        const orderBy = [...chosen, ...declaration.key.map((column) => ({ column, descending: false }))];
        const matching = all.filter(compilePredicate(filter, scope));
        const sorted = compileOrder(
          orderBy.map(({ column, descending }) => ({
            expression: reference(declaration, column),
            descending,
          })),
          scope,
        )(matching);
        const pages: Page[] = [];
        for await (const page of connection.read(
          query({ filter, orderBy, skip, top, count: true }),
          context(),
        ))
          pages.push(page);
        expect(pages.flatMap(({ rows }) => rows.map(keyOf))).toEqual(
          sorted.slice(skip, skip + top).map(keyOf),
        );
        expect(pages[0]?.count).toBe(matching.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a list longer than a URL is answered whole and in order', async () => {
    const accounts = all
      .filter((_row, index) => index % 3 === 0)
      .map((row) => row['CustomerAccount'] ?? null);
    const filter: Expression = {
      kind: 'in',
      operand: reference(declaration, 'CustomerAccount'),
      items: accounts.map((value) => ({ kind: 'literal', type: 'String', value })),
    };
    const orderBy = [
      { column: 'OrganizationName', descending: true },
      ...declaration.key.map((column) => ({ column, descending: false })),
    ];
    simulator.resetRequests();
    const rows = await rowsOf(connection.read(query({ filter, orderBy }), context()));
    const expected = compileOrder(
      orderBy.map(({ column, descending }) => ({ expression: reference(declaration, column), descending })),
      scope,
    )(all.filter(compilePredicate(filter, scope)));
    expect(simulator.requests.length).toBeGreaterThan(1);
    expect(rows.map(keyOf)).toEqual(expected.map(keyOf));
  });

  test('finds rows by key, whatever stands in it, and misses what is not there', async () => {
    const wanted = all.filter((_row, index) => index % 13 === 0).slice(0, 40);
    const keys = [
      ...wanted.map((row) => [String(row['dataAreaId']), String(row['CustomerAccount'])]),
      ['usmf', 'no such *'],
    ];
    const rows = await connection.getMany?.('CustomersV3', keys, COLUMNS, context());
    expect(rows?.map((row) => row && keyOf(row))).toEqual([...wanted.map(keyOf), undefined]);
    const one = await connection.getMany?.('CustomersV3', keys.slice(0, 1), COLUMNS, context());
    expect(one?.[0]).toMatchObject(wanted[0] ?? {});
    expect(await connection.getMany?.('CustomersV3', [['usmf', 'missing']], COLUMNS, context())).toEqual([
      undefined,
    ]);
  });

  test('learns a virtual field', async () => {
    const filter = compareWith(declaration, 'FullPrimaryAddress', 'x');
    expect(connection.plan?.('CustomersV3', filter)).toBeUndefined();
    await expect(rowsOf(connection.read(query({ filter }), context()))).rejects.toThrow(UnsupportedQuery);
    expect(connection.plan?.('CustomersV3', filter)).toMatchObject({ refused: expect.any(String) });
    expect(connection.planSort?.('CustomersV3', 'FullPrimaryAddress')).toBeDefined();
  });

  test('keeps to the configured origin whatever host the next links name', async () => {
    const other = await startSimulator({
      customers: 60,
      pageSize: 25,
      nextLinkOrigin: 'https://aos-7.internal:444',
    });
    const foreign = connectTo(other);
    const known = connectTo(other, { linkHosts: ['aos-7.internal'] });
    try {
      await expect(rowsOf(foreign.read(query(), context()))).rejects.toThrow(/linkHosts/);
      expect(await rowsOf(known.read(query(), context()))).toHaveLength(60);
    } finally {
      await Promise.all([foreign.close(), known.close()]);
      await other.close();
    }
  });

  test('on a database with an unusual collation text is only a superset', async () => {
    const other = await startSimulator({ customers: 200, textEquality: 'sql-collation' });
    const loose = connectTo(other, { text: 'superset' });
    try {
      const [declared] = await loose.entities(['CustomersV3'], context());
      if (declared === undefined) throw new Error('CustomersV3 was not discovered');
      const rows = await rowsOf(loose.read(query(), context()));
      const name = rows
        .map((row) => row['OrganizationName'])
        .find((each) => typeof each === 'string' && /^[a-z ]+$/i.test(each));
      const wide = String(name).replaceAll(/[a-z]/gi, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
      );
      const filter = compareWith(declared, 'OrganizationName', wide);
      // The full-width spelling of a name is the same name to SQL, but not to OData.
      expect(await rowsOf(loose.read(query({ filter }), context()))).not.toEqual([]);
      expect(rows.filter(compilePredicate(filter, scope))).toEqual([]);
      expect(declared.columns.find((column) => column.name === 'OrganizationName')?.filter).toMatchObject({
        eq: 'superset',
      });
    } finally {
      await loose.close();
      await other.close();
    }
  });

  test('configuration can start a simulated environment of its own', async () => {
    const opened = await financeOperations.open({ simulator: { customers: 10 } }, openContext());
    try {
      await opened.check(context());
      expect(await rowsOf(opened.read(query(), context()))).toHaveLength(10);
    } finally {
      await opened.close();
    }
  });
});

function keyOf(row: Row): string {
  return `${row['dataAreaId']} ${row['CustomerAccount']}`;
}

function keysOf(rows: readonly Row[]): readonly string[] {
  return rows.map(keyOf).sort();
}

function columnNamed(declaration: EntityDeclaration, name: string): ColumnDeclaration {
  const column = declaration.columns.find((each) => each.name === name);
  if (column === undefined) throw new Error(`No column ${name}`);
  return column;
}

function reference(declaration: EntityDeclaration, name: string) {
  return { kind: 'column', name, type: columnNamed(declaration, name).type } as const;
}

function compareWith(declaration: EntityDeclaration, name: string, value: Value): Expression {
  const left = reference(declaration, name);
  return { kind: 'comparison', operator: 'eq', left, right: { kind: 'literal', type: left.type, value } };
}

function termsIn(expression: Expression): readonly Expression[] {
  return expression.kind === 'and' || expression.kind === 'or'
    ? expression.operands.flatMap(termsIn)
    : [expression];
}

/** Filters of every declared kind, with values that rows have, parts of them, and others. */
function filters(declaration: EntityDeclaration, rows: readonly Row[]): fc.Arbitrary<Expression> {
  const term = fc.oneof(...COLUMNS.map((name) => termsOn(columnNamed(declaration, name), rows)));
  const some = fc.array(term, { minLength: 2, maxLength: 3 });
  const or: fc.Arbitrary<Expression> = some.map((operands) => ({ kind: 'or', operands }));
  const and: fc.Arbitrary<Expression> = fc
    .array(fc.oneof(term, or), { minLength: 2, maxLength: 3 })
    .map((operands) => ({ kind: 'and', operands }));
  return fc.oneof(term, or, and);
}

function termsOn(column: ColumnDeclaration, rows: readonly Row[]): fc.Arbitrary<Expression> {
  const { name, type, filter = {} } = column;
  const left = { kind: 'column', name, type } as const;
  const present = rows.flatMap((row) => row[name] ?? []);
  const value = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...present) }, othersOf(column));
  const literal = (each: Value) => ({ kind: 'literal', type, value: each }) as const;
  const terms: fc.Arbitrary<Expression>[] = [];
  for (const operator of ['eq', 'ne', 'gt', 'ge', 'lt', 'le'] as const) {
    if (filter[operator] !== undefined) {
      terms.push(value.map((each) => ({ kind: 'comparison', operator, left, right: literal(each) })));
    }
  }
  if (filter.null !== undefined && column.nullable !== false) {
    terms.push(
      fc
        .constantFrom('eq', 'ne')
        .map((operator) => ({ kind: 'comparison', operator, left, right: literal(null) })),
    );
  }
  if (filter.in !== undefined) {
    const items = fc.uniqueArray(value, { minLength: 2, maxLength: 5 });
    terms.push(items.map((each) => ({ kind: 'in', operand: left, items: each.map(literal) })));
  }
  for (const search of ['contains', 'startswith', 'endswith'] as const) {
    if (filter[search] === undefined) continue;
    const part = fc
      .tuple(fc.constantFrom(...present), fc.nat(12), fc.nat(6))
      .map(([text, from, length]) => String(text).slice(from, from + length));
    terms.push(
      part.map((needle) => ({
        kind: 'call',
        function: search,
        type: 'Boolean',
        arguments: [left, literal(needle)],
      })),
    );
  }
  return fc.oneof(...terms);
}

function othersOf({ type, members }: ColumnDeclaration): fc.Arbitrary<string | number | boolean> {
  switch (type) {
    case 'Boolean':
      return fc.boolean();
    case 'Enum':
      return fc.constantFrom(...(members ?? []).map(({ name }) => name));
    case 'Date':
      return fc.constantFrom('1899-12-31', '1900-01-01', '1900-01-02', '2020-02-29', '9999-12-31');
    case 'DateTimeOffset':
      return fc.constantFrom(
        '1900-01-01T00:00:00Z',
        '1900-01-02T00:00:00Z',
        '2154-12-31T23:59:59Z',
        '2020-02-29T12:00:00.5Z',
      );
    case 'Int32':
    case 'Int64':
      return fc.integer({ min: -5, max: 100_000 });
    case 'Decimal':
      return fc.constantFrom(0, -1.5, 1000.000001, '99999999999999999999.123456');
    case 'String':
    case 'Guid':
    case 'SByte':
    case 'Byte':
    case 'Int16':
    case 'Single':
    case 'Double':
    case 'TimeOfDay':
    case 'Duration':
      return fc.constantFrom(
        '',
        ' ',
        'a',
        "O'Brien",
        'A*',
        '&',
        '%',
        '_',
        '?',
        'usmf',
        'ＵＳＭＦ',
        'ß',
        '+',
        '#1/2',
      );
  }
}
