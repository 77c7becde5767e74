/** Decides which methods an address takes, before anything else is looked at. */
import { RequestError } from '../errors';
import type { ServiceDefinition } from '../model/definition';
import type { ParsedRequest } from './parse-request';

export const READING = ['GET', 'HEAD', 'OPTIONS'] as const;

/**
 * The methods for the Allow header of an address.
 *
 * @throws {RequestError} MethodNotAllowed; NotImplemented for what OData has there but this service does not do
 */
export function allowMethod(
  method: string,
  request: ParsedRequest,
  definition: Pick<ServiceDefinition, 'entitySets'>,
): readonly string[] {
  const allowed =
    request.isQuery || isBatch(request)
      ? ['POST', 'OPTIONS']
      : [...READING, ...writingMethods(request, definition)];
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

export function isBatch({ path }: Pick<ParsedRequest, 'path'>): boolean {
  return path.segments[0]?.kind === '$batch';
}

/** What the configuration lets callers change; what the source cannot do is told with the request itself. */
function writingMethods(
  { path }: ParsedRequest,
  { entitySets }: Pick<ServiceDefinition, 'entitySets'>,
): readonly string[] {
  const [first, further] = path.segments;
  if (first?.kind !== 'name' || further !== undefined) return [];
  const takes = entitySets.find(({ name }) => name === first.name)?.write ?? [];
  if (first.key === undefined) return takes.includes('insert') ? ['POST'] : [];
  return [
    ...(takes.includes('update') || takes.includes('insert') ? ['PATCH', 'PUT'] : []),
    ...(takes.includes('delete') ? ['DELETE'] : []),
  ];
}

/** What the method would do there, if OData gives it a meaning at that address (Protocol 4.01, 11.4). */
function writingMethod(method: string, { path, isQuery }: ParsedRequest): string | undefined {
  const [first, second] = path.segments;
  if (isQuery || second !== undefined) return undefined;
  if (first?.kind !== 'name') return undefined;
  const why = `the configuration of ${first.name} does not list that under write`;
  if (first.key === undefined) return method === 'POST' ? why : undefined;
  return method === 'PATCH' || method === 'PUT' || method === 'DELETE' ? why : undefined;
}
