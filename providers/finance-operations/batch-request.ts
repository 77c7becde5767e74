/** Writes a `$batch` that holds one changeset, as multipart text (OData 4.0 Protocol, 11.7). */
import { randomUUID } from 'node:crypto';
import type { HttpRequest } from '../../src/provider-sdk/index';
import type { ChangeRequest } from './change-request';

/** The changes in their order; each part has the absolute address, which F&O was seen to take (facts page 3.5). */
export function batchRequestOf(changes: readonly ChangeRequest[], origin: string): HttpRequest {
  // At random, so that no value can end a part; a value has no line break outside of JSON's own notation anyway.
  const batch = `batch_${randomUUID()}`;
  const changeset = `changeset_${randomUUID()}`;
  const lines = [
    `--${batch}`,
    `Content-Type: multipart/mixed; boundary=${changeset}`,
    '',
    ...changes.flatMap((change, index) => [`--${changeset}`, ...writePart(change, index + 1, origin)]),
    `--${changeset}--`,
    `--${batch}--`,
    '',
  ];
  return {
    method: 'POST',
    path: '/data/$batch?cross-company=true',
    headers: {
      'content-type': `multipart/mixed; boundary=${batch}`,
      'odata-version': '4.0',
      'odata-maxversion': '4.0',
    },
    body: lines.join('\r\n'),
    answerType: 'multipart/mixed',
  };
}

function writePart(
  { method, path, headers, body = '' }: ChangeRequest,
  contentId: number,
  origin: string,
): readonly string[] {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    `Content-ID: ${contentId}`,
    '',
    `${method} ${origin}${path} HTTP/1.1`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body,
  ];
}
