/** The headers and the body of a request in a JSON batch (JSON Format 4.01, 19.1). */
import { RequestError } from '../../errors';
import type { JsonObject, JsonTree } from '../body/json-tree';
import { parseMediaType } from '../media-type';
import type { BatchMethod } from './batch';
import { invalidBatch } from './batch-error';
import { checkHeaderSize, hasControlCharacter, isToken } from './header-block';
import { innerHeaders, type InnerHeaders } from './inner-headers';
import { writeJson } from './write-json';

export interface JsonContent {
  readonly headers: InnerHeaders;
  readonly body: string | undefined;
  /** The request alone cannot be carried out. */
  readonly refusal: RequestError | undefined;
}

export function readContent({ members }: JsonObject, method: BatchMethod, place: string): JsonContent {
  const headers = readHeaders(members.get('headers'), place);
  const body = members.get('body');
  if (body === undefined || body.kind === 'null') return { headers, body: undefined, refusal: undefined };
  if (method === 'GET' || method === 'DELETE') throw invalidBatch(place, `a ${method} has no body`);
  return withBody(headers, body, place);
}

function readHeaders(tree: JsonTree | undefined, place: string): InnerHeaders {
  if (tree === undefined) return {};
  if (tree.kind !== 'object') throw invalidBatch(place, 'its headers are no JSON object');
  const headers = new Map<string, readonly string[]>();
  let size = 0;
  for (const [name, value] of tree.members) {
    if (value.kind !== 'text') throw invalidBatch(place, 'a header has a value that is no text');
    size += name.length + value.value.length;
    checkHeaderSize(size, place);
    if (!isToken(name)) throw invalidBatch(place, 'a header has a name that is none');
    if (hasControlCharacter(value.value)) throw invalidBatch(place, 'a header holds a control character');
    const lower = name.toLowerCase();
    if (headers.has(lower)) throw invalidBatch(place, 'a header is there twice, in different case');
    headers.set(lower, [value.value.trim()]);
  }
  return innerHeaders(headers, place);
}

/** JSON as JSON, `text/…` as a text, anything else as base64url: this service takes no such thing. */
function withBody(headers: InnerHeaders, body: JsonTree, place: string): JsonContent {
  // The specification's own examples leave the header out that it demands.
  const contentType = headers['content-type'] ?? 'application/json';
  const typed = { ...headers, 'content-type': contentType };
  const type = parseMediaType(contentType);
  if (type?.type === 'application' && isJson(type.subtype)) {
    return { headers: typed, body: writeJson(body), refusal: undefined };
  }
  if (body.kind !== 'text') throw invalidBatch(place, 'its body is JSON, but its content-type is not');
  if (type?.type === 'text') return { headers: typed, body: body.value, refusal: undefined };
  const message = `${place}: the body must be application/json, or text.`;
  const refusal = new RequestError('UnsupportedMediaType', message, { target: place });
  return { headers: typed, body: undefined, refusal };
}

function isJson(subtype: string): boolean {
  return subtype === 'json' || subtype.endsWith('+json');
}
