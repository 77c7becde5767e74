/**
 * Keeps the log from growing by being read: rows of it that were given leave no record. Were each page a record, it would move
 * the rows of the next page by one, and whoever reads all would never come to the end. What is refused or fails leaves one.
 */
import type { QueryRecord } from '../record/query-record';
import { readsRecords } from './built-in-providers';
import type { Configuration } from './configuration/configuration';
import type { KeptRecords } from './gateway';

export function sparingReadsOfRecords(
  records: KeptRecords,
  { connections, services }: Pick<Configuration, 'connections' | 'services'>,
): KeptRecords {
  const logs = new Set(connections.filter(({ provider }) => readsRecords(provider)).map(({ name }) => name));
  if (logs.size === 0) return records;
  const nameOf = (service = '', entitySet = ''): string => `${service}/${entitySet}`;
  const sets = new Set(
    services.flatMap(({ name: service, entitySets }) =>
      entitySets
        .filter(({ connection }) => logs.has(connection))
        .map(({ name: entitySet }) => nameOf(service, entitySet)),
    ),
  );
  const isSpared = ({
    service,
    entitySet,
    status,
  }: Pick<QueryRecord, 'service' | 'entitySet' | 'status'>): boolean =>
    status < 400 && sets.has(nameOf(service, entitySet));
  return {
    ...records,
    keep(record) {
      if (!isSpared(record)) records.keep(record);
    },
    keepHit: (hit) => (isSpared({ ...hit.noted, status: hit.status }) ? undefined : records.keepHit(hit)),
  };
}
