/** The check on addresses in the configuration: https, or http on this machine, and nothing after the host name. */
import { ValidateBy } from 'class-validator';
import { isLoopback } from './origin';

export function IsOrigin(): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isOrigin',
      validator: {
        validate: (value) => faultOf(value) === undefined,
        defaultMessage: (context) => faultOf(context?.value) ?? '',
      },
    },
    { context: { schema: { type: 'string', format: 'uri', pattern: '^https?://[^/]+/?$' }, secret: false } },
  );
}

function faultOf(value: unknown): string | undefined {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null) return 'must be an address such as https://contoso.operations.dynamics.com';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    return 'must begin with https:// (http:// only for this machine)';
  }
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return 'must end after the host name';
  return undefined;
}
