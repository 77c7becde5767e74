/** Writes the address of one row, with its key in the path. */
import { InvalidValue, type Key } from '../../src/provider-sdk/index';
import type { KnownEntity } from './entity-catalog';
import type { SourceColumn } from './source-column';
import { encodeForBatch, encodeForUrl, isSendable, isTakenForOthers, writeLiteral } from './write-literal';

/** What an address stands in: the URL of a request of its own, or the request line of a part of a batch. */
export type Carrier = 'url' | 'batch';

/** `/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')`: all parts of a key must be there (facts page 1.1). */
export function rowAddress(entity: KnownEntity, key: Key, carrier: Carrier): string {
  const parts = keyColumnsOf(entity).map(
    (column, index) => `${column.name}=${writeKeyPart(column, key[index], carrier)}`,
  );
  return `${ROOT}${entity.name}(${parts.join(',')})`;
}

const ROOT = '/data/';

/** Windows' http.sys answers 400 to a longer segment of a path, unless told otherwise (Microsoft KB 820129, UrlSegmentMaxLength). */
const LONGEST_SEGMENT = 260;

/** Whether a URL can have the address as its path. */
export function fitsPath(address: string): boolean {
  return address.length - ROOT.length <= LONGEST_SEGMENT;
}

export function keyColumnsOf(entity: KnownEntity): readonly SourceColumn[] {
  return entity.key.flatMap((name) => entity.columns.get(name) ?? []);
}

function writeKeyPart(column: SourceColumn, part: Key[number] | undefined, carrier: Carrier): string {
  const literal = writeLiteral(column, part ?? '');
  // A date sits at noon (facts page, trap 6).
  if (column.kind === 'day') return encodeForBatch(`${literal}T12:00:00Z`);
  // Times have colons, and are documented in paths as they are (facts page 1.5).
  if (column.kind === 'instant' || carrier === 'batch') return encodeForBatch(literal);
  return encodeForUrl(literal);
}

/** Whether a server that decodes the address in another way than F&O was seen to do would take it for another row's. */
export function isAmbiguous(entity: KnownEntity, key: Key): boolean {
  return keyColumnsOf(entity).some(({ kind }, index) => {
    const part = key[index];
    return kind === 'text' && typeof part === 'string' && isTakenForOthers(part);
  });
}

/**
 * http.sys refuses escaped control characters in every path (KB 820129, AllowRestrictedChars), and half a surrogate pair
 * has no escape at all.
 *
 * @throws {InvalidValue} naming the column, if no address carries the key
 */
export function requireAddressable(entity: KnownEntity, key: Key): void {
  for (const [index, part] of key.entries()) {
    if (typeof part !== 'string' || isSendable(part)) continue;
    const column = entity.key[index];
    throw new InvalidValue(`A row of ${entity.name} cannot be addressed.`, {
      safeText: 'The key holds control characters, which no address in Finance & Operations can carry.',
      ...(column === undefined ? {} : { column }),
    });
  }
}
