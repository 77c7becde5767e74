/** Decides which methods an address takes, before anything else is looked at. */
import { RequestError } from '../errors';
import type { ParsedRequest } from './parse-request';

export const READING = ['GET', 'HEAD', 'OPTIONS'] as const;

/**
 * The methods for the Allow header of an address.
 *
 * @throws {RequestError} MethodNotAllowed; NotImplemented for what OData has there but this service does not do
 */
export function allowMethod(method: string, request: ParsedRequest): readonly string[] {
  const allowed = request.isQuery ? ['POST', 'OPTIONS'] : READING;
  if (allowed.some((candidate) => candidate === method)) return allowed;
  const writing = writingMethod(method, request);
  if (writing !== undefined) {
    throw new RequestError('NotImplemented', `${method} is not supported by this service: ${writing}.`, {
      allow: allowed,
    });
  }
  throw new RequestError('MethodNotAllowed', `${method} is not possible here, only ${allowed.join(', ')}.`, {
    allow: allowed,
  });
}

/** What the method would do there, if OData gives it a meaning at that address (Protocol 4.01, 11.4). */
function writingMethod(method: string, { path, isQuery }: ParsedRequest): string | undefined {
  const [first, second] = path.segments;
  if (isQuery || second !== undefined) return undefined;
  if (first?.kind === '$batch') return method === 'POST' ? 'it does not take batches' : undefined;
  if (first?.kind !== 'name') return undefined;
  if (first.key === undefined) return method === 'POST' ? 'its entity sets are read only' : undefined;
  return method === 'PATCH' || method === 'PUT' || method === 'DELETE'
    ? 'its entity sets are read only'
    : undefined;
}
