/** The etags of a table's rows: `'RecVersion,RecId'` of each data source, in base64 (facts page 3.3). */
import type { EntitySchema } from '../schema/entity-schema';
import { mix } from './random';

/** RecIds of joined rows lie in ranges of their own. */
const JOINED_RECORD_STEP = 1_000_000_000;

/** In place of a RecVersion: the joined row does not exist. */
export const MISSING = -1;

/** Versions of generated rows follow from their numbers; only rows that were written have any in memory. */
export class RowVersions {
  readonly #entity: EntitySchema;
  readonly #written = new Map<number, readonly number[]>();

  constructor(entity: EntitySchema) {
    this.#entity = entity;
  }

  /** The etag of a row, as `@odata.etag` and the `ETag` header carry it. */
  etagOf(row: number): string {
    const { dataSources } = this.#entity;
    const written = this.#written.size === 0 ? undefined : this.#written.get(row);
    let pairs = '';
    for (let source = 0; source < dataSources; source++) {
      const version = written === undefined ? this.#generated(row, source) : (written[source] ?? MISSING);
      pairs += `${source === 0 ? '' : ';'}${this.#pair(row, source, version)}`;
    }
    // Digits and punctuation only, so that the plain base64 function will do.
    return `W/"${btoa(`'${pairs}'`)}"`;
  }

  /** The RecVersion of each data source, or {@link MISSING}. */
  versionsOf(row: number): readonly number[] {
    const written = this.#written.get(row);
    if (written !== undefined) return written;
    return Array.from({ length: this.#entity.dataSources }, (_, source) => this.#generated(row, source));
  }

  write(row: number, versions: readonly number[]): void {
    this.#written.set(row, versions);
  }

  forget(row: number): void {
    this.#written.delete(row);
  }

  #generated(row: number, source: number): number {
    const hash = mix(row, this.#entity.firstRecordId + source);
    return source > 0 && hash % 3 === 0 ? MISSING : generatedVersion(hash);
  }

  #pair(row: number, source: number, version: number): string {
    if (version === MISSING) return '0,0';
    return `${version},${recordIdOf(this.#entity, row) + source * JOINED_RECORD_STEP}`;
  }
}

/** The RecId of a row in the root table. */
export function recordIdOf(entity: EntitySchema, row: number): number {
  return entity.firstRecordId + row;
}

/** 0 for demo rows, 1 after insert, a random 31-bit number after an update. */
function generatedVersion(hash: number): number {
  const history = hash % 10;
  if (history < 4) return 1;
  return history < 6 ? 0 : hash >>> 1;
}
