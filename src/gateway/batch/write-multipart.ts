/** Writes the answer to a batch as multipart/mixed, in the shape of the batch (Protocol 4.01, 11.7.7.6). */
import { STATUS_CODES } from 'node:http';
import { RequestError } from '../../errors';
import type { BatchFormat } from '../../odata/batch/batch';
import type { Answer } from '../incoming';
import type { ChangeSetAnswer, PartAnswer } from './batch-run';
import { holdsText, type Piece, sizeOf } from './pieces';
import { partHeaders } from './part-headers';

export interface MultipartText {
  readonly boundary: string;
  readonly pieces: readonly Piece[];
}

/**
 * @param asked the format of the batch: to one in JSON each request is answered in a part of its own
 * @param newToken letters and digits that nobody can foresee
 */
export function writeMultipart(
  answered: readonly PartAnswer[],
  asked: BatchFormat,
  newToken: () => string,
): MultipartText {
  const token = freeToken(answered, newToken);
  const boundary = `batchresponse_${token}`;
  const pieces: Piece[] = [];
  for (const [index, part] of answered.entries()) {
    pieces.push(`--${boundary}\r\n`);
    if (part.kind === 'request') writeAnswer(pieces, part.request.id, part.answer);
    else if (asked === 'json') writeFlat(pieces, part, boundary);
    else if (part.failure === undefined) writeChangeSet(pieces, part, `changesetresponse_${token}_${index}`);
    else writeAnswer(pieces, failedId(part), part.failure.answer);
  }
  pieces.push(`--${boundary}--\r\n`);
  return { boundary, pieces };
}

/** All boundaries hold the token, so that none occurs in an answer in which the token does not. */
function freeToken(answered: readonly PartAnswer[], newToken: () => string): string {
  const answers = answered.flatMap((part) => (part.kind === 'request' ? [part.answer] : part.answers));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const token = newToken();
    if (!answers.some((answer) => mentions(answer, token))) return token;
  }
  throw new RequestError('InternalError', 'No boundary could be found for the answer to a batch.');
}

/** One is enough unless the tokens are not random. */
const ATTEMPTS = 8;

function mentions({ headers, body }: Answer, token: string): boolean {
  if (Object.values(headers).some((value) => value.includes(token))) return true;
  return body !== undefined && holdsText(body, token);
}

function writeFlat(pieces: Piece[], { changeSet, answers }: ChangeSetAnswer, boundary: string): void {
  for (const [index, answer] of answers.entries()) {
    if (index > 0) pieces.push(`--${boundary}\r\n`);
    writeAnswer(pieces, changeSet.requests[index]?.id, answer);
  }
}

function writeChangeSet(pieces: Piece[], { changeSet, answers }: ChangeSetAnswer, boundary: string): void {
  pieces.push(`Content-Type: multipart/mixed; boundary=${boundary}\r\n\r\n`);
  for (const [index, answer] of answers.entries()) {
    pieces.push(`--${boundary}\r\n`);
    writeAnswer(pieces, changeSet.requests[index]?.id, answer);
  }
  pieces.push(`--${boundary}--\r\n\r\n`);
}

/** F&O names the request at fault in the same way, and so clients of its kind find it. */
function failedId({ changeSet, failure }: ChangeSetAnswer): string | undefined {
  return failure?.index === undefined ? undefined : changeSet.requests[failure.index]?.id;
}

/** `binary` has no meaning any more, but Microsoft's client insists on it. */
const PART_TYPE = 'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n';

function writeAnswer(pieces: Piece[], id: string | undefined, { status, headers, body }: Answer): void {
  const contentId = id === undefined ? '' : `Content-ID: ${id}\r\n`;
  pieces.push(`${PART_TYPE}${contentId}\r\nHTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n`);
  for (const [name, value] of partHeaders(headers)) pieces.push(`${name}: ${value}\r\n`);
  if (body === undefined) pieces.push('\r\n\r\n');
  else pieces.push(`Content-Length: ${sizeOf(body)}\r\n\r\n`, body, '\r\n');
}
