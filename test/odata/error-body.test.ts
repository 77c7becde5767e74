import { RequestError } from '../../src/errors';
import { errorBody } from '../../src/odata/error-body';

test('code, message with the id at its end, target', () => {
  const error = new RequestError('UnknownProperty', 'There is no property "Nme".', { target: '$filter' });
  expect(JSON.parse(errorBody(error, '7f3a9c'))).toEqual({
    error: { code: 'UnknownProperty', message: 'There is no property "Nme". [id 7f3a9c]', target: '$filter' },
  });
});

test('details are written member by member, and the cause stays inside', () => {
  const leaky = {
    code: 'InvalidValue',
    message: 'Too long.',
    stack: 'at secret.x++',
    target: 'Name',
  } as const;
  const error = new RequestError('InvalidHeader', 'The body is wrong.', {
    details: [leaky, { code: 'InvalidType', message: 'No number.' }],
    cause: new Error('secret'),
    retryAfter: 3,
  });
  const body = errorBody(error, '1');
  expect(body).not.toContain('secret');
  expect(JSON.parse(body)).toEqual({
    error: {
      code: 'InvalidHeader',
      message: 'The body is wrong. [id 1]',
      details: [
        { code: 'InvalidValue', message: 'Too long.', target: 'Name' },
        { code: 'InvalidType', message: 'No number.' },
      ],
    },
  });
});
