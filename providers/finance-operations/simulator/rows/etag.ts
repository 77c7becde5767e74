/** The etag of a row: `'RecVersion,RecId'` of each data source, in base64 (facts page 3.3). */
import type { EntitySchema } from '../schema/entity-schema';
import { mix } from './random';

/** RecIds of joined rows lie in ranges of their own. */
const JOINED_RECORD_STEP = 1_000_000_000;

/** The etag of a row, as `@odata.etag` and the `ETag` header carry it. */
export function etagOf(entity: EntitySchema, row: number): string {
  let pairs = pairOf(entity, row, 0);
  for (let source = 1; source < entity.dataSources; source++) pairs += `;${pairOf(entity, row, source)}`;
  // Digits and punctuation only, so that the plain base64 function will do.
  return `W/"${btoa(`'${pairs}'`)}"`;
}

/** The RecId of a row in the root table. */
export function recordIdOf(entity: EntitySchema, row: number): number {
  return entity.firstRecordId + row;
}

function pairOf(entity: EntitySchema, row: number, source: number): string {
  const hash = mix(row, entity.firstRecordId + source);
  // A joined row that does not exist reads `0,0`.
  if (source > 0 && hash % 3 === 0) return '0,0';
  return `${versionOf(hash)},${recordIdOf(entity, row) + source * JOINED_RECORD_STEP}`;
}

/** 0 for demo rows, 1 after insert, a random 31-bit number after an update. */
function versionOf(hash: number): number {
  const history = hash % 10;
  if (history < 4) return 1;
  return history < 6 ? 0 : hash >>> 1;
}
