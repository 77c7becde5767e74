import { chooseAnswerFormat, readBatchType } from '../../../src/odata/batch/batch-type';
import { continuesOnError } from '../../../src/odata/batch/continue-on-error';

test.each([
  ['multipart/mixed;boundary=batch_1', { format: 'multipart', boundary: 'batch_1' }],
  ['multipart/mixed; charset=utf-8; boundary="a b"', { format: 'multipart', boundary: 'a b' }],
  ['application/json', { format: 'json' }],
  ['application/json;odata.metadata=none;charset=utf-8', { format: 'json' }],
])('%s', (contentType, expected) => {
  expect(readBatchType(contentType)).toEqual(expected);
});

test.each([
  [undefined, 'UnsupportedMediaType'],
  ['', 'UnsupportedMediaType'],
  ['multipart/form-data; boundary=b', 'UnsupportedMediaType'],
  ['multipart/related; boundary=b', 'UnsupportedMediaType'],
  ['text/plain', 'UnsupportedMediaType'],
  ['application/xml', 'UnsupportedMediaType'],
  ['multipart/mixed; boundary=a b', 'UnsupportedMediaType'],
  ['multipart/mixed; boundary=a; boundary=b', 'UnsupportedMediaType'],
  ['multipart/mixed; boundary="a', 'UnsupportedMediaType'],
  ['multipart/mixed; boundary=a, multipart/mixed; boundary=b', 'UnsupportedMediaType'],
  ['multipart/mixed', 'InvalidBatch'],
  ['multipart/mixed; boundary=""', 'InvalidBatch'],
  ['multipart/mixed; boundary="a "', 'InvalidBatch'],
  ['multipart/mixed; boundary="a\nb"', 'InvalidBatch'],
  ['multipart/mixed; boundary="a\\"b"', 'InvalidBatch'],
  ['multipart/mixed; boundary="ä"', 'InvalidBatch'],
  [`multipart/mixed; boundary=${'x'.repeat(71)}`, 'InvalidBatch'],
])('%s is refused', (contentType, code) => {
  expect(() => readBatchType(contentType)).toThrow(expect.objectContaining({ code }));
});

test.each([
  [undefined, 'multipart', 'multipart'],
  ['', 'json', 'json'],
  ['*/*', 'multipart', 'multipart'],
  ['*/*', 'json', 'json'],
  ['multipart/mixed', 'json', 'multipart'],
  ['application/json;odata.metadata=none', 'multipart', 'json'],
  ['application/json, multipart/mixed', 'multipart', 'multipart'],
  ['application/json;q=0.9, multipart/mixed', 'json', 'multipart'],
  ['multipart/mixed;q=0, */*', 'multipart', 'json'],
  ['multipart/*;q=0.1', 'json', 'multipart'],
] as const)('Accept: %s for a batch in %s is answered in %s', (accept, asked, expected) => {
  expect(chooseAnswerFormat(accept, asked)).toBe(expected);
});

test.each([
  ['application/xml', 'NotAcceptable'],
  ['multipart/mixed;q=0', 'NotAcceptable'],
  ['*/*;q=0', 'NotAcceptable'],
  ['a b c', 'InvalidHeader'],
])('Accept: %s is refused', (accept, code) => {
  expect(() => chooseAnswerFormat(accept, 'multipart')).toThrow(expect.objectContaining({ code }));
});

test.each([
  [undefined, false, true],
  ['odata.continue-on-error', true, true],
  ['continue-on-error', true, true],
  ['Continue-On-Error = TRUE', true, true],
  ['continue-on-error=false', false, false],
  ['odata.continue-on-error=False; x=y', false, false],
  ['respond-async, continue-on-error; foo', true, true],
  ['continue-on-error=false, continue-on-error', false, false],
  ['x="a, continue-on-error=false"', false, true],
  ['discontinue-on-error=false', false, true],
])('Prefer: %s', (prefer, inMultipart, inJson) => {
  expect(continuesOnError(prefer, 'multipart')).toBe(inMultipart);
  expect(continuesOnError(prefer, 'json')).toBe(inJson);
});
