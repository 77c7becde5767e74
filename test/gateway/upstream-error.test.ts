/** What a caller sees of the faults of a source: one answer for each class, and none of the source's own words. */
import { RequestError } from '../../src/errors';
import { asRequestError } from '../../src/gateway/upstream-error';
import * as sdk from '../../src/provider-sdk/index';
import { sampleSet } from '../support/sample-model';

const SECRET =
  'Bearer eyJ0eXAi at https://contoso.operations.dynamics.com, stack: at CustTable.validateWrite()';

type ErrorClass = new (message: string, options?: sdk.ProviderErrorOptions) => sdk.ProviderError;

const expected: readonly (readonly [ErrorClass, string, number])[] = [
  [sdk.UnsupportedQuery, 'NotImplemented', 501],
  [sdk.FilterRequired, 'FilterRequired', 400],
  [sdk.InvalidValue, 'InvalidValue', 400],
  [sdk.NotFound, 'UpstreamContract', 502],
  [sdk.Conflict, 'UpstreamContract', 502],
  [sdk.VersionMismatch, 'UpstreamContract', 502],
  [sdk.OutcomeUnknown, 'UpstreamContract', 502],
  [sdk.PermissionDenied, 'UpstreamRefused', 502],
  [sdk.CredentialsInvalid, 'UpstreamRefused', 502],
  [sdk.RateLimited, 'UpstreamRateLimited', 503],
  [sdk.Unavailable, 'UpstreamUnavailable', 503],
  [sdk.DeadlineExceeded, 'UpstreamTimeout', 504],
  [sdk.UpstreamContract, 'UpstreamContract', 502],
  [sdk.ResyncNeeded, 'ResyncNeeded', 410],
];

describe('an error of a provider', () => {
  test.each(expected.map(([kind, ...rest]) => [kind.name, kind, ...rest] as const))(
    '%s has its own answer, without what it says to the log',
    (_name, Kind, code, status) => {
      const fault = new Kind(SECRET, { cause: new Error(SECRET) });
      const error = asRequestError(fault);
      expect(error).toMatchObject({ code, status, cause: fault });
      expect(error.message).not.toContain('eyJ0eXAi');
      expect(error.message).not.toContain('CustTable');
    },
  );

  test('has an answer whatever its class is', () => {
    const classes = Object.values<unknown>(sdk).filter(
      (member) => typeof member === 'function' && member.prototype instanceof sdk.ProviderError,
    );
    expect(new Set(classes)).toEqual(new Set(expected.map(([kind]) => kind)));
  });

  test('never looks as if the caller itself were refused', () => {
    const statuses = expected.map(([Kind]) => asRequestError(new Kind('no')).status);
    expect(statuses).not.toContain(401);
    expect(statuses).not.toContain(403);
  });

  test('shows the text that is marked as safe, and the property that shows the column', () => {
    const error = asRequestError(
      new sdk.InvalidValue(SECRET, { safeText: 'The field must be filled in.', column: 'CustomerAccount' }),
      sampleSet('Customers'),
    );
    expect(error.message).toBe(
      'The external system refuses a value of this request. The field must be filled in.',
    );
    expect(error.target).toBe('AccountNumber');
  });

  test.each([
    ['is hidden', 'InternalScore', sampleSet('Customers')],
    ['is of no known set', 'CustomerAccount', undefined],
  ])('keeps the name of a column that %s to itself', (_which, column, entitySet) => {
    const error = asRequestError(new sdk.InvalidValue(`${column} is wrong`, { column }), entitySet);
    expect(error.target).toBeUndefined();
    expect(error.message).not.toContain(column);
  });

  test.each([
    [new sdk.RateLimited('slow down', { retryAfter: 12_001 }), 13],
    [new sdk.RateLimited('slow down', { retryAfter: 0 }), 1],
    [new sdk.RateLimited('slow down'), 5],
    [new sdk.Unavailable('down', { retryAfter: 900 }), 1],
    [new sdk.Unavailable('down'), 5],
    [new sdk.UpstreamContract('html', { retryAfter: 900 }), undefined],
  ])('says in whole seconds when to come back, if that helps: %#', (fault, seconds) => {
    expect(asRequestError(fault).retryAfter).toBe(seconds);
  });
});

describe('any other error', () => {
  test('of the gateway stays as it is', () => {
    const error = new RequestError('UnknownProperty', 'there is none');
    expect(asRequestError(error)).toBe(error);
  });

  test.each([new TypeError(SECRET), SECRET, undefined, { message: SECRET }])(
    'is a fault of the gateway, and says nothing more: %#',
    (thrown) => {
      const error = asRequestError(thrown);
      expect(error).toMatchObject({ code: 'InternalError', status: 500 });
      expect(error.cause).toBe(thrown);
      expect(error.message).toBe('The gateway failed to answer.');
    },
  );
});
