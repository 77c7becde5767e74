/** Writes a `$batch` as multipart text (OData 4.0 Protocol, 11.7): one changeset, or a list of reads. */
import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../../src/provider-sdk/index';
import type { ChangeRequest } from './change-request';

/** One request inside a batch. */
interface InnerRequest {
  readonly method: string;
  /** Path and query; it is written as an absolute address, which F&O was seen to take (facts page 3.5). */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The changes in their order, as one transaction. */
export function changesetRequest(changes: readonly ChangeRequest[], origin: string): HttpRequest {
  // At random, so that no value can end a part; a value has no line break outside of JSON's own notation anyway.
  const changeset = `changeset_${randomUUID()}`;
  return batchRequest([
    [
      `Content-Type: multipart/mixed; boundary=${changeset}`,
      '',
      ...changes.flatMap((change, index) => [
        `--${changeset}`,
        ...writePart(change, origin, [`Content-ID: ${index + 1}`]),
      ]),
      `--${changeset}--`,
    ],
  ]);
}

/** Reads of these paths, each for itself. One that fails must not keep the others from being answered. */
export function readsRequest(
  paths: readonly string[],
  headers: Readonly<Record<string, string>>,
  origin: string,
): HttpRequest {
  const { headers: outer, ...request } = batchRequest(
    paths.map((path) => writePart({ method: 'GET', path, headers }, origin)),
  );
  return {
    ...request,
    headers: { ...outer, prefer: 'odata.continue-on-error' },
    changesNothing: true,
  };
}

function batchRequest(parts: readonly (readonly string[])[]): HttpRequest {
  const boundary = `batch_${randomUUID()}`;
  const lines = [...parts.flatMap((part) => [`--${boundary}`, ...part]), `--${boundary}--`, ''];
  return {
    method: 'POST',
    path: '/data/$batch?cross-company=true',
    headers: {
      'content-type': `multipart/mixed; boundary=${boundary}`,
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
    },
    body: lines.join('\r\n'),
    answerType: 'multipart/mixed',
  };
}

function writePart(
  { method, path, headers, body = '' }: InnerRequest,
  origin: string,
  outer: readonly string[] = [],
): readonly string[] {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...outer,
    '',
    `${method} ${origin}${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ];
}
