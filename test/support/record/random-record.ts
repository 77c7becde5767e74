/** Records as fast-check makes them: few values of each property, so that filters find some. */
import fc from 'fast-check';
import { operations, type QueryRecord } from '../../../src/record/query-record';
import { firstIdAt } from '../../../src/record/record-id';

const optional = <Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(value, { nil: undefined });

const call = fc.record({
  connection: fc.constant('contoso'),
  method: fc.constant('GET'),
  url: fc.constant('/data/CustomersV3'),
  attempt: fc.constant(1),
  startedAfter: fc.nat(10),
  milliseconds: fc.nat(100),
  bytes: fc.nat(1_000),
});

const withoutId = fc.record(
  {
    at: fc.nat(1_000),
    milliseconds: fc.double({ min: 0, max: 50, noNaN: true }),
    correlationId: fc.constantFrom('c1', 'c2', 'c3'),
    method: fc.constant('GET'),
    url: fc.constantFrom('Customers?$filter=Name eq ?', 'Vendors?$top=5', "a'b\\c%_d", 'VENDORS(?)', 'x"y'),
    service: optional(fc.constantFrom('sales', 'demo', 'sa_es')),
    entitySet: optional(fc.constantFrom('Customers', 'Vendors')),
    operation: fc.constantFrom(...operations),
    fingerprint: optional(fc.constantFrom('f1', 'f2', 'f3')),
    caller: optional(fc.constantFrom('dataverse', "o'hara")),
    correlations: optional(
      fc.dictionary(fc.constantFrom('traceparent', 'request-id'), fc.constantFrom('c2', 'c4', 'c5')),
    ),
    status: fc.constantFrom(200, 204, 304, 400, 404, 429, 500, 503),
    code: optional(fc.constantFrom('NotFound', 'UpstreamUnavailable')),
    cache: optional(fc.record({ status: fc.constant('hit'), isHit: fc.boolean() })),
    fold: optional(fc.record({ hits: fc.integer({ min: 2, max: 20 }), slowest: fc.nat(100) })),
    plan: optional(
      fc.record({
        source: fc.constant('scan' as const),
        parts: fc.constant([{ clause: '$top', text: '5', place: 'source' } as const]),
        pushed: fc.boolean(),
      }),
    ),
    rows: optional(fc.record({ fetched: fc.nat(20), returned: fc.nat(20) })),
    stages: optional(fc.constant({ parse: 1, send: 2 })),
    calls: optional(fc.array(call, { maxLength: 3 })),
    batch: optional(fc.constantFrom('b1', 'b2')),
  },
  { requiredKeys: ['at', 'milliseconds', 'correlationId', 'method', 'url', 'operation', 'status'] },
);

/** Without properties that are undefined, as JSON gives them back. */
export const randomRecords: fc.Arbitrary<readonly QueryRecord[]> = fc
  .array(withoutId, { maxLength: 40 })
  .map((made) => made.map((record, index) => sampleRecord({ ...record, id: idOf(index) })));

/** As it is given at this millisecond. */
export const idOf = (index: number): string => `${firstIdAt(index)}000000000000`;

/** One in each millisecond. */
export const numbered = (count: number, some: Partial<QueryRecord> = {}): readonly QueryRecord[] =>
  Array.from({ length: count }, (_, index) => sampleRecord({ id: idOf(index), at: index, ...some }));

/** A record of which only some things matter. */
export function sampleRecord(some: {
  readonly [Name in keyof QueryRecord]?: QueryRecord[Name] | undefined;
}): QueryRecord {
  const record = {
    id: idOf(0),
    at: 0,
    milliseconds: 1,
    correlationId: 'c1',
    method: 'GET',
    url: 'Customers',
    operation: 'list',
    status: 200,
    ...some,
  };
  return JSON.parse(JSON.stringify(record)) as QueryRecord;
}
