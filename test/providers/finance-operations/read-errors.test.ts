import * as sdk from '../../../src/provider-sdk/index';
import { faultOf, readInfoLog } from '../../../providers/finance-operations/read-errors';

const WRITE = "Write failed for table row of type 'CustCustomerV3Entity'. Infolog: ";

/** The texts of the facts page (3.4). */
describe('readInfoLog', () => {
  test.each([
    [
      "Warning: The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.; Warning: validateField failed on field 'CustCustomerV3Entity.CustomerGroupId'.",
      "The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.",
    ],
    [
      'Info: Cannot create a record in Customer groups (CustGroup). Customer group: Batch2, Batch 2 Test group T1.\nThe record already exists..',
      'Cannot create a record in Customer groups (CustGroup). Customer group: Batch2, Batch 2 Test group T1. The record already exists.',
    ],
    [
      "Warning: Item 'L-10780-02' is blocked for 'Purchase order'.; Warning: validateWrite failed on data source 'PurchLine (PurchLine)'.",
      "Item 'L-10780-02' is blocked for 'Purchase order'.",
    ],
    [
      'Warning: Inventory dimension Site is mandatory and must consequently be specified.; Error: Update has been canceled..',
      'Inventory dimension Site is mandatory and must consequently be specified.',
    ],
    ['Error: First thing.; Info: Second thing..', 'First thing. Second thing.'],
  ])('%s', (items, expected) => {
    expect(readInfoLog(WRITE + items)).toBe(expected);
  });

  test.each(['An error has occurred.', 'Infolog: Error: x', `${WRITE}Error: Update has been canceled..`])(
    'nothing useful in %s',
    (text) => {
      expect(readInfoLog(text)).toBeUndefined();
    },
  );
});

describe('faultOf', () => {
  test.each([
    [400, sdk.UpstreamContract],
    [401, sdk.CredentialsInvalid],
    [403, sdk.PermissionDenied],
    [404, sdk.NotFound],
    [405, sdk.UpstreamContract],
    [409, sdk.Conflict],
    [410, sdk.NotFound],
    [412, sdk.VersionMismatch],
    [428, sdk.VersionMismatch],
    [418, sdk.UpstreamContract],
  ])('%i', (status, expected) => {
    expect(faultOf({ status, headers: {}, body: undefined }, 'CustomersV3')).toBeInstanceOf(expected);
  });

  test('a validation text is for the caller, everything else for the log, a stack trace for nobody', () => {
    const innererror = {
      message: `${WRITE}Warning: Field 'Name' must be filled in..`,
      stacktrace: '   at Secret.Place()',
    };
    const error = faultOf(
      { status: 400, headers: {}, body: { error: { message: 'An error has occurred.', innererror } } },
      'CustomersV3',
    );
    expect(error).toBeInstanceOf(sdk.InvalidValue);
    expect(error.safeText).toBe("Field 'Name' must be filled in.");
    expect(error.message).toContain('F&O answered 400 for CustomersV3');
    expect(error.message + String(error.cause)).not.toContain('Secret.Place');
  });

  test('an inner text with many lines is cut to the first', () => {
    const error = faultOf(
      { status: 400, headers: {}, body: { error: { innererror: { message: `short\n   at Secret()` } } } },
      'X',
    );
    expect(error.message).toBe('F&O answered 400 for X: short');
    expect(error.safeText).toBeUndefined();
  });
});
