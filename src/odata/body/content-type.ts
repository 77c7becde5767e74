/** Which Content-Type the body of a write may have: JSON as OData writes it, in UTF-8. */
import { RequestError } from '../../errors';
import { jsonParameterName, jsonParameters } from '../json-parameters';
import { parseMediaType } from '../media-type';

/**
 * None of the parameters changes how a body is read: numbers lose no digit here, so that an Int64 or Decimal may be a number
 * or a text whatever `IEEE754Compatible` says, and exponents and control information are understood in any case
 * (JSON Format 4.01, 3). They are checked all the same: `odata=verbose` or another charset would mean another body.
 *
 * @throws {RequestError} UnsupportedMediaType
 */
export function requireJson(contentType: string | undefined): void {
  const mediaType = parseMediaType(contentType ?? '');
  if (mediaType?.type === 'application' && mediaType.subtype === 'json') {
    const odd = [...mediaType.parameters].find(([name, value]) => !isUnderstood(name, value));
    if (odd === undefined) return;
  }
  throw new RequestError(
    'UnsupportedMediaType',
    'The body must be application/json in UTF-8, such as application/json;odata.metadata=minimal.',
    { target: 'Content-Type' },
  );
}

function isUnderstood(name: string, value: string): boolean {
  const values = parameters.get(jsonParameterName(name));
  return values?.includes(value.toLowerCase()) === true;
}

/** Many clients write the charset of what they send without its hyphen. */
const parameters = new Map([...jsonParameters, ['charset', ['utf-8', 'utf8']]]);
