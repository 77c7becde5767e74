/** Finds what an administrator's request names. */
import { RequestError } from '../../errors';
import type { Gateway, ServedService } from '../gateway';

/** @throws {RequestError} UnknownResource */
export function findService({ services }: Pick<Gateway, 'services'>, name: string): ServedService {
  const served = services.get(name);
  if (served !== undefined) return served;
  throw new RequestError('UnknownResource', 'there is no such service.', { target: 'service' });
}
