/** Reads what an administrator sends into the class that says what may be sent, and refuses the first thing that may not. */
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { type ErrorCode, RequestError } from '../../errors';
import { requireJson } from '../../odata/body/content-type';
import { isRecord } from '../../provider-sdk/index';
import type { SettingsClass } from '../configuration/sections';

/** @throws {RequestError} that names the parameter */
export function readParameters<Request extends object>(
  type: SettingsClass<Request>,
  query: unknown,
): Request {
  return readInto(type, isRecord(query) ? query : {}, 'InvalidQueryOption');
}

/**
 * JSON is demanded, since a page of another site cannot send it here unasked.
 *
 * @throws {RequestError} UnsupportedMediaType; InvalidBody, with the member that is wrong
 */
export function readBody<Request extends object>(
  type: SettingsClass<Request>,
  contentType: string | undefined,
  body: unknown,
): Request {
  requireJson(contentType);
  return readInto(type, parse(body), 'InvalidBody');
}

function readInto<Request extends object>(
  type: SettingsClass<Request>,
  value: Readonly<Record<string, unknown>>,
  code: ErrorCode,
): Request {
  const request = plainToInstance(type, value);
  const [fault] = validateSync(request, { whitelist: true, forbidNonWhitelisted: true });
  if (fault === undefined) return request;
  const [reason = 'is wrong'] = Object.values(fault.constraints ?? {});
  throw new RequestError(code, `${reason}.`, { target: fault.property });
}

function parse(body: unknown): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.isBuffer(body) ? body.toString() : '');
    if (isRecord(value)) return value;
  } catch {
    // The same as JSON of another kind.
  }
  throw new RequestError('InvalidBody', 'the body must be a JSON object.');
}
