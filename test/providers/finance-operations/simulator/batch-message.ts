/** Writes multipart batches and reads the answers to them, independently of the simulator's own code. */

export interface Operation {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
  readonly contentId?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OperationReply {
  readonly contentId: string | undefined;
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A list stands for a changeset. */
export type BatchItem = Operation | readonly Operation[];

export const BATCH_TYPE = 'multipart/mixed; boundary=batch_1';

export function writeBatch(items: readonly BatchItem[], newline = '\r\n'): string {
  const parts = items.map((item, index) => {
    if (!isChangeset(item)) return operationPart(item);
    const boundary = `changeset_${index}`;
    return [
      `Content-Type: multipart/mixed; boundary=${boundary}`,
      '',
      multipart(boundary, item.map(operationPart)),
    ];
  });
  return multipart('batch_1', parts).join('\n').replaceAll('\n', newline);

  function multipart(boundary: string, contents: readonly (readonly (string | string[])[])[]): string[] {
    return [...contents.flatMap((content) => [`--${boundary}`, ...content.flat()]), `--${boundary}--`, ''];
  }
}

function isChangeset(item: BatchItem): item is readonly Operation[] {
  return Array.isArray(item);
}

function operationPart({ method, url, body, contentId, headers = {} }: Operation): string[] {
  return [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `${method} ${url} HTTP/1.1`,
    'Content-Type: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body === undefined ? '' : JSON.stringify(body),
  ];
}

/** One list for each item: the parts of a changeset, or the only part of an operation. */
export function readBatch(contentType: string, text: string): (readonly OperationReply[])[] {
  return split(boundaryOf(contentType), text).map((part) => {
    const { headers, rest } = headAndRest(part);
    const type = headers.get('content-type') ?? '';
    if (!type.startsWith('multipart/mixed')) return [operationReply(part)];
    expect(type).toMatch(/boundary=changesetresponse_[\da-f-]{36}$/);
    return split(boundaryOf(type), rest).map(operationReply);
  });
}

function operationReply(part: string): OperationReply {
  const outer = headAndRest(part);
  expect(outer.headers.get('content-type')).toBe('application/http');
  const [line = '', ...lines] = outer.rest.split('\r\n');
  const { headers, rest } = headAndRest(lines.join('\r\n'));
  const [, status] = /^HTTP\/1\.1 (\d{3}) \w/.exec(line) ?? [];
  return { contentId: outer.headers.get('content-id'), status: Number(status), headers, body: rest };
}

function boundaryOf(contentType: string): string {
  return /boundary=(\S+)$/.exec(contentType)?.[1] ?? '';
}

function split(boundary: string, text: string): string[] {
  const [, ...parts] = `\r\n${text}`.split(`\r\n--${boundary}`);
  expect(parts.at(-1)).toMatch(/^--/);
  return parts.slice(0, -1).map((part) => part.slice(2));
}

function headAndRest(text: string): { headers: Map<string, string>; rest: string } {
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  const lines = text
    .slice(0, end)
    .split('\r\n')
    .filter((line) => line !== '');
  const headers = new Map(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { headers, rest: text.slice(end === 0 ? 2 : end + 4) };
}
