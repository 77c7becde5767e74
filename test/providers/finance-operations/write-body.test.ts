import { writeBody } from '../../../providers/finance-operations/write-body';
import { InvalidValue, type Row } from '../../../src/provider-sdk/index';
import { columnsByName } from './scripted-environment';

const entity = { name: 'CustomersV3', columns: columnsByName, key: [], declaration: undefined as never };

/** Facts page 1.5 and traps 5 and 6. */
describe('a value in a body', () => {
  test.each<[Row, string]>([
    [{ OrganizationName: `O'Brien "&" 日本\n` }, `"O'Brien \\"&\\" 日本\\n"`],
    [{ OrganizationName: '' }, '""'],
    [{ OrganizationName: null }, '""'],
    [{ CreditLimit: 1500.5 }, '1500.5'],
    [{ CreditLimit: 1e-7 }, '0.0000001'],
    [{ CreditLimit: 1e21 }, '1000000000000000000000'],
    [{ CreditLimit: '-99999999999999999999.123456' }, '-99999999999999999999.123456'],
    [{ ConsolidationDay: -3 }, '-3'],
    [{ AddressRecordId: '9223372036854775807' }, '9223372036854775807'],
    [{ CreditLimitIsMandatory: true }, '"Yes"'],
    [{ CreditLimitIsMandatory: false }, '"No"'],
    [{ IsActive: true }, 'true'],
    [{ OnHoldStatus: 'Invoice' }, '"Invoice"'],
    [{ CredManCustomerSince: '2020-02-29' }, '"2020-02-29T12:00:00Z"'],
    [{ CredManCustomerSince: null }, '"1900-01-01T12:00:00Z"'],
    [{ AddressValidFrom: '2020-02-29T08:30:00.5Z' }, '"2020-02-29T08:30:00.5Z"'],
    [{ AddressValidFrom: null }, '"1900-01-01T00:00:00Z"'],
    [{ DocumentId: '6f9619ff-8b86-d011-b42d-00c04fc964ff' }, '"6f9619ff-8b86-d011-b42d-00c04fc964ff"'],
  ])('%j is written as %s', (values, expected) => {
    const [name = ''] = Object.keys(values);
    expect(writeBody(entity, values)).toBe(`{"${name}":${expected}}`);
  });

  test.each<Row>([
    { CreditLimit: null },
    { ConsolidationDay: null },
    { CreditLimitIsMandatory: null },
    { OnHoldStatus: null },
    { CustomerAccount: null },
    { CredManCustomerSince: '1900-01-01' },
    { AddressValidFrom: '1899-12-31T23:59:59Z' },
    { CreditLimit: '1,"OrganizationName":"x"' },
    { CreditLimit: Number.NaN },
    { ConsolidationDay: true },
    { ConsolidationDay: 1.5 },
    { ConsolidationDay: 2_147_483_648 },
    { AddressRecordId: '9223372036854775808' },
    { Unknown: 1 },
  ])('%j is none', (values) => {
    const [column] = Object.keys(values);
    const write = (): string => writeBody(entity, values);
    expect(write).toThrow(InvalidValue);
    expect(write).toThrow(expect.objectContaining({ column }));
  });

  test('stands beside others, in their order', () => {
    expect(writeBody(entity, { dataAreaId: 'usmf', CreditLimit: 1, OnHoldStatus: 'All' })).toBe(
      '{"dataAreaId":"usmf","CreditLimit":1,"OnHoldStatus":"All"}',
    );
  });
});
