/** Writes the answer to a batch as JSON (JSON Format 4.01, 19.5). */
import type { BatchFormat, ChangeSet } from '../../odata/batch/batch';
import { parseMediaType } from '../../odata/media-type';
import type { Answer } from '../incoming';
import type { PartAnswer } from './batch-run';
import { partHeaders } from './part-headers';
import { asBase64Url, asText, type Piece } from './pieces';

export function writeJsonAnswer(answered: readonly PartAnswer[], asked: BatchFormat): readonly Piece[] {
  const pieces: Piece[] = ['{"responses":['];
  for (const [index, part] of answered.entries()) {
    if (index > 0) pieces.push(',');
    if (part.kind === 'request') writeResponse(pieces, { id: part.request.id }, part.answer);
    else writeGroup(pieces, part.answers, part.changeSet, groupName(part.changeSet, index, asked));
  }
  pieces.push(']}');
  return pieces;
}

/** A change set has no name, and its answers must have one in common. */
function groupName({ group }: ChangeSet, index: number, asked: BatchFormat): string {
  return asked === 'json' && group !== undefined ? group : `changeset-${index + 1}`;
}

function writeGroup(
  pieces: Piece[],
  answers: readonly Answer[],
  { requests }: ChangeSet,
  atomicityGroup: string,
): void {
  for (const [index, answer] of answers.entries()) {
    if (index > 0) pieces.push(',');
    writeResponse(pieces, { id: requests[index]?.id, atomicityGroup }, answer);
  }
}

interface Naming {
  readonly id: string | undefined;
  readonly atomicityGroup?: string;
}

function writeResponse(pieces: Piece[], naming: Naming, { status, headers, body }: Answer): void {
  const named = Object.fromEntries(partHeaders(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const head = JSON.stringify({ ...naming, status, headers: named });
  if (body === undefined || body.length === 0) {
    pieces.push(head);
    return;
  }
  pieces.push(`${head.slice(0, -1)},"body":`, bodyValue(named['content-type'], body), '}');
}

/** JSON as it is, byte for byte; text as a string, all else in base64url. */
function bodyValue(contentType: string | undefined, body: Piece): Piece {
  const type = parseMediaType(contentType ?? '');
  if (type?.type === 'application' && (type.subtype === 'json' || type.subtype.endsWith('+json')))
    return body;
  return JSON.stringify(type?.type === 'text' ? asText(body) : asBase64Url(body));
}
