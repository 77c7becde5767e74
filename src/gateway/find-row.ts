/** Reads one row from its source, past everything that is kept: what a change needs to know must be as it is now. */
import { shownColumns } from '../model/columns-in';
import type { EntitySet, ServiceModel } from '../model/entity-set';
import type { CallContext, Key, Row } from '../provider-sdk/index';
import { readKeys } from './fetch-rows';
import { keyQuery } from './key-query';
import type { OpenService } from './open-service';
import { runQuery } from './run-query';

export interface RowPlace {
  readonly entitySet: EntitySet;
  readonly service: OpenService;
  readonly model: ServiceModel;
}

/** The row with every column that some property shows; undefined if it is not there. */
export async function findRow(
  key: Key,
  { entitySet, service, model }: RowPlace,
  context: CallContext,
): Promise<Row | undefined> {
  const connection = service.connection(entitySet.connection);
  const { declaration } = entitySet;
  if (declaration.capabilities.getMany !== undefined && connection.getMany !== undefined) {
    const read = { entity: declaration.name, keys: [key], columns: shownColumns(entitySet) };
    const [row] = await readKeys(read, { connection, declaration, context });
    return row;
  }
  const query = keyQuery(entitySet, guidOf(key, entitySet, service), entitySet.properties);
  const { rows } = await runQuery(query, { skip: 0, top: 1 }, service, model, context);
  return rows[0];
}

/** The Guid of a key; one that cannot be decoded is remembered. */
export function guidOf(
  key: Key,
  { key: property }: EntitySet,
  { keyMap }: Pick<OpenService, 'keyMap'>,
): string {
  const { kind, guid } = property.codec.encode(key);
  if (kind === 'mapped') keyMap.remember(property.codec.scheme.identity, guid, key);
  return guid;
}
