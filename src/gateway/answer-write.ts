/** Makes the answers to changes: what was made and where it is, or only that it was done (Protocol 4.01, 11.4). */
import type { EntitySet } from '../model/entity-set';
import { contextUrl } from '../odata/context-url';
import { entityTag } from '../odata/entity-tag';
import { type PreferenceName, preferenceApplied } from '../odata/preferences';
import { serialiseEntity } from '../odata/serialise-response';
import type { Row } from '../provider-sdk/index';
import type { RowPlace } from './find-row';
import type { Answer } from './incoming';
import type { PreparedWrite } from './prepare-write';
import { rowWriterFor } from './row-writer';

/**
 * 201 with the row, and with its address in both headers: some clients of Microsoft's fail without `Location`, others
 * look for `OData-EntityId` (dataverse-client 2.8).
 *
 * @param row absent where the caller does not want it, or where it was made but could not be read
 */
export function answerInsert(
  guid: string,
  row: Row | undefined,
  write: PreparedWrite,
  place: RowPlace,
): Answer {
  const address = `${place.service.root}${encodeURIComponent(place.entitySet.name)}(${guid})`;
  const location = { Location: address, 'OData-EntityId': address };
  if (row === undefined) return { status: 204, headers: { ...location, ...appliedReturn(write) } };
  return { ...withRow(201, row, write, place, location) };
}

/** 204, or 200 with the row where the caller prefers that. */
export function answerUpdate(row: Row | undefined, write: PreparedWrite, place: RowPlace): Answer {
  if (row === undefined) return { status: 204, headers: appliedReturn(write) };
  return withRow(200, row, write, place, {});
}

export const answerDelete: Answer = { status: 204, headers: {} };

function withRow(
  status: number,
  row: Row,
  write: PreparedWrite,
  { entitySet, service, model }: RowPlace,
  headers: Readonly<Record<string, string>>,
): Answer {
  const { selection, format, preferences } = write;
  const omitNulls = preferences.omitValues !== undefined;
  const rows = { entitySet, select: selection.properties };
  const writeRow = rowWriterFor({ rows, format, omitNulls, service, model });
  const context = contextUrl(service.root, {
    kind: 'entity',
    entitySet: entitySet.name,
    selected: selection.names,
  });
  return {
    status,
    headers: {
      'Content-Type': format.contentType,
      ...headers,
      ...etagHeader(entitySet, row),
      ...applied(write, omitNulls ? ['return', 'omitValues'] : ['return']),
    },
    body: serialiseEntity({ context, row, writeRow, format }),
  };
}

function etagHeader(entitySet: EntitySet, row: Row): Readonly<Record<string, string>> {
  const etag = entityTag(entitySet, row);
  return etag === undefined ? {} : { ETag: etag };
}

/** Without a row only a wish for none was honoured. */
function appliedReturn(write: PreparedWrite): Readonly<Record<string, string>> {
  return write.preferences.return === 'minimal' ? applied(write, ['return']) : {};
}

function applied(
  { preferences }: PreparedWrite,
  honoured: readonly PreferenceName[],
): Readonly<Record<string, string>> {
  const text = preferenceApplied(preferences, honoured);
  return text === undefined ? {} : { 'Preference-Applied': text };
}
