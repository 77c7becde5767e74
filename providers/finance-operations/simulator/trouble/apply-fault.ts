/** Turns a right answer to a read into that of a broken or lying upstream. */
import { type Answer, emptyAnswer, htmlPage, odataError, wholeBody } from '../http/answer';
import type { Fault } from '../options';

/** An answer, or what happens to the connection instead of one. */
export type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer }
  /** Half of the answer is sent, then the connection is cut. */
  | { readonly kind: 'reset'; readonly answer: Answer }
  /** The connection is cut within the headers. */
  | { readonly kind: 'reset-in-head'; readonly answer: Answer }
  /** The connection is cut before anything is sent. */
  | { readonly kind: 'cut' }
  /** Nothing is ever sent. */
  | { readonly kind: 'hang' };

/** The host of next links that must not be followed. */
const FOREIGN_ORIGIN = 'http://elsewhere.invalid';

export function applyFault(fault: Fault, answer: Answer): Outcome {
  switch (fault) {
    case 'none':
      return { kind: 'answer', answer };
    case 'html':
      return { kind: 'answer', answer: { ...htmlPage(200, 'Sign in to your account'), status: 200 } };
    case 'half-json':
      return { kind: 'answer', answer: { ...answer, body: firstHalf(answer) } };
    case 'wrong-types':
      return { kind: 'answer', answer: { ...answer, body: rewritten(answer, wrongTypes) } };
    case 'foreign-next-link':
      return { kind: 'answer', answer: { ...answer, body: rewritten(answer, foreignNextLink) } };
    case 'reset':
      return { kind: 'reset', answer: { ...answer, body: firstHalf(answer) } };
    case 'hang':
      return { kind: 'hang' };
    case '500':
      return { kind: 'answer', answer: internalError() };
    case '401':
      return { kind: 'answer', answer: emptyAnswer(401, { 'www-authenticate': 'Bearer' }) };
  }
}

function firstHalf(answer: Answer): string {
  const body = wholeBody(answer);
  return body.slice(0, Math.floor(body.length / 2));
}

/** An exception that nobody handled. */
export function internalError(): Answer {
  return odataError(500, 'An error has occurred.', {
    message: 'Object reference not set to an instance of an object.',
    type: 'System.NullReferenceException',
  });
}

/** Answers that are not JSON objects stay as they are. */
function rewritten(answer: Answer, rewrite: (body: Record<string, unknown>) => unknown): string {
  const body = wholeBody(answer);
  if (!answer.headers['content-type']?.startsWith('application/json')) return body;
  const parsed: unknown = JSON.parse(body);
  return typeof parsed === 'object' && parsed !== null ? JSON.stringify(rewrite({ ...parsed })) : body;
}

function foreignNextLink(body: Record<string, unknown>): unknown {
  return Array.isArray(body['value'])
    ? { ...body, '@odata.nextLink': `${FOREIGN_ORIGIN}/data/Anything?$skiptoken=1` }
    : body;
}

/** Texts become numbers, numbers become texts that are none; annotations stay. */
function wrongTypes(body: Record<string, unknown>): unknown {
  if (!Array.isArray(body['value'])) return wrongRow(body);
  return { ...body, value: body['value'].map((row: unknown) => wrongRow({ ...(row as object) })) };
}

function wrongRow(row: Record<string, unknown>): unknown {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, name.includes('@') ? value : wrongValue(value)]),
  );
}

function wrongValue(value: unknown): unknown {
  if (typeof value === 'string') return value.length;
  return typeof value === 'number' ? `about ${value}` : [value];
}
