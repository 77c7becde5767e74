/** When a row that is read back counts as changed: as sources keep values, and never for what was there before. */
import { showsChange } from '../../src/gateway/shows-change';
import type { EntitySet } from '../../src/model/entity-set';
import type { Collation, Row, Value, WriteCommand } from '../../src/provider-sdk/index';
import { sampleSet } from '../support/sample-model';

const customers = sampleSet('Customers');
const model = { collation: 'ignoreCase' } as const;

function update(changes: Row, version?: string): WriteCommand {
  const guard = version === undefined ? {} : { version };
  return { kind: 'update', entity: 'CustomersV3', key: ['usmf', 'US-1'], changes, ...guard };
}

function insert(values: Row): WriteCommand {
  return { kind: 'insert', entity: 'CustomersV3', values };
}

function comparing(collation: Collation | 'any'): EntitySet {
  return { ...customers, declaration: { ...customers.declaration, collation } };
}

describe('a value', () => {
  test.each<[string, Value, Value]>([
    ['CreditLimit', '1234567890123456.5', '1234567890123456.5'],
    ['CreditLimit', 1500.5, 1500.5],
    ['RecId', '9223372036854775807', '9223372036854775807'],
    ['Discount', 0.1, Math.fround(0.1)],
    ['Latitude', 0, -0],
    ['Channels', 'Web,Shop', 'Shop,Web'],
    ['OrganizationName', null, null],
  ])('of %s may be kept in another form of the same: %j as %j', (column, sent, kept) => {
    expect(showsChange(update({ [column]: sent }), { [column]: kept }, customers, model)).toBe(true);
  });

  test.each<[string, Value, Value | undefined]>([
    ['CreditLimit', '1234567890123456.5', '1234567890123456.6'],
    ['CreditLimit', 1500.005, 1500.01],
    ['RecId', '9223372036854775807', '9223372036854775806'],
    ['Discount', 0.1, 0.2],
    ['Latitude', 0.1, Math.fround(0.1)],
    ['Channels', 'Web,Shop', 'Web'],
    ['ModifiedOn', '2026-01-31T08:30:00.5Z', '2026-01-31T08:30:00Z'],
    ['CustomerSince', '2026-01-31', '2026-01-30'],
    ['IsOneTime', false, null],
    ['OrganizationName', '', null],
    ['OrganizationName', 'x', undefined],
    ['OrganizationName', null, ''],
    ['Employees', 1, '1'],
  ])('of %s that is another one shows no change: %j and %j', (column, sent, kept) => {
    const row: Row = kept === undefined ? {} : { [column]: kept };
    expect(showsChange(update({ [column]: sent }), row, customers, model)).toBe(false);
  });
});

describe('text that differs in case or in blanks at its end', () => {
  const sent = { OrganizationName: 'CONTOSO  ' };
  const kept = { OrganizationName: 'Contoso', '@odata.etag': 'W/"2"' };

  test('may be the row of before, if no version tells', () => {
    expect(showsChange(update(sent), kept, customers, model)).toBe(false);
    expect(showsChange(update(sent, 'W/"2"'), kept, customers, model)).toBe(false);
    expect(showsChange(update(sent, 'W/"1"'), kept, sampleSet('CustomerGroups'), model)).toBe(false);
  });

  test('is what the source made of it, if the version has moved on or the row is new', () => {
    expect(showsChange(update(sent, 'W/"1"'), kept, customers, model)).toBe(true);
    expect(
      showsChange(
        insert({ ...sent, CustomerAccount: 'us-1' }),
        { ...kept, CustomerAccount: 'US-1' },
        customers,
        model,
      ),
    ).toBe(true);
    expect(showsChange(insert({ OrganizationName: 'Contosa' }), kept, customers, model)).toBe(false);
    expect(showsChange(insert({ OrganizationName: ' Contoso' }), kept, customers, model)).toBe(false);
  });

  test.each<[Collation | 'any', Collation, boolean]>([
    ['ordinal', 'ignoreCase', false],
    ['ignoreCase', 'ordinal', true],
    ['any', 'ignoreCase', true],
    ['any', 'ordinal', false],
  ])('is compared as the source does: %s, in a service of %s', (collation, service, expected) => {
    const command = insert({ OrganizationName: 'CONTOSO' });
    expect(showsChange(command, kept, comparing(collation), { collation: service })).toBe(expected);
  });
});

test('a row that is gone shows that it was deleted, and nothing else', () => {
  const command: WriteCommand = { kind: 'delete', entity: 'CustomersV3', key: ['usmf', 'US-1'] };
  expect(showsChange(command, undefined, customers, model)).toBe(true);
  expect(showsChange(command, {}, customers, model)).toBe(false);
  expect(showsChange(update({}), undefined, customers, model)).toBe(false);
});
