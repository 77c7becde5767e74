/** Judges one answer of a source: its status, size, encoding, and whether it is JSON as expected. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import {
  type HttpAnswer,
  type ProviderError,
  RateLimited,
  Unavailable,
  UpstreamContract,
} from '../provider-sdk/index';
import { type Attempt, maxBytesOf } from './outgoing-attempt';
import { parseJson } from './outgoing-json';
import type { RetryAfter } from './outgoing-retry';

/** An answer that came to its end, under a status that is somebody's to judge. */
export interface Received {
  readonly status: number;
  readonly headers: HttpAnswer['headers'];
  /** As they came: perhaps packed. */
  readonly bytes: Buffer;
}

type Headers = Received['headers'];

/** Statuses below 500 that the provider judges; of the rest only 2xx are answers. */
const forProvider = new Set([400, 401, 403, 404, 405, 409, 410, 412, 422, 428]);
const sourceIsDown = new Set([408, 502, 503, 504]);

/**
 * The answer with its body parsed.
 *
 * @throws {ProviderError} as `HttpClient.json` says
 */
export async function judge({ status, headers, bytes }: Received, attempt: Attempt): Promise<HttpAnswer> {
  if (!isSuccess(status)) {
    // Of a refusal the status is what counts; its text is welcome if it can be read.
    return { status, headers, body: await parseContent(bytes, headers, attempt).catch(() => undefined) };
  }
  if (bytes.length === 0) return { status, headers, body: emptyBody(status, attempt) };
  return { status, headers, body: await parseContent(bytes, headers, attempt) };
}

export function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status <= 299;
}

/** What to say of a status that is no answer, whatever its body holds. */
export function refusalOf(status: number, retryAfter: RetryAfter): ProviderError | undefined {
  if (isSuccess(status) || forProvider.has(status)) return undefined;
  const options = typeof retryAfter === 'number' ? { retryAfter } : {};
  if (status === 429) return new RateLimited('The source answered 429', options);
  if (sourceIsDown.has(status)) return new Unavailable(`The source answered ${status}`, options);
  if (status >= 300 && status <= 399) {
    return new UpstreamContract(`The source answered ${status}: redirects are not followed`);
  }
  return new UpstreamContract(`The source answered ${status}`);
}

/** A read must bring something, or it was cut short; a write may be answered with its status alone. */
function emptyBody(status: number, { method }: Attempt): undefined {
  if (method === 'GET' && status !== 204 && status !== 205) {
    throw new UpstreamContract(`The source answered ${status} to a GET with an empty body`);
  }
  return undefined;
}

async function parseContent(bytes: Buffer, headers: Headers, attempt: Attempt): Promise<unknown> {
  const textType = isSuccess(attempt.status) ? attempt.request.answerType : undefined;
  if (!isOfType(headers['content-type'], textType)) {
    throw new UpstreamContract(
      `The source answered something that does not call itself ${textType ?? 'JSON'} in UTF-8`,
    );
  }
  const content = await decoded(bytes, headers['content-encoding'], maxBytesOf(attempt));
  if (textType !== undefined) return textOf(content);
  try {
    return parseJson(decoder.decode(content), attempt.request.exactNumbers ?? false);
  } catch {
    // Without a cause: JSON.parse quotes the text that it stumbled over, and that may be a row.
    throw new UpstreamContract('The source answered broken JSON');
  }
}

/** Takes off one layer of the one encoding that was asked for: a chain of layers lets small bodies grow without end. */
async function decoded(bytes: Buffer, encodings: string | undefined, maxBytes: number): Promise<Buffer> {
  const encoding = (encodings ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity') return bytes;
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new UpstreamContract('The source answered in a content encoding that was not asked for');
  }
  try {
    return await gunzipped(bytes, { maxOutputLength: maxBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw new UpstreamContract('The source answered with broken gzip', { cause });
  }
}

const gunzipped = promisify(gunzip) as (
  bytes: Buffer,
  options: { readonly maxOutputLength: number },
) => Promise<Buffer>;

export function tooLarge(maxBytes: number): UpstreamContract {
  return new UpstreamContract(`The source answered more than ${maxBytes} bytes`);
}

function textOf(content: Buffer): string {
  try {
    return decoder.decode(content);
  } catch {
    throw new UpstreamContract('The source answered letters that are no UTF-8');
  }
}

/** Strict: letters that are broken would otherwise turn into U+FFFD unseen. A byte order mark is dropped. */
const decoder = new TextDecoder('utf-8', { fatal: true });

const jsonForm = /^(?:application|text)\/(?:[\w.!#$&^-]+\+)?json$/;

/** A source calls its answers by few names, again and again. */
const forms = new LRUCache<string, AnswerForm>({ max: 64 });

interface AnswerForm {
  readonly type: string;
  readonly isJson: boolean;
  /** A charset, if one is said, is UTF-8. */
  readonly isUtf8: boolean;
}

/** The text's type if one is expected, else a type of JSON. */
function isOfType(contentType = '', textType: string | undefined): boolean {
  const form = forms.get(contentType) ?? formOf(contentType);
  return form.isUtf8 && (textType === undefined ? form.isJson : form.type === textType);
}

function formOf(contentType: string): AnswerForm {
  const [first = '', ...parameters] = contentType.toLowerCase().split(';');
  const type = first.trim();
  const charset = parameters.map((parameter) => parameter.trim()).find((text) => text.startsWith('charset='));
  const isUtf8 = charset === undefined || /^charset="?(?:utf-?8|us-ascii)"?$/.test(charset);
  const form = { type, isJson: jsonForm.test(type), isUtf8 };
  if (contentType.length <= LONGEST_KNOWN) forms.set(contentType, form);
  return form;
}

const LONGEST_KNOWN = 200;
