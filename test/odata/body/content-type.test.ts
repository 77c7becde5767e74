import { RequestError } from '../../../src/errors';
import { requireJson } from '../../../src/odata/body/content-type';

test.each([
  'application/json',
  'Application/JSON',
  'application/json;odata.metadata=minimal',
  'application/json; odata.metadata=full; odata.streaming=true',
  'application/json;metadata=none;streaming=false',
  'application/json;IEEE754Compatible=true;charset=utf-8',
  'application/json;ExponentialDecimals=true;charset="UTF-8"',
])('%s is taken', (contentType) => {
  expect(() => requireJson(contentType)).not.toThrow();
});

test.each([
  undefined,
  '',
  'application/xml',
  'text/json',
  'application/jsonp',
  'application/*',
  '*/*',
  'application/json,application/json',
  'application/json;odata=verbose',
  'application/json;odata.metadata=some',
  'application/json;charset=iso-8859-1',
  'application/json;charset=utf-16',
  'application/json;constructor=true',
  'application/x-www-form-urlencoded',
  'multipart/mixed;boundary=x',
])('%s is refused', (contentType) => {
  expect.assertions(2);
  try {
    requireJson(contentType);
  } catch (error) {
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ code: 'UnsupportedMediaType', status: 415, target: 'Content-Type' });
  }
});
