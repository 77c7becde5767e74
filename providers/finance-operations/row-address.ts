/** Writes the address of one row, with its key in the path. */
import { InvalidValue, type Key } from '../../src/provider-sdk/index';
import type { KnownEntity } from './entity-catalog';
import type { SourceColumn } from './source-column';
import { encodeKeyPart, writeLiteral } from './write-literal';

/** `/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')`: all parts of a key must be there (facts page 1.1). */
export function rowAddress(entity: KnownEntity, key: Key): string {
  const parts = keyColumnsOf(entity).map(
    (column, index) => `${column.name}=${writeKeyPart(column, key[index])}`,
  );
  return `/data/${entity.name}(${parts.join(',')})`;
}

export function keyColumnsOf(entity: KnownEntity): readonly SourceColumn[] {
  return entity.key.flatMap((name) => entity.columns.get(name) ?? []);
}

function writeKeyPart(column: SourceColumn, part: Key[number] | undefined): string {
  const literal = writeLiteral(column, part ?? '');
  // A date sits at noon (facts page, trap 6).
  return encodeKeyPart(column.kind === 'day' ? `${literal}T12:00:00Z` : literal);
}

/**
 * What a path carries unharmed. Not `/` and `\`, which cut it, nor `%` and `+`, which a server that decodes twice takes
 * for other characters, and so for another row; nor what ASP.NET refuses in any path (`<>*&:?`).
 */
const SAFE_PART = /^[\p{L}\p{N} ._~'(),;=!@$-]*$/u;

/**
 * The address of a row that is to be changed. A read finds a row with an odd key by a filter; a change has no other way.
 *
 * @throws {InvalidValue} naming the column, if no path carries the key safely
 */
export function changeAddress(entity: KnownEntity, key: Key, isShort: (path: string) => boolean): string {
  for (const [index, part] of key.entries()) {
    if (typeof part !== 'string' || SAFE_PART.test(part) || isTime(entity, index)) continue;
    throw refusal(
      entity,
      index,
      'The key holds characters that no address in Finance & Operations can carry.',
    );
  }
  const path = `${rowAddress(entity, key)}?cross-company=true`;
  if (isShort(path)) return path;
  throw refusal(entity, key.length - 1, 'The key is too long for an address in Finance & Operations.');
}

/** Times have colons, and are documented in paths as they are (facts page 1.5). */
function isTime(entity: KnownEntity, index: number): boolean {
  const kind = keyColumnsOf(entity)[index]?.kind;
  return kind === 'day' || kind === 'instant';
}

function refusal(entity: KnownEntity, index: number, safeText: string): InvalidValue {
  const column = entity.key[index];
  return new InvalidValue(`A row of ${entity.name} cannot be addressed.`, {
    safeText,
    ...(column === undefined ? {} : { column }),
  });
}
