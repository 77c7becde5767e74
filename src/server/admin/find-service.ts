/** Finds the service that an administrator's request names, and what in it. */
import { RequestError } from '../../errors';
import type { Gateway, ServedService } from '../gateway';
import { targetOf } from '../odata-request';

/** @throws {RequestError} UnknownResource */
export function findService({ services }: Pick<Gateway, 'services'>, name: string): ServedService {
  const served = services.get(name);
  if (served !== undefined) return served;
  throw new RequestError('UnknownResource', 'there is no such service.', { target: 'service' });
}

/** @throws {RequestError} InvalidBody for a URL of another service: the answer would be of something else than was asked */
export function targetBelow(name: string, url: string): string {
  const { service, rest } = targetOf(url, name);
  if (service === name) return rest;
  throw new RequestError('InvalidBody', 'the URL is of another service.', { target: 'url' });
}
