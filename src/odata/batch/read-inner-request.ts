/** Reads an `application/http` part: the request line, headers and body of one request (Protocol 4.01, 11.7.7.1). */
import { type BatchMethod, batchMethods } from './batch';
import { invalidBatch } from './batch-error';
import {
  checkHeaderSize,
  type HeaderBlock,
  isToken,
  readHeaderBlock,
  readLine,
  type Stretch,
} from './header-block';

export interface InnerRequest {
  readonly method: BatchMethod;
  readonly url: string;
  readonly headers: HeaderBlock['headers'];
  readonly body: string | undefined;
}

export function readInnerRequest(
  text: string,
  { start, end }: Stretch,
  partStart: number,
  place: string,
): InnerRequest {
  const line = readLine(text, start, end);
  checkHeaderSize(line.next - partStart, place);
  const { method, url } = readRequestLine(line.text, place);
  const { headers, contentStart } = readHeaderBlock(text, { start: line.next, end }, partStart, place);
  const body = text.slice(contentStart ?? end, end);
  if (method === 'GET' || method === 'DELETE') {
    if (body.trim() !== '') throw invalidBatch(place, `a ${method} has no body`);
    return { method, url, headers, body: undefined };
  }
  // The empty line may be that of the delimiter only where there is no body that could have been taken for headers.
  if (contentStart === undefined) throw invalidBatch(place, 'no empty line ends the headers of the request');
  return { method, url, headers, body: body === '' ? undefined : body };
}

const version = /^HTTP\/1\.[01]$/;

/**
 * The URL is what stands between method and version: the examples of the specification have blanks in it, and one of them
 * has no version at all.
 *
 * @example `GET Employees?$filter=Id eq 1 HTTP/1.1`
 */
function readRequestLine(line: string, place: string): { method: BatchMethod; url: string } {
  const afterMethod = line.indexOf(' ');
  if (afterMethod < 0 || !isToken(line.slice(0, afterMethod))) {
    throw invalidBatch(place, 'it does not begin with a request line');
  }
  const method = readMethod(line.slice(0, afterMethod), place);
  const rest = line.slice(afterMethod + 1);
  const beforeLast = rest.lastIndexOf(' ');
  const last = rest.slice(beforeLast + 1);
  if (!last.startsWith('HTTP/')) return { method, url: rest.trim() };
  if (!version.test(last)) throw invalidBatch(place, 'the version in its request line is not HTTP/1.1');
  return { method, url: rest.slice(0, Math.max(0, beforeLast)).trim() };
}

export function readMethod(written: string, place: string): BatchMethod {
  const method = batchMethods.find((candidate) => candidate === written);
  if (method !== undefined) return method;
  throw invalidBatch(place, `its method is none of ${batchMethods.join(', ')}`);
}
