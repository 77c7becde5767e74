/** Writes the answer to a batch: 200 outside, each operation's own status inside (facts page 3.5). */
import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { type Answer, wholeBody } from '../http/answer';

export interface PartAnswer {
  readonly contentId: string | undefined;
  readonly answer: Answer;
}

export type ItemAnswer =
  | { readonly kind: 'operation'; readonly part: PartAnswer }
  | { readonly kind: 'changeset'; readonly parts: readonly PartAnswer[] };

export function batchAnswer(items: readonly ItemAnswer[]): Answer {
  const boundary = `batchresponse_${randomUUID()}`;
  const body = multipart(
    boundary,
    items.map((item) => (item.kind === 'operation' ? httpPart(item.part) : changesetPart(item.parts))),
  );
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}`, 'odata-version': '4.0' },
    body,
    work: workOf(items),
  };
}

function changesetPart(parts: readonly PartAnswer[]): string {
  const boundary = `changesetresponse_${randomUUID()}`;
  const type = `Content-Type: multipart/mixed; boundary=${boundary}`;
  return `${type}\r\n\r\n${multipart(boundary, parts.map(httpPart))}`;
}

function multipart(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

function httpPart({ contentId, answer }: PartAnswer): string {
  const outer = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
  ];
  const inner = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...Object.entries(answer.headers).map(([name, value]) => `${capitalised(name)}: ${value}`),
  ];
  return `${outer.join('\r\n')}\r\n\r\n${inner.join('\r\n')}\r\n\r\n${wholeBody(answer)}`;
}

function capitalised(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function workOf(items: readonly ItemAnswer[]): { readonly columns: number; readonly expandedRows: number } {
  let columns = 0;
  let expandedRows = 0;
  for (const item of items) {
    for (const { answer } of item.kind === 'operation' ? [item.part] : item.parts) {
      columns += answer.work?.columns ?? 0;
      expandedRows += answer.work?.expandedRows ?? 0;
    }
  }
  return { columns, expandedRows };
}
