/** Reads the multipart body of `/data/$batch` into its operations, before any of them runs. */
import { odataError, Refusal } from '../http/answer';

export interface BatchOperation {
  readonly method: string;
  /** The path and query; those of a relative URL begin at `/data`. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly contentId: string | undefined;
  readonly body: string;
}

export type BatchItem =
  | { readonly kind: 'operation'; readonly operation: BatchOperation }
  /** All or nothing. */
  | { readonly kind: 'changeset'; readonly operations: readonly BatchOperation[] };

interface Part {
  readonly headers: ReadonlyMap<string, string>;
  readonly content: string;
}

/** `mostOperations` counts those inside changesets. */
export function parseBatch(contentType: string, body: string, mostOperations: number): readonly BatchItem[] {
  const parts = partsOf(contentType, body, mostOperations);
  let operations = 0;
  return parts.map((part) => {
    const item = itemOf(part, mostOperations - operations);
    operations += item.kind === 'operation' ? 1 : item.operations.length;
    if (operations > mostOperations) throw tooMany(mostOperations);
    return item;
  });
}

function itemOf(part: Part, mostOperations: number): BatchItem {
  const type = part.headers.get('content-type') ?? '';
  if (!isMultipart(type)) return { kind: 'operation', operation: operationOf(part) };
  const operations = partsOf(type, part.content, mostOperations).map(operationOf);
  for (const { method, contentId } of operations) {
    if (method === 'GET') {
      throw invalidBatch(
        "An invalid HTTP method 'GET' was detected for a request in a change set. " +
          "Requests in change sets only support the HTTP methods 'POST', 'PUT', 'DELETE', and 'PATCH'.",
      );
    }
    // Demanded by the protocol; that F&O insists is inferred.
    if (contentId === undefined)
      throw invalidBatch("An operation in a change set has no 'Content-ID' header.");
  }
  return { kind: 'changeset', operations };
}

/** `POST CustomerGroups?cross-company=true HTTP/1.1`, headers, an empty line, a body. */
function operationOf({ headers: outer, content }: Part): BatchOperation {
  if (!/^application\/http\s*(?:;|$)/i.test(outer.get('content-type') ?? '')) {
    throw invalidBatch("A part of a batch must have the content type 'application/http'.");
  }
  const [line = ''] = content.split('\n', 1);
  const [, method, url] = /^([A-Z]+) (\S+) HTTP\/1\.1\r?$/.exec(line) ?? [];
  if (method === undefined || url === undefined) {
    throw invalidBatch(`The request line '${line.trim()}' is invalid.`);
  }
  const { headers, content: body } = partOf(content.slice(line.length + 1));
  const contentId = outer.get('content-id') ?? headers.get('content-id');
  return { method, url: pathOf(url), headers, contentId, body: body.trimEnd() };
}

/** The host of an absolute URL is not looked at. */
function pathOf(url: string): string {
  const path = url.replace(/^https?:\/\/[^/?#]+/i, '');
  return path.startsWith('/') ? path : `/data/${path}`;
}

function partsOf(contentType: string, text: string, most: number): readonly Part[] {
  const boundary = boundaryOf(contentType);
  const delimiter = new RegExp(`^--${boundary.replace(/[^\w]/g, String.raw`\$&`)}(--)?[ \\t]*\\r?$`, 'gm');
  const parts: Part[] = [];
  let start: number | undefined;
  for (let match = delimiter.exec(text); match !== null; match = delimiter.exec(text)) {
    if (start !== undefined) parts.push(partOf(text.slice(start, match.index)));
    if (parts.length > most) throw tooMany(most);
    if (match[1] !== undefined) return parts;
    start = delimiter.lastIndex + 1;
  }
  throw invalidBatch('The batch ends before its last boundary.');
}

function boundaryOf(contentType: string): string {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (isMultipart(contentType) && boundary !== undefined) return boundary;
  throw invalidBatch(`The content type '${contentType}' is no 'multipart/mixed' with a boundary.`);
}

function isMultipart(contentType: string): boolean {
  return /^multipart\/mixed\s*(?:;|$)/i.test(contentType);
}

/** Headers up to the first empty line, and what follows it. */
function partOf(text: string): Part {
  const headers = new Map<string, string>();
  let start = 0;
  while (start < text.length) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).trimEnd();
    start = end < 0 ? text.length : end + 1;
    if (line === '') break;
    const colon = line.indexOf(':');
    if (colon < 1) throw invalidBatch(`The header '${line}' is invalid.`);
    headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  return { headers, content: text.slice(start) };
}

/** Status and texts of a batch that cannot be read are inferred from Microsoft's OData library. */
function invalidBatch(message: string): Refusal {
  return new Refusal(
    odataError(400, 'An error has occurred.', { message, type: 'Microsoft.OData.ODataException' }),
  );
}

function tooMany(most: number): Refusal {
  return invalidBatch(
    'The current batch message contains too many parts. Only batch messages with a maximum number of ' +
      `'${most}' query operations and change sets are allowed.`,
  );
}
