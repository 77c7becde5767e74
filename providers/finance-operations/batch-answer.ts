/** Reads the answer to a `$batch` with one changeset: the statuses and bodies in its parts, or nothing if any of it is broken. */
import { canonicalNumber, type HttpAnswer } from '../../src/provider-sdk/index';

/** The answer to one operation. */
export interface BatchPart extends HttpAnswer {
  readonly contentId: string | undefined;
}

/** A stretch of the answer between two boundaries. */
interface Section {
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
}

/** Undefined if it is not whole multipart text of this form: then nothing of it is believed. */
export function readBatchAnswer({ headers, body }: HttpAnswer): readonly BatchPart[] | undefined {
  const outer = typeof body === 'string' ? sectionsOf({ headers, content: body }) : undefined;
  const sections = outer?.map((section) => sectionsOf(section) ?? [section]).flat();
  const parts = sections?.map(readPart);
  return parts?.every((part) => part !== undefined) === true ? parts : undefined;
}

/** Undefined if the text is no multipart, or does not end as one must: it was cut short. */
function sectionsOf({ headers, content }: Section): readonly Section[] | undefined {
  const boundary = boundaryOf(headers['content-type'] ?? '');
  if (boundary === undefined) return undefined;
  const [, ...pieces] = `\r\n${content}`.split(`\r\n--${boundary}`);
  const end = pieces.pop();
  if (end?.startsWith('--') !== true || !pieces.every((piece) => piece.startsWith('\r\n'))) return undefined;
  return pieces.map((piece) => splitHead(piece.slice(2)));
}

function boundaryOf(contentType: string): string | undefined {
  const [type = '', ...parameters] = contentType.split(';');
  if (type.trim().toLowerCase() !== 'multipart/mixed') return undefined;
  const boundaries = parameters.flatMap(
    (parameter) => /^\s*boundary="?([\w'()+,./:=?-]{1,70})"?\s*$/i.exec(parameter)?.[1] ?? [],
  );
  return boundaries[0];
}

/** `Name: value` lines up to the first empty one, and what follows. */
function splitHead(text: string): Section {
  if (text.startsWith('\r\n')) return { headers: {}, content: text.slice(2) };
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end);
  const headers = head.split('\r\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon < 1
      ? []
      : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
  });
  return { headers: Object.fromEntries(headers), content: end === -1 ? '' : text.slice(end + 4) };
}

function readPart({ headers: outer, content }: Section): BatchPart | undefined {
  if (outer['content-type']?.toLowerCase().startsWith('application/http') !== true) return undefined;
  const status = /^HTTP\/1\.1 (\d{3})(?: [^\r\n]*)?(?:\r\n|$)/.exec(content);
  if (status === null) return undefined;
  const { headers, content: body } = splitHead(content.slice(status[0].length));
  return {
    status: Number(status[1]),
    headers,
    body: parseBody(body),
    contentId: outer['content-id'] ?? headers['content-id'],
  };
}

/** Undefined if it is no JSON; long numbers become text that keeps their digits. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text, (_name, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' ? canonicalNumber(context?.source ?? '') : value,
    );
  } catch {
    return undefined;
  }
}
