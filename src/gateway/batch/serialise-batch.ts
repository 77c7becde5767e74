/** Makes one answer of the answers to the requests of a batch. */
import type { BatchFormat } from '../../odata/batch/batch';
import type { Answer } from '../incoming';
import type { PartAnswer } from './batch-run';
import { joinPieces } from './pieces';
import { writeJsonAnswer } from './write-json-answer';
import { writeMultipart } from './write-multipart';

export interface BatchAnswerOptions {
  /** The format of the batch. */
  readonly asked: BatchFormat;
  /** The format of the answer. */
  readonly format: BatchFormat;
  /** Random letters and digits, for boundaries. */
  readonly newToken: () => string;
}

/** 200 whatever became of the parts: it says that the batch was taken (Protocol 4.01, 11.7). */
export function serialiseBatch(
  answered: readonly PartAnswer[],
  { asked, format, newToken }: BatchAnswerOptions,
): Answer {
  switch (format) {
    case 'multipart': {
      const { boundary, pieces } = writeMultipart(answered, asked, newToken);
      return ok(`multipart/mixed; boundary=${boundary}`, joinPieces(pieces));
    }
    case 'json':
      return ok('application/json', joinPieces(writeJsonAnswer(answered, asked)));
  }
}

function ok(contentType: string, body: Uint8Array): Answer {
  return { status: 200, headers: { 'Content-Type': contentType }, body };
}
