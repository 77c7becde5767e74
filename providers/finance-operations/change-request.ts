/** Translates a change into the request that F&O takes for it, alone or as a part of a batch. */
import { type Key, type Row, VersionMismatch, type WriteCommand } from '../../src/provider-sdk/index';
import type { KnownEntity } from './entity-catalog';
import { type Carrier, requireAddressable, rowAddress } from './row-address';
import { writeBody } from './write-body';

export interface ChangeRequest {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const JSON_TYPE = 'application/json;odata.metadata=minimal';
const PLAIN = { accept: JSON_TYPE, 'odata-version': '4.0', 'odata-maxversion': '4.0' };
const WITH_BODY = { ...PLAIN, 'content-type': JSON_TYPE };

/**
 * Only what the command holds is sent: F&O finds values for the rest, and must not be given ours (facts page 3.1).
 * Every address crosses companies, or rows of other than the default company would be missed (facts page, trap 1).
 *
 * @throws {ProviderError} before anything is sent
 */
export function changeRequestOf(command: WriteCommand, entity: KnownEntity, carrier: Carrier): ChangeRequest {
  switch (command.kind) {
    case 'insert':
      return {
        method: 'POST',
        path: `/data/${entity.name}?cross-company=true`,
        // The answer must show the key, which a number sequence may have given.
        headers: { ...WITH_BODY, prefer: 'return=representation' },
        body: writeBody(entity, givenValues(command.values)),
      };
    case 'update':
      return {
        method: 'PATCH',
        path: changePath(entity, command.key, carrier),
        headers: { ...WITH_BODY, ...condition(entity, command.version) },
        body: writeBody(entity, command.changes),
      };
    case 'delete':
      return {
        method: 'DELETE',
        path: changePath(entity, command.key, carrier),
        headers: { ...PLAIN, ...condition(entity, command.version) },
      };
  }
}

function changePath(entity: KnownEntity, key: Key, carrier: Carrier): string {
  requireAddressable(entity, key);
  return `${rowAddress(entity, key, carrier)}?cross-company=true`;
}

/** Clients send null for what they leave open; sent on, it would overwrite what F&O fills in (facts page 3.1). */
function givenValues(values: Row): Row {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** The form of the ETags that F&O gives (facts page 3.3), and of nothing that could break out of a header. */
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]*"$/;

/** Without `If-Match` F&O changes whatever is there (facts page 3.3). */
function condition({ name }: KnownEntity, version: string | undefined): Readonly<Record<string, string>> {
  if (version === undefined) return {};
  if (!ETAG.test(version)) throw new VersionMismatch(`No row of ${name} ever had this version.`);
  return { 'if-match': version };
}
