/** The record that each change leaves: who wanted what, and what became of it. Dataverse keeps none (reliability W13). */
import type { ErrorCode } from '../errors';

/** Without values: which properties were to be changed, not to what. */
export interface WriteRecord {
  readonly correlationId: string;
  /** The id of the caller's key. */
  readonly caller: string;
  readonly service: string;
  readonly method: string;
  /** What follows is absent where the request was refused before it was known. */
  readonly entitySet?: string;
  readonly operation?: 'insert' | 'update' | 'delete';
  /** The Guid of the row. */
  readonly key?: string;
  readonly properties?: readonly string[];
  /** The version that the caller demanded, and the one that the answer shows. */
  readonly versionBefore?: string;
  readonly versionAfter?: string;
  readonly outcome: 'made' | 'refused' | 'notSent' | 'unknown';
  readonly status: number;
  readonly code?: ErrorCode;
  /** Times that it was sent to the source. */
  readonly attempts: number;
  /** The answer of the source was lost, and reading the row back has shown that the change was made. */
  readonly verified: boolean;
  readonly milliseconds: number;
}

/** What the record of the request does not say already. */
export type WriteNote = Omit<
  WriteRecord,
  'correlationId' | 'caller' | 'service' | 'method' | 'status' | 'milliseconds'
>;

export function writeNoteOf(write: WriteRecord): WriteNote {
  const {
    correlationId: _correlationId,
    caller: _caller,
    service: _service,
    method: _method,
    status: _status,
    milliseconds: _milliseconds,
    ...note
  } = write;
  return note;
}
