/** Writes batches as clients do, for tests. */
import type { Addresses } from '../../../src/odata/batch/read-target';

export const ROOT = 'https://gateway.example.com/odata/demo/';

export const addresses: Addresses = {
  roots: [ROOT, 'http://localhost:3000/odata/demo/'],
  longestUrl: 32_768,
  strip: (target) => target.replace(/([?&])code=[^&]*&?/, '$1').replace(/[?&]$/, ''),
};

export const MULTIPART = 'multipart/mixed; boundary=b';
export const JSON_TYPE = 'application/json';

/** Lines with CRLF. */
export function lines(...texts: readonly string[]): string {
  return texts.join('\r\n');
}

/** Parts between delimiter lines. */
export function multipart(boundary: string, parts: readonly string[]): string {
  return [...parts.map((part) => `--${boundary}\r\n${part}\r\n`), `--${boundary}--\r\n`].join('');
}

export interface PartOptions {
  readonly id?: string;
  /** Lines of the inner request, after its request line. */
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** An `application/http` part. */
export function httpPart(requestLine: string, { id, headers = [], body = '' }: PartOptions = {}): string {
  return lines(
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(id === undefined ? [] : [`Content-ID: ${id}`]),
    '',
    requestLine,
    ...headers,
    '',
    body,
  );
}

export function changeSetPart(boundary: string, parts: readonly string[]): string {
  return lines(`Content-Type: multipart/mixed; boundary=${boundary}`, '', multipart(boundary, parts));
}
