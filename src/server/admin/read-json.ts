/** Reads the JSON body of an administrator's request, and checks it by the rules of its class. */
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { RequestError } from '../../errors';
import { requireJson } from '../../odata/body/content-type';
import { isRecord } from '../../provider-sdk/index';

/**
 * JSON is demanded, since a page of another site cannot send it here unasked.
 *
 * @throws {RequestError} UnsupportedMediaType; InvalidBody, with the member that is wrong
 */
export function readJson<Asked extends object>(
  kind: new () => Asked,
  contentType: string | undefined,
  body: unknown,
): Asked {
  requireJson(contentType);
  const request = plainToInstance(kind, parse(body));
  const [fault] = validateSync(request, { whitelist: true, forbidNonWhitelisted: true });
  if (fault === undefined) return request;
  const [reason = 'is wrong'] = Object.values(fault.constraints ?? {});
  throw new RequestError('InvalidBody', `${reason}.`, { target: fault.property });
}

function parse(body: unknown): object {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString() : '');
    if (isRecord(value)) return value;
  } catch {
    // The same as JSON of another kind.
  }
  throw new RequestError('InvalidBody', 'the body must be a JSON object.');
}
