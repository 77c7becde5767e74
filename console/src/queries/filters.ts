/** The filters of the list of queries: they live in the page's address, so that a colleague can open the same view. */
import type { Parameters } from '../api/client';
import type { Operation } from '../../../src/record/query-record';
import type { RecordFilter } from '../../../src/record/record-store';

/** By name, as they stand in the address. `last` is a span before now, which `from` is made of when the list is asked for. */
export type Filters = Readonly<Partial<Record<FilterName, string>>>;
/** The list of changes is a page of its own. */
export type FilterName = Exclude<keyof RecordFilter, 'writes'> | 'last';

export interface FilterField {
  readonly label: string;
  readonly kind: 'text' | 'number' | 'instant' | 'choice';
  /** Value and label, without the choice of everything. */
  readonly choices?: readonly (readonly [string, string])[];
  readonly hint?: string;
}

const operationNames: Readonly<Record<Operation, string>> = {
  list: 'List',
  row: 'One row',
  count: 'Count',
  metadata: 'Metadata',
  insert: 'Insert',
  update: 'Update',
  delete: 'Delete',
  batch: 'Batch',
  other: 'Other',
};

/** Every filter that the admin API takes; a new one does not compile until it is here. */
export const filterFields: Readonly<Record<FilterName, FilterField>> = {
  url: { label: 'In the URL', kind: 'text', hint: 'Name, Customers…' },
  last: {
    label: 'Time',
    kind: 'choice',
    choices: [
      ['5m', 'Last 5 minutes'],
      ['1h', 'Last hour'],
      ['1d', 'Last day'],
      ['7d', 'Last 7 days'],
    ],
  },
  service: { label: 'Service', kind: 'text' },
  entitySet: { label: 'Entity set', kind: 'text' },
  status: {
    label: 'Status',
    kind: 'choice',
    choices: [
      ['2xx', '2xx answered'],
      ['3xx', '3xx not modified'],
      ['4xx', '4xx refused'],
      ['5xx', '5xx failed'],
    ],
  },
  operation: { label: 'Operation', kind: 'choice', choices: Object.entries(operationNames) },
  cache: {
    label: 'Cache',
    kind: 'choice',
    choices: [
      ['hit', 'Hit'],
      ['miss', 'Miss'],
    ],
  },
  pushed: {
    label: 'Pushed',
    kind: 'choice',
    choices: [
      ['true', 'Fully'],
      ['false', 'Not fully'],
    ],
  },
  correlationId: { label: 'Correlation id', kind: 'text', hint: 'ours, or any that came' },
  code: { label: 'Error code', kind: 'text', hint: 'UpstreamTimeout' },
  caller: { label: 'Key of the caller', kind: 'text' },
  fingerprint: { label: 'Fingerprint', kind: 'text', hint: '16 digits' },
  minMilliseconds: { label: 'Took at least (ms)', kind: 'number' },
  maxMilliseconds: { label: 'Took at most (ms)', kind: 'number' },
  minFetched: { label: 'Rows fetched at least', kind: 'number' },
  from: { label: 'From', kind: 'instant' },
  to: { label: 'Until', kind: 'instant' },
};

export const filterNames = Object.keys(filterFields) as readonly FilterName[];

/** The others are behind a button. A complaint comes with its id. */
export const firstFilters: readonly FilterName[] = [
  'correlationId',
  'url',
  'last',
  'service',
  'entitySet',
  'status',
];

export function readFilters(search: URLSearchParams): Filters {
  return Object.fromEntries(
    filterNames.flatMap((name) => {
      const value = search.get(name);
      return value === null || value === '' ? [] : [[name, value]];
    }),
  );
}

/** In one order, so that one view has one address. */
export function writeFilters(filters: Filters): string {
  const given = filterNames.flatMap((name) => {
    const value = filters[name];
    return value === undefined || value === '' ? [] : [[name, value]];
  });
  return new URLSearchParams(given).toString();
}

/** What the API is asked for. */
export function parametersOf({ last, ...filters }: Filters, now: number): Parameters {
  const span = last === undefined ? undefined : spanOf(last);
  return span === undefined ? filters : { ...filters, from: now - span };
}

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

function spanOf(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const length = units[unit];
  return count === undefined || length === undefined ? undefined : Number(count) * length;
}
