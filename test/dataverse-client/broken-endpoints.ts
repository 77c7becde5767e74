/** Endpoints that are broken in one way each, and the rule by which that has to be noticed. */
import type { Rule } from '../support/dataverse-client/check';
import type { ProfileName } from '../support/dataverse-client/profiles';
import type { TinyRow } from './tiny-filter';
import type { Faults } from './tiny-faults';

const someRow = (body: Record<string, unknown>): Record<string, unknown> | undefined =>
  Array.isArray(body['value']) ? (body['value'] as Record<string, unknown>[]).at(-1) : undefined;

const reshuffled = (rows: readonly TinyRow[], options: ReadonlyMap<string, string>): readonly TinyRow[] => {
  const turn = Number(options.get('$skip') ?? 0) % 13;
  return [...rows.slice(turn), ...rows.slice(0, turn)];
};

let linksGiven = 0;

type BrokenEndpoint = readonly [name: string, profile: ProfileName, rule: Rule, faults: Faults];

export const brokenEndpoints: readonly BrokenEndpoint[] = [
  ['no count', 'observed-minimal', 'count', { body: (body) => delete body['@odata.count'] }],
  [
    'a count without being asked',
    'odata-client-7',
    'count',
    {
      body: (body, url) => {
        if (!url.includes('count')) body['@odata.count'] = 620;
      },
    },
  ],
  ['a count that ignores the filter', 'observed-minimal', 'count', { countsWholeTable: true }],
  ['no context', 'observed-minimal', 'context', { body: (body) => delete body['@odata.context'] }],
  [
    "another table's context",
    'observed-minimal',
    'context',
    {
      body: (body, url) => {
        if (url.includes('Customers'))
          body['@odata.context'] = String(body['@odata.context']).replace('Customers', 'Groups');
      },
    },
  ],
  [
    'a relative context',
    'observed-minimal',
    'context',
    {
      body: (body) => {
        body['@odata.context'] = '$metadata#Customers';
      },
    },
  ],
  [
    'a null key',
    'observed-minimal',
    'null',
    {
      body: (body) => {
        const row = someRow(body);
        if (row) row['Id'] = null;
      },
    },
  ],
  [
    'no key',
    'observed-minimal',
    'key',
    {
      body: (body) => {
        const row = someRow(body);
        if (row) delete row['Id'];
      },
    },
  ],
  [
    'a redirect',
    'observed-minimal',
    'redirect',
    {
      head: (answer, url) => {
        if (url.includes('Customers(')) {
          answer.statusCode = 302;
          answer.setHeader('location', '/login');
        }
      },
    },
  ],
  [
    'a relative next link',
    'odata-client-7-server-paging',
    'next-link',
    {
      body: (body) => {
        if (body['@odata.nextLink']) body['@odata.nextLink'] = 'Customers?$skiptoken=50';
      },
    },
  ],
  [
    'a foreign next link',
    'odata-client-7-server-paging',
    'next-link',
    {
      body: (body) => {
        if (body['@odata.nextLink'])
          body['@odata.nextLink'] = 'http://inner.example/odata/tiny/Customers?$skiptoken=50';
      },
    },
  ],
  [
    'next links that work once',
    'odata-client-7-server-paging',
    'next-link',
    {
      rows: (rows, options) => (options.has('$skiptoken') ? rows.toSpliced(0, (linksGiven += 1) % 5) : rows),
    },
  ],
  [
    'next links that forget the filter',
    'odata-client-7-server-paging',
    'filter',
    { forgetsFilterInLinks: true },
  ],
  [
    'a lost row between server pages',
    'odata-client-7-server-paging',
    'paging',
    {
      rows: (rows, options) => (options.has('$skiptoken') ? rows.toSpliced(60, 1) : rows),
    },
  ],
  ['an ignored filter', 'observed-minimal', 'filter', { ignoresFilter: true }],
  ['an ignored filter, encoded', 'encoded', 'filter', { ignoresFilter: true }],
  ['flat precedence of and and or', 'hostile-ops', 'filter', { flatPrecedence: true }],
  ['an asterisk taken as a wildcard', 'hostile-ops', 'filter', { wildcardsMean: 'anything' }],
  ['an ignored not', 'hostile-ops', 'filter', { ignoresNot: true }],
  ['rows without a value lost by ne', 'hostile-ops', 'filter', { nullMatchesNothing: true }],
  ['anything accepted', 'hostile-ops', 'refusal', { acceptsAnything: true }],
  ['unstable paging', 'odata-client-7', 'paging', { rows: reshuffled }],
  ['a silent cap', 'odata-client-7', 'paging', { largestPage: 100 }],
  ['an ignored order', 'odata-client-7', 'order', { ignoresOrder: true }],
  ['an ignored select', 'observed-minimal', 'select', { ignoresSelect: true }],
  ['a missing column', 'observed-minimal', 'select', { row: (row) => delete row['City'] }],
  [
    'a column that $metadata lacks',
    'observed-minimal',
    'select',
    {
      row: (row) => {
        row['Secret'] = 1;
      },
    },
  ],
  [
    'a decimal as text',
    'observed-minimal',
    'type',
    {
      row: (row) => {
        row['CreditLimit'] = '1000.00';
      },
    },
  ],
  [
    'a whole number beyond 32 bits',
    'observed-minimal',
    'type',
    {
      row: (row) => {
        row['Rank'] = 2 ** 31;
      },
    },
  ],
  [
    'a local time',
    'observed-minimal',
    'type',
    {
      row: (row) => {
        row['ModifiedOn'] = '2026-01-01T00:00:00+01:00';
      },
    },
  ],
  [
    'a relative link in a row',
    'odata-client-7',
    'link',
    {
      row: (row) => {
        row['@odata.id'] = 'Customers(1)';
      },
    },
  ],
  ['an HTML error', 'observed-minimal', 'content-type', { htmlErrors: true }],
  ['an error without its id', 'observed-minimal', 'correlation', { withoutCorrelation: true }],
  [
    'an error without a message',
    'observed-minimal',
    'error-body',
    {
      body: (body) => {
        if (body['error']) body['error'] = { code: 'x' };
      },
    },
  ],
  ['a list instead of 404', 'observed-minimal', 'not-found', { emptyListForMissingRow: true }],
  [
    'version 4.01',
    'observed-minimal',
    'odata-version',
    {
      head: (answer) => {
        answer.setHeader('odata-version', '4.01');
      },
    },
  ],
  [
    'plain text for JSON',
    'observed-minimal',
    'content-type',
    {
      head: (answer) => {
        answer.setHeader('content-type', 'text/plain');
      },
    },
  ],
  [
    'another value in a single read',
    'observed-minimal',
    'single-read',
    {
      body: (body) => {
        if ('CreditLimit' in body) body['CreditLimit'] = 1.25;
      },
    },
  ],
  ["options of the client's own refused", 'odata-client-7', 'status', { refusesOwnOptions: true }],
  [
    'a key of text',
    'observed-minimal',
    'model',
    { metadata: (xml) => xml.replaceAll('Name="Id" Type="Edm.Guid"', 'Name="Id" Type="Edm.String"') },
  ],
  [
    'a column that must not be null',
    'observed-minimal',
    'model',
    { metadata: (xml) => xml.replace('Type="Edm.Decimal"', 'Type="Edm.Decimal" Nullable="false"') },
  ],
  [
    'a type that cannot be mapped',
    'observed-minimal',
    'model',
    { metadata: (xml) => xml.replace('Edm.Decimal', 'Edm.Duration') },
  ],
  ['metadata that is cut off', 'observed-minimal', 'model', { metadata: (xml) => xml.slice(0, -20) }],
  [
    'a set that the root does not list',
    'observed-minimal',
    'model',
    {
      body: (body, url) => {
        if (url.endsWith('/tiny/')) (body['value'] as unknown[]).pop();
      },
    },
  ],
];
