/** An environment made of a function: what the provider asks is recorded, and the function says what it gets. */
import type { SourceColumn, SourceEntity } from '../../../providers/finance-operations/source-column';
import {
  FinanceOperationsConnection,
  type ConnectionOptions,
} from '../../../providers/finance-operations/connection';
import type {
  CallContext,
  HttpAnswer,
  HttpClient,
  HttpRequest,
  Page,
  Row,
} from '../../../src/provider-sdk/index';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MetadataFiles } from '../../../providers/finance-operations/metadata-files';

export const ORIGIN = 'https://contoso.operations.dynamics.com';

interface ScriptedAnswer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Gets path and query with `%20` and the like decoded. */
export type Script = (path: string, request: HttpRequest) => ScriptedAnswer | Promise<ScriptedAnswer>;

export class ScriptedHttp implements HttpClient {
  readonly requests: HttpRequest[] = [];
  closed = false;

  constructor(private readonly script: Script) {}

  get paths(): readonly string[] {
    return this.requests.map(({ path }) => decodeURIComponent(path));
  }

  async json(request: HttpRequest): Promise<HttpAnswer> {
    this.requests.push(request);
    const { status = 200, body, headers = {} } = await this.script(decodeURIComponent(request.path), request);
    return { status, headers, body: structuredClone(body) };
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

export function callContext(): CallContext {
  return { signal: new AbortController().signal, deadline: Date.now() + 60_000 };
}

function column(name: string, kind: SourceColumn['kind'], more: Partial<SourceColumn> = {}): SourceColumn {
  return { name, kind, isKey: false, insertable: true, updatable: true, ...more };
}

/** A cut of CustomersV3 with one column of each kind. */
export const customersV3: SourceEntity = {
  name: 'CustomersV3',
  typeName: 'CustomerV3',
  columns: [
    column('dataAreaId', 'text', { isKey: true, updatable: false }),
    column('CustomerAccount', 'text', { isKey: true, updatable: false }),
    column('OrganizationName', 'text'),
    column('CustomerGroupId', 'text'),
    column('FullPrimaryAddress', 'text'),
    column('CreditLimit', 'decimal'),
    column('ConsolidationDay', 'int32'),
    column('AddressRecordId', 'int64'),
    column('CreditLimitIsMandatory', 'noYes'),
    column('OnHoldStatus', 'enum', {
      enumName: 'CustVendorBlocked',
      members: ['No', 'Invoice', 'All'].map((name, value) => ({ name, value })),
    }),
    column('CredManCustomerSince', 'day'),
    column('AddressValidFrom', 'instant'),
    column('DocumentId', 'guid'),
    column('IsActive', 'boolean'),
  ],
};

export const columnsByName = new Map(customersV3.columns.map((each) => [each.name, each]));

export interface ScriptedConnection {
  readonly connection: FinanceOperationsConnection;
  readonly http: ScriptedHttp;
  readonly warnings: readonly string[];
  readonly cacheFolder: string;
}

export interface ScriptedOptions extends Partial<ConnectionOptions> {
  readonly cacheFolder?: string;
  /** Whether CustomersV3 lies in the disk cache already. Default: true. */
  readonly known?: boolean;
}

export async function connect(script: Script, options: ScriptedOptions = {}): Promise<ScriptedConnection> {
  const { cacheFolder = mkdtempSync(join(tmpdir(), 'vtg-fno-')), known = true, ...rest } = options;
  if (known)
    await new MetadataFiles(cacheFolder, ORIGIN).write({
      entity: customersV3,
      fetched: (rest.now ?? Date.now)(),
    });
  const http = new ScriptedHttp(script);
  const warnings: string[] = [];
  const context = {
    connection: 'contoso',
    cacheFolder,
    http: () => http,
    log: (_level: string, message: string) => void warnings.push(message),
  };
  const connection = new FinanceOperationsConnection(
    { url: ORIGIN, credential: { kind: 'none' }, ...rest },
    context,
  );
  return { connection, http, warnings, cacheFolder };
}

/** A row of CustomersV3 as F&O gives it, every column filled with what stands for nothing. */
export function customer(
  account: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    '@odata.etag': 'W/"JzAsNTYzNzE0NDU3Nic="',
    dataAreaId: 'usmf',
    CustomerAccount: account,
    OrganizationName: '',
    CustomerGroupId: '',
    FullPrimaryAddress: '',
    CreditLimit: 0,
    ConsolidationDay: 0,
    AddressRecordId: 0,
    CreditLimitIsMandatory: 'No',
    OnHoldStatus: 'No',
    CredManCustomerSince: '1900-01-01T12:00:00Z',
    AddressValidFrom: '1900-01-01T00:00:00Z',
    DocumentId: '00000000-0000-0000-0000-000000000000',
    IsActive: false,
    ...more,
  };
}

export async function rowsOf(pages: AsyncIterable<Page>): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page.rows);
  return rows;
}
