/** Guids of the log: they say all, order as the log does, and belong to nothing else. */
import fc from 'fast-check';
import {
  fingerprintOfGuid,
  guidOfFingerprint,
  guidOfRecord,
  recordOfGuid,
} from '../../../providers/gateway-log/log-guid';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: digits, maxLength: digits })
    .map((each) => each.join(''));

test('examples that must never change', () => {
  expect(guidOfRecord('019ac4f7e1b0000deadbeef')).toBe('fe653b08-1e4f-8fff-8215-241100000000');
  expect(guidOfRecord('019ac4f7e1b0000deadbeef', 3)).toBe('fe653b08-1e4f-8fff-8215-241100000003');
  expect(guidOfFingerprint('0123456789abcdef')).toBe('01234567-89ab-8cde-8f00-000000000000');
});

test('a Guid is read back, and orders by id with the newest first', () => {
  fc.assert(
    fc.property(hex(23), hex(23), fc.nat(100), (one, other, number) => {
      expect(recordOfGuid(guidOfRecord(one, number))).toEqual({ id: one, number });
      expect(guidOfRecord(one) < guidOfRecord(other)).toBe(one > other);
      expect(guidOfRecord(one) < guidOfRecord(one, number + 1)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(hex(16), (fingerprint) => {
      expect(fingerprintOfGuid(guidOfFingerprint(fingerprint))).toBe(fingerprint);
    }),
  );
});

test('a Guid of another kind is none', () => {
  expect(recordOfGuid('6f9619ff-8b86-4011-b42d-00c04fc964ff')).toBeUndefined();
  expect(fingerprintOfGuid('6f9619ff-8b86-4011-b42d-00c04fc964ff')).toBeUndefined();
  expect(fingerprintOfGuid('01234567-89ab-8cde-8f00-000000000001')).toBeUndefined();
});
