/** Which reads of the log leave no record: those that were given rows of it, and no others. */
import type { AnsweredHit } from '../../src/record/hit-records';
import type { QueryRecord } from '../../src/record/query-record';
import type { Configuration } from '../../src/server/configuration/configuration';
import type { KeptRecords } from '../../src/server/gateway';
import { sparingReadsOfRecords } from '../../src/server/sparing-reads-of-records';
import { sampleRecord } from '../support/record/random-record';

const configurationWith = (provider: string): Pick<Configuration, 'connections' | 'services'> =>
  ({
    connections: [
      { name: 'log', provider: { name: provider } },
      { name: 'tables', provider: { name: 'memory' } },
    ],
    services: [
      {
        name: 'gateway',
        entitySets: [
          { name: 'Queries', connection: 'log' },
          { name: 'Things', connection: 'tables' },
        ],
      },
      { name: 'sales', entitySets: [{ name: 'Queries', connection: 'tables' }] },
    ],
  }) as unknown as Configuration;

/** Whether a record and a hit of this kind are kept. */
function isKept(
  some: Pick<QueryRecord, 'service' | 'entitySet' | 'status'>,
  provider = 'gateway-log',
): unknown {
  const kept: string[] = [];
  const records = {
    keep: () => kept.push('record'),
    keepHit: () => kept.push('hit'),
  } as unknown as KeptRecords;
  const sparing = sparingReadsOfRecords(records, configurationWith(provider));
  const record = sampleRecord(some);
  sparing.keep(record);
  sparing.keepHit({ noted: record, status: record.status } as unknown as AnsweredHit);
  return kept;
}

const all = ['record', 'hit'];

test.each([
  [{ service: 'gateway', entitySet: 'Queries', status: 200 }, []],
  [{ service: 'gateway', entitySet: 'Queries', status: 304 }, []],
  [{ service: 'gateway', entitySet: 'Queries', status: 400 }, all],
  [{ service: 'gateway', entitySet: 'Queries', status: 503 }, all],
  [{ service: 'gateway', entitySet: 'Things', status: 200 }, all],
  [{ service: 'sales', entitySet: 'Queries', status: 200 }, all],
  [{ service: 'gateway', status: 200 }, all],
  [{ status: 200 }, all],
])('of %j are kept %j', (some, kept) => expect(isKept(some)).toEqual(kept));

test('without the log as OData all are', () => {
  expect(isKept({ service: 'gateway', entitySet: 'Queries', status: 200 }, 'memory')).toEqual(all);
});
