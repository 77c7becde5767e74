/** Leaves the record of a change that is refused before the pipelines hear of it: for its key, its length or its body (W13). */
import type { RequestError } from '../errors';
import { kindOf } from '../gateway/request-kind';
import { WriteRecorder } from '../gateway/write-recorder';
import type { Gateway } from './gateway';
import { type ODataRequest, splitServicePath } from './odata-request';

/** What names no service can change nothing. What a batch that cannot be read would have changed, nobody can tell. */
export function recordUnheard(
  { method, originalUrl, odata }: ODataRequest,
  error: RequestError,
  { services }: Pick<Gateway, 'services'>,
): void {
  if (odata === undefined || odata.isHandedOn === true) return;
  const { service: name, rest } = splitServicePath(originalUrl);
  const service = services.get(name)?.service;
  if (service === undefined || kindOf({ method, target: rest }) !== 'write') return;
  new WriteRecorder({ method, ...odata }, service.definition.name, service.record).failed(error);
}
