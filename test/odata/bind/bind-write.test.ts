/** What bodies of writes mean to the model, and what is said of those that mean nothing. */
import { RequestError } from '../../../src/errors';
import type { EntitySet, Profile, ServiceModel } from '../../../src/model/entity-set';
import { bindInsert, bindUpdate } from '../../../src/odata/bind/bind-write';
import { readJson } from '../../../src/odata/body/read-json';
import { sampleModel } from '../../support/sample-model';

const GUID = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
const ZEROS = '00000000-0000-0000-0000-000000000000';

interface Scope {
  readonly model: ServiceModel;
  readonly entitySet: EntitySet;
}

function scopeOf(profile: Profile = 'dataverse', set = 'Customers'): Scope {
  const model = sampleModel(profile);
  const entitySet = model.entitySets.get(set);
  if (entitySet === undefined) throw new Error(`No set ${set}`);
  return { model, entitySet };
}

/** Names and values that an insert gives. */
function given(body: string, profile?: Profile): readonly (readonly [string, unknown])[] {
  const bound = bindInsert(readJson(body), scopeOf(profile));
  return bound.given.map(({ property, value }) => [property.name, value]);
}

function refused(act: () => unknown): RequestError {
  try {
    act();
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('Accepted');
}

function errorOf(body: string, profile?: Profile): RequestError {
  return refused(() => bindInsert(readJson(body), scopeOf(profile)));
}

describe('values for Dataverse', () => {
  test.each([
    ['Name', '"Søn & \\u0000🚀"', 'Søn & \u0000🚀'],
    ['Name', '""', ''],
    ['Name', 'null', null],
    ['IsOneTime', 'false', false],
    ['Employees', '12', 12],
    ['Employees', '12.0', 12],
    ['Employees', '1.2e1', 12],
    ['Employees', '-0', 0],
    ['Employees', '-2147483648', -2147483648],
    ['Branches', '70000', 70000],
    ['RecId', '9223372036854775807', '9223372036854775807'],
    ['RecId', '"9223372036854775807"', '9223372036854775807'],
    ['RecId', '"-5"', -5],
    ['CreditLimit', '1500.50', 1500.5],
    ['CreditLimit', '"1500.50"', 1500.5],
    ['CreditLimit', '12345678901234567890123456.123456', '12345678901234567890123456.123456'],
    ['CreditLimit', '1.5e-6', 0.0000015, 'refused'],
    ['Turnover', '0.1234567890123456789', '0.1234567890123456789'],
    ['Turnover', '1e21', 1e21],
    ['Latitude', '0.1', 0.1],
    ['Latitude', '0.10000000000000001', 0.1],
    ['Latitude', '0.30000000000000004', 0.30000000000000004],
    ['Latitude', '568.6748657226562', 568.6748657226562],
    ['Latitude', '568.6748657226563', 568.6748657226562],
    ['Latitude', '568.67486572265625', 568.6748657226562],
    ['Latitude', '9007199254740992', 9007199254740992],
    ['Latitude', '9007199254740993', undefined, 'refused'],
    ['Latitude', '1.7976931348623157e308', 1.7976931348623157e308],
    ['Latitude', '5e-324', 5e-324],
    ['Latitude', '4.9406564584124654e-324', 5e-324],
    ['Latitude', '3e-324', undefined, 'refused'],
    ['Latitude', '1e999', undefined, 'refused'],
    ['Latitude', '"INF"', Infinity],
    ['Latitude', '"-INF"', -Infinity],
    ['Latitude', '"NaN"', NaN],
    ['PartyId', `"${GUID.toUpperCase()}"`, GUID],
    ['Group', `"${GUID}"`, GUID],
    ['Group', 'null', null],
    ['CustomerSince', '"2020-02-29"', '2020-02-29T00:00:00Z'],
    ['CustomerSince', '"2020-02-29T02:00:00+02:00"', '2020-02-29T00:00:00Z'],
    ['CustomerSince', '"2020-02-29T10:00:00Z"', '2020-02-29T10:00:00Z'],
    ['ModifiedOn', '"2026-01-31T10:30:00.500+02:00"', '2026-01-31T08:30:00.5Z'],
    ['ModifiedOn', '"2026-01-31t08:30:00z"', '2026-01-31T08:30:00Z'],
    ['ModifiedOn', '"2026-01-31T08:30:00.12345670Z"', '2026-01-31T08:30:00.1234567Z'],
    ['OnHold', '1', 1],
  ])('%s: %s', (name, json, value, verdict = 'taken') => {
    const body = `{"${name}":${json}}`;
    if (verdict === 'taken') expect(given(body)).toEqual([[name, value]]);
    else expect(errorOf(body)).toMatchObject({ code: 'InvalidValue', target: name });
  });
});

describe('values of the standard profile', () => {
  test.each([
    ['Floor', '-128', -128],
    ['Grade', '255', 255],
    ['Branches', '-32768', -32768],
    ['Discount', '0.1', 0.1],
    ['CustomerSince', '"2020-02-29"', '2020-02-29'],
    ['OpensAt', '"08:30"', '08:30:00'],
    ['OpensAt', '"08:30:00.120"', '08:30:00.12'],
    ['PaymentTime', '"PT36H"', 'P1DT12H'],
    ['OnHold', '"Invoice"', 'Invoice'],
    ['OnHold', '"1"', 'Invoice'],
    ['Channels', '"Shop, Web"', 'Web,Shop'],
    ['Channels', '"Web,Web"', 'Web'],
    ['Channels', '"4,Web"', 'Web,Phone'],
  ])('%s: %s', (name, json, value) => {
    expect(given(`{"${name}":${json}}`, 'standard')).toEqual([[name, value]]);
  });
});

describe('values that are refused, with what would be right', () => {
  const cases: readonly (readonly [string, string, string, Profile?])[] = [
    ['Name', '5', 'expected a text of at most 100 characters, or null'],
    ['Name', `"${'x'.repeat(101)}"`, 'a text of at most 100 characters'],
    ['Name', `"${'🚀'.repeat(51)}"`, 'a text of at most 100 characters'],
    ['IsOneTime', '"true"', 'true or false'],
    ['IsOneTime', '1', 'true or false'],
    ['Employees', '"12"', 'an integer from -2147483648 to 2147483647'],
    ['Employees', '12.5', 'an integer from -2147483648 to 2147483647'],
    ['Employees', '2147483648', 'an integer from'],
    ['Employees', '1e400', 'an integer from'],
    ['Employees', 'true', 'an integer from'],
    ['RecId', '9223372036854775808', 'an integer from -9223372036854775808 to 9223372036854775807'],
    ['RecId', '9007199254740993.5', 'an integer from'],
    ['RecId', '" 5"', 'an integer from'],
    ['CreditLimit', '0.0000001', 'a number of at most 32 digits, at most 6 of them after the point'],
    ['CreditLimit', '123456789012345678901234567', 'a number of at most 32 digits'],
    ['CreditLimit', '"INF"', 'a number of at most'],
    ['CreditLimit', '"1,5"', 'a number of at most'],
    ['Turnover', '1e1001', 'a number, or null'],
    ['Turnover', `0.${'1'.repeat(1300)}`, 'a number, or null'],
    ['Latitude', '"0.5"', 'a number that need not be rounded'],
    ['Latitude', '0.12345678901234567890', 'a number that need not be rounded'],
    ['Latitude', '"Infinity"', 'a number that need not be rounded'],
    ['PartyId', '"6f9619ff8b86d011b42d00c04fc964ff"', 'a Guid such as'],
    ['PartyId', `"{${GUID}}"`, 'a Guid such as'],
    ['Group', '"10"', 'the Guid of a row of CustomerGroups'],
    ['CustomerSince', '"2021-02-29"', 'a date as 2026-01-31T00:00:00Z'],
    ['ModifiedOn', '"2026-01-31"', 'an instant such as 2026-01-31T08:30:00Z, with at most 7 digits'],
    ['ModifiedOn', '"2026-01-31T08:30:00.12345678Z"', 'with at most 7 digits of a second'],
    ['ModifiedOn', '"2026-01-31T08:30:00"', 'an instant such as'],
    ['ModifiedOn', '1769848200', 'an instant such as'],
    ['OnHold', '3', 'one of 0 (No), 1 (Invoice), 2 (All), or null'],
    ['OnHold', '"Invoice"', 'one of 0 (No)'],
    ['OnHold', '1.5', 'one of 0 (No)'],
    ['OnHold', '3', 'one of No, Invoice, All, or null', 'standard'],
    ['OnHold', '"invoice"', 'one of No, Invoice, All', 'standard'],
    ['OnHold', '"No,All"', 'one of No, Invoice, All', 'standard'],
    ['OnHold', '"constructor"', 'one of No, Invoice, All', 'standard'],
    ['Channels', '""', 'names out of Web, Shop, Phone, joined by commas', 'standard'],
    ['Channels', `"${','.repeat(100_000)}"`, 'names out of', 'standard'],
    ['Floor', '128', 'an integer from -128 to 127', 'standard'],
    ['Grade', '-1', 'an integer from 0 to 255', 'standard'],
    ['Branches', '32768', 'an integer from -32768 to 32767', 'standard'],
    ['CustomerSince', '"2020-02-29T00:00:00Z"', 'a date such as 2026-01-31', 'standard'],
    ['OpensAt', '"08:30:00.1234"', 'with at most 3 digits of a second', 'standard'],
    ['OpensAt', '"24:00"', 'a time such as 08:30:00', 'standard'],
    ['PaymentTime', '"1 day"', 'a duration such as PT8H30M', 'standard'],
  ];
  const titled = cases.map(([name, json, message, profile = 'dataverse']) => ({
    title: `${name}: ${json.slice(0, 40)}`,
    body: `{"${name}":${json}}`,
    name,
    message,
    profile,
  }));
  test.each(titled)('$title', ({ name, body, message, profile }) => {
    const error = errorOf(body, profile);
    expect(error).toMatchObject({ code: 'InvalidValue', status: 400, target: name, details: [] });
    expect(error.message).toContain(message);
    expect(error.message.length).toBeLessThan(200);
  });
});

describe('what is no property', () => {
  test.each(['Phone', 'name', 'dataAreaId', '__proto__', 'constructor', 'toString', ''])('%j', (name) => {
    for (const value of ['1', '{"polluted":true}', '[]', 'null'])
      expect(errorOf(`{${JSON.stringify(name)}:${value}}`)).toMatchObject({
        code: 'UnknownProperty',
        status: 400,
        target: name,
      });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test('a name of a mebibyte is not echoed', () => {
    const error = errorOf(`{"${'x'.repeat(1024 * 1024)}":1}`);
    expect(error.message.length + (error.target?.length ?? 0)).toBeLessThan(200);
  });

  test.each(['[]', '"text"', '1', 'null'])('the body %s', (body) => {
    expect(errorOf(body)).toMatchObject({ code: 'InvalidBody' });
  });
});

describe('what a property cannot hold here', () => {
  test.each([
    ['{"Group":{"Code":"10"}}', 'Group'],
    ['{"Name":["a"]}', 'Name'],
    ['{"CustomerId":{}}', 'CustomerId'],
    [`{"Group@odata.bind":"CustomerGroups(${GUID})"}`, 'Group'],
    [`{"Orders@odata.bind":["SalesOrders(${GUID})"]}`, 'Orders'],
    [`{"Group@bind":"CustomerGroups(${GUID})"}`, 'Group'],
    ['{"Orders@odata.delta":[]}', 'Orders'],
    ['{"@odata.removed":{"reason":"deleted"}}', '@odata.removed'],
  ])('%s', (body, target) => {
    expect(errorOf(body)).toMatchObject({ code: 'NotImplemented', status: 501, target });
  });
});

describe('control information', () => {
  test('is read past', () => {
    const body = `{"@odata.context":"x","@odata.type":"#Gateway.Sales.Customer","@odata.id":1,"@odata.etag":"W/\\"1\\"",
      "@odata.editLink":"x","@context":{"a":[1]},"@my.note":{"deep":[]},"Name@my.note":"x","Name@odata.type":"#String",
      "Nowhere@odata.type":"#String","Name":"Contoso"}`;
    expect(given(body)).toEqual([['Name', 'Contoso']]);
  });

  test.each([
    '#Gateway.Sales.Customer',
    'Gateway.Sales.Customer',
    'https://gw/$metadata#Gateway.Sales.Customer',
  ])('the type %s fits', (type) => {
    expect(given(`{"@odata.type":"${type}","@type":"${type}"}`)).toEqual([]);
  });

  test.each(['"#Gateway.Sales.Product"', '"#Customer"', '"#gateway.sales.customer"', '""', 'null', '5'])(
    'the type %s does not',
    (type) => {
      const error = errorOf(`{"@odata.type":${type}}`);
      expect(error).toMatchObject({ code: 'InvalidBody', target: '@odata.type' });
      expect(error.message).toContain('#Gateway.Sales.Customer');
    },
  );
});

describe('all faults at once', () => {
  test('the first is the error, the others its details, in the order of the body', () => {
    const body = '{"Employees":"x","Name":"fine","Phone":1,"Group@odata.bind":"y","@odata.type":"#X.Y"}';
    expect(errorOf(body)).toMatchObject({
      code: 'InvalidValue',
      target: 'Employees',
      details: [
        { code: 'UnknownProperty', target: 'Phone' },
        { code: 'NotImplemented', target: 'Group' },
        { code: 'InvalidBody', target: '@odata.type' },
      ],
    });
  });

  test('but not without end', () => {
    const members = Array.from({ length: 5_000 }, (_, index) => `"p${index}":1`);
    expect(errorOf(`{${members.join(',')}}`).details).toHaveLength(49);
  });
});

describe('the key', () => {
  const insert = (key: string) => bindInsert(readJson(`{"CustomerId":${key}}`), scopeOf());

  test.each(['null', `"${ZEROS}"`])('%s is no key that somebody chose', (key) => {
    expect(insert(key)).toEqual({ kind: 'insert', entitySet: expect.anything(), given: [] });
    expect('guid' in insert(key)).toBe(false);
  });

  test('a Guid is kept in lower case', () => {
    expect(insert(`"${GUID.toUpperCase()}"`)).toMatchObject({ guid: GUID, given: [] });
  });

  test.each(['5', '"x"', 'true'])('%s is refused', (key) => {
    expect(refused(() => insert(key))).toMatchObject({ code: 'InvalidValue', target: 'CustomerId' });
  });

  test('of an update is kept beside that of the address', () => {
    const bound = bindUpdate(readJson(`{"CustomerId":"${ZEROS}","Name":null}`), GUID, scopeOf());
    expect(bound).toMatchObject({ kind: 'update', key: GUID, guid: ZEROS });
    expect(bound.given.map(({ property, value }) => [property.name, value])).toEqual([['Name', null]]);
    expect('guid' in bindUpdate(readJson('{"CustomerId":null}'), GUID, scopeOf())).toBe(false);
  });
});
