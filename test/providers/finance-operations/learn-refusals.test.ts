import {
  InvalidValue,
  UnsupportedQuery,
  UpstreamContract,
  type Expression,
  type RemoteQuery,
} from '../../../src/provider-sdk/index';
import { callContext, connect, customer, rowsOf, type Script } from './scripted-environment';
import { and, compare, isIn, or, search } from './terms';

const generic = { status: 400, body: { error: { code: '', message: 'An error has occurred.' } } };

/** An environment that answers 400, without saying why, as soon as a URL matches. */
function refusing(pattern: RegExp): Script {
  return (path) => (pattern.test(path) ? generic : { body: { value: [customer('A')] } });
}

function query(filter: Expression | undefined, more: Partial<RemoteQuery> = {}): RemoteQuery {
  const asked = {
    entity: 'CustomersV3',
    columns: ['dataAreaId', 'CustomerAccount'],
    orderBy: [],
    count: false,
    collation: 'ignoreCase',
  } as const;
  return { ...asked, ...(filter === undefined ? {} : { filter }), ...more };
}

const good = compare('dataAreaId', 'eq', 'usmf');
const virtual = compare('FullPrimaryAddress', 'eq', 'x');

async function fail(script: Script, asked: RemoteQuery) {
  const { connection, http } = await connect(script);
  const error: unknown = await rowsOf(connection.read(asked, callContext())).catch(
    (caught: unknown) => caught,
  );
  return { connection, http, error };
}

describe('a 400 on a query', () => {
  test('finds the field that refuses to be filtered, by asking for each alone', async () => {
    const { connection, http, error } = await fail(
      refusing(/\$filter=[^&]*FullPrimaryAddress/),
      query(and(good, virtual)),
    );

    expect(error).toBeInstanceOf(UnsupportedQuery);
    expect(http.paths.slice(1)).toEqual([
      "/data/CustomersV3?cross-company=true&$filter=dataAreaId eq 'usmf'&$select=dataAreaId,CustomerAccount&$top=1",
      "/data/CustomersV3?cross-company=true&$filter=FullPrimaryAddress eq 'x'&$select=dataAreaId,CustomerAccount&$top=1",
    ]);
    expect(connection.plan('CustomersV3', good)).toBeUndefined();
    expect(connection.plan('CustomersV3', virtual)).toEqual({
      refused: expect.stringContaining('FullPrimaryAddress'),
      hint: expect.any(String),
    });
    expect(connection.planSort('CustomersV3', 'FullPrimaryAddress')).toBeDefined();
    expect(connection.planSort('CustomersV3', 'OrganizationName')).toBeUndefined();
  });

  test('learns a field that takes no wildcard, and only that', async () => {
    const { connection } = await fail(
      refusing(/\*/),
      query(or(search('OrganizationName', 'contains', 'x'), good)),
    );
    expect(connection.plan('CustomersV3', search('OrganizationName', 'startswith', 'y'))).toBeDefined();
    expect(connection.plan('CustomersV3', compare('OrganizationName', 'eq', 'x'))).toBeUndefined();
  });

  test('learns a field that cannot be sorted by', async () => {
    const orderBy = [{ column: 'FullPrimaryAddress', descending: false }];
    const { connection, error } = await fail(
      refusing(/\$orderby=FullPrimaryAddress/),
      query(good, { orderBy }),
    );
    expect(error).toBeInstanceOf(UnsupportedQuery);
    expect(connection.planSort('CustomersV3', 'FullPrimaryAddress')).toBeDefined();
    expect(connection.plan('CustomersV3', virtual)).toBeUndefined();
  });

  test('learns a single field, as the set can be read without it', async () => {
    const { error } = await fail(refusing(/\$filter/), query(virtual));
    expect(error).toBeInstanceOf(UnsupportedQuery);
  });

  test('blames nobody if the set cannot be read at all', async () => {
    const { connection, error } = await fail(() => generic, query(virtual));
    expect(error).toBeInstanceOf(UpstreamContract);
    expect(connection.plan('CustomersV3', virtual)).toBeUndefined();
  });

  test('believes a message that names the field', async () => {
    const message =
      "The query specified in the URI is not valid. The property 'FullPrimaryAddress' cannot be used in $filter.";
    const { http, error } = await fail(
      () => ({ status: 400, body: { error: { message } } }),
      query(and(good, virtual)),
    );
    expect(error).toBeInstanceOf(UnsupportedQuery);
    expect(http.requests).toHaveLength(1);
  });

  test('a selected field that is gone means that the columns are out of date', async () => {
    const message =
      "Could not find a property named 'CreditLimit' on type 'Microsoft.Dynamics.DataEntities.CustomerV3'.";
    const { error } = await fail(
      (path) =>
        path.includes('CreditLimit')
          ? { status: 400, body: { error: { message } } }
          : { body: { value: [] } },
      query(undefined, { columns: ['dataAreaId', 'CustomerAccount', 'CreditLimit'] }),
    );
    expect(error).toBeInstanceOf(UpstreamContract);
    expect(String(error)).toContain('any more');
  });

  test('asks for one value of a list, once for each field and kind of comparison', async () => {
    const filter = and(
      isIn('CustomerGroupId', '10', '20', '30'),
      compare('CustomerGroupId', 'ne', '40'),
      virtual,
    );
    const { http } = await fail(refusing(/FullPrimaryAddress/), query(filter));
    expect(http.paths.slice(1).map((path) => /filter=([^&]*)/.exec(path)?.[1])).toEqual([
      "CustomerGroupId eq '10'",
      "FullPrimaryAddress eq 'x'",
    ]);
  });

  test('does not search among more than sixteen suspects', async () => {
    const names = [
      'OrganizationName',
      'CustomerGroupId',
      'FullPrimaryAddress',
      'CustomerAccount',
      'dataAreaId',
    ];
    const filter = and(
      ...names.flatMap((name) => [
        compare(name, 'eq', 'x'),
        search(name, 'contains', 'y'),
        compare(name, 'gt', 'z'),
      ]),
    );
    const orderBy = names.slice(0, 2).map((column) => ({ column, descending: false }));
    const { http, error } = await fail(() => generic, { ...query(filter), orderBy });
    expect(error).toBeInstanceOf(UpstreamContract);
    expect(http.requests).toHaveLength(1);
    const fewer = await fail(() => generic, query(filter));
    expect(fewer.http.requests.length).toBeGreaterThan(15);
  });

  test('gives a validation text to the caller, cleaned', async () => {
    const message =
      "Write failed for table row of type 'X'. Infolog: Warning: Company 'zzzz' does not exist..";
    const answer = {
      status: 400,
      body: {
        error: { message: 'An error has occurred.', innererror: { message, stacktrace: 'at Secret()' } },
      },
    };
    const { error } = await fail(() => answer, query(undefined));
    expect(error).toBeInstanceOf(InvalidValue);
    expect(error).toMatchObject({ safeText: "Company 'zzzz' does not exist." });
    expect(String(error)).not.toContain('Secret');
  });
});
