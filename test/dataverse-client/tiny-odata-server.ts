/** A small correct OData endpoint, and the ways to break it that the judge has to notice. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { compileTinyFilter, TinyRefusal, type Cell, type FilterFaults, type TinyRow } from './tiny-filter';
import { tinyTables, type TinyTable } from './tiny-tables';

/** What is deliberately wrong with the endpoint. */
export interface Faults extends FilterFaults {
  /** Changes an answer's body before it goes out. */
  readonly body?: (body: Record<string, unknown>, url: string) => void;
  /** Changes each row before it is projected. */
  readonly row?: (row: Record<string, unknown>) => void;
  /** Changes status and headers. */
  readonly head?: (answer: ServerResponse, url: string) => void;
  readonly metadata?: (xml: string) => string;
  readonly rows?: (rows: readonly TinyRow[], options: ReadonlyMap<string, string>) => readonly TinyRow[];
  readonly ignoresFilter?: boolean;
  readonly countsWholeTable?: boolean;
  readonly ignoresSelect?: boolean;
  readonly ignoresOrder?: boolean;
  readonly largestPage?: number;
  readonly htmlErrors?: boolean;
  readonly withoutCorrelation?: boolean;
  readonly emptyListForMissingRow?: boolean;
  readonly acceptsAnything?: boolean;
  readonly forgetsFilterInLinks?: boolean;
  readonly refusesOwnOptions?: boolean;
}

export interface TinyServer {
  readonly url: string;
  /** Request lines and headers as they arrived. */
  readonly requests: readonly { readonly url: string; readonly headers: IncomingMessage['headers'] }[];
  close(): Promise<void>;
}

const rootPath = '/odata/tiny/';
const knownOptions = ['$filter', '$orderby', '$skip', '$top', '$select', '$count', '$skiptoken'];

export async function startTinyServer(faults: Faults = {}): Promise<TinyServer> {
  const requests: { url: string; headers: IncomingMessage['headers'] }[] = [];
  const server: Server = createServer((request, answer) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    new TinyAnswer(request, answer, faults).send();
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}${rootPath}`, requests, close };
}

class TinyAnswer {
  readonly #url: string;
  readonly #root: string;

  constructor(
    readonly request: IncomingMessage,
    readonly answer: ServerResponse,
    readonly faults: Faults,
  ) {
    this.#url = request.url ?? '';
    this.#root = `http://${request.headers.host ?? ''}${rootPath}`;
  }

  send(): void {
    try {
      this.#route();
    } catch (error) {
      if (error instanceof TinyRefusal) this.#error(error.status, error.message);
      else if (error instanceof URIError) this.#error(400, 'malformed escape');
      else throw error;
    }
  }

  #route(): void {
    const [path = '', query = ''] = this.#url.slice(rootPath.length).split('?');
    const options = this.#readOptions(query);
    if (path === '$metadata') return this.#metadata();
    if (path === '') return this.#document();
    const match = /^(\w+)(?:\((?:\w+=)?([^)]*)\))?$/.exec(path);
    const table = tinyTables.find((each) => each.set === match?.[1]);
    if (table === undefined) return this.#error(404, 'no such entity set');
    const key = match?.[2];
    return key === undefined ? this.#list(table, options) : this.#read(table, key, options);
  }

  #readOptions(query: string): ReadonlyMap<string, string> {
    const options = new Map<string, string>();
    for (const option of query.split('&').filter((each) => each !== '')) {
      const [name = '', ...value] = option.split('=');
      const decoded = decodeURIComponent(name);
      if (!decoded.startsWith('$')) {
        if (this.faults.refusesOwnOptions) throw new TinyRefusal(400, `unknown option ${decoded}`);
        continue;
      }
      if (!this.faults.acceptsAnything && (!knownOptions.includes(decoded) || options.has(decoded))) {
        throw new TinyRefusal(400, `unknown or repeated option ${decoded}`);
      }
      options.set(decoded, decodeURIComponent(value.join('=').replaceAll('+', ' ')));
    }
    return options;
  }

  #list(table: TinyTable, options: ReadonlyMap<string, string>): void {
    let start = readWhole(options, '$skip') ?? 0;
    const token = options.get('$skiptoken');
    if (token !== undefined) {
      if (!/^\d+$/.test(token)) throw new TinyRefusal(400, 'forged $skiptoken');
      start = Number(token);
    }
    const top = readWhole(options, '$top') ?? Infinity;
    const count = options.get('$count') ?? 'false';
    if (!['true', 'false'].includes(count)) throw new TinyRefusal(400, '$count takes true or false');
    const filtered = this.#filter(table, options);
    const sorted = this.#sort(table, filtered, options);
    this.#page(table, options, { sorted, start, top, counted: count === 'true', filtered });
  }

  #page(
    table: TinyTable,
    options: ReadonlyMap<string, string>,
    page: {
      sorted: readonly TinyRow[];
      start: number;
      top: number;
      counted: boolean;
      filtered: readonly TinyRow[];
    },
  ): void {
    const { sorted, start, top, counted, filtered } = page;
    const pageSize = this.#pageSize();
    const size = Math.min(top, pageSize, this.faults.largestPage ?? Infinity);
    const rows = sorted.slice(start, start + size);
    const select = this.#select(table, options);
    const body: Record<string, unknown> = { '@odata.context': `${this.#root}$metadata#${table.set}` };
    if (counted) body['@odata.count'] = this.faults.countsWholeTable ? table.rows.length : filtered.length;
    body['value'] = rows.map((row) => this.#project(row, select));
    const cutByServer = size === pageSize && pageSize < top && start + size < sorted.length;
    if (cutByServer) body['@odata.nextLink'] = this.#nextLink(table, options, start + size, pageSize);
    this.#json(200, body);
  }

  /** The size travels in the link as an option of the server's own, so that the link stands alone. */
  #nextLink(table: TinyTable, options: ReadonlyMap<string, string>, token: number, size: number): string {
    const kept = [...options].filter(
      ([name]) =>
        name !== '$skiptoken' &&
        name !== '$skip' &&
        !(this.faults.forgetsFilterInLinks && name === '$filter'),
    );
    const written = kept.map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${this.#root}${table.set}?${[...written, `$skiptoken=${token}`, `pagesize=${size}`].join('&')}`;
  }

  #pageSize(): number {
    const asked = /(?:maxpagesize|pagesize)=(\d+)/.exec(
      `${String(this.request.headers['prefer'] ?? '')} ${this.#url}`,
    );
    return asked === null ? Infinity : Number(asked[1]);
  }

  #filter(table: TinyTable, options: ReadonlyMap<string, string>): readonly TinyRow[] {
    const filter = options.get('$filter');
    if (filter === undefined || this.faults.ignoresFilter) return table.rows;
    try {
      return table.rows.filter(compileTinyFilter(filter, table.types, this.faults));
    } catch (error) {
      if (this.faults.acceptsAnything) return table.rows;
      throw error;
    }
  }

  #sort(
    table: TinyTable,
    rows: readonly TinyRow[],
    options: ReadonlyMap<string, string>,
  ): readonly TinyRow[] {
    const wanted = options.get('$orderby');
    if (wanted === undefined) return this.faults.rows?.(rows, options) ?? rows;
    const [name = '', direction] = wanted.split(' ');
    if (table.types[name] === undefined) {
      if (this.faults.acceptsAnything) return rows;
      throw new TinyRefusal(400, `'${name}' is no column`);
    }
    const sign = direction === 'desc' ? -1 : 1;
    const byKey = (a: TinyRow, b: TinyRow): number => order(a['Id'] ?? null, b['Id'] ?? null);
    const sorted = this.faults.ignoresOrder
      ? [...rows]
      : rows.toSorted((a, b) => sign * order(a[name] ?? null, b[name] ?? null) || byKey(a, b));
    return this.faults.rows?.(sorted, options) ?? sorted;
  }

  #select(table: TinyTable, options: ReadonlyMap<string, string>): readonly string[] {
    const names = options.get('$select')?.split(',') ?? Object.keys(table.types);
    const stray = names.find((name) => table.types[name] === undefined);
    if (stray !== undefined && !this.faults.acceptsAnything)
      throw new TinyRefusal(400, `'${stray}' is no column`);
    return this.faults.ignoresSelect ? Object.keys(table.types) : ['Id', ...names];
  }

  #project(row: TinyRow, select: readonly string[]): Record<string, unknown> {
    const full: Record<string, unknown> = { ...row };
    this.faults.row?.(full);
    return Object.fromEntries(
      Object.entries(full).filter(([name]) => select.includes(name) || !(name in row)),
    );
  }

  #read(table: TinyTable, key: string, options: ReadonlyMap<string, string>): void {
    const row = table.rows.find((each) => each['Id'] === key.toLowerCase());
    if (row === undefined && this.faults.emptyListForMissingRow) return this.#json(200, { value: [] });
    if (row === undefined) return this.#error(404, 'no such row');
    const context = { '@odata.context': `${this.#root}$metadata#${table.set}/$entity` };
    return this.#json(200, { ...context, ...this.#project(row, this.#select(table, options)) });
  }

  #document(): void {
    const value = tinyTables.map(({ set }) => ({ name: set, kind: 'EntitySet', url: set }));
    this.#json(200, { '@odata.context': `${this.#root}$metadata`, value });
  }

  #metadata(): void {
    const xml = this.faults.metadata?.(tinyMetadata()) ?? tinyMetadata();
    const modified = this.request.headers['if-none-match'] !== '"tiny"';
    this.answer.writeHead(modified ? 200 : 304, { 'content-type': 'application/xml', etag: '"tiny"' });
    this.answer.end(modified ? xml : undefined);
  }

  #error(status: number, message: string): void {
    if (this.faults.htmlErrors) {
      this.answer.writeHead(status, { 'content-type': 'text/html' });
      this.answer.end('<html><body>Oops</body></html>');
      return;
    }
    const id = randomUUID().slice(0, 8);
    this.answer.setHeader('x-correlation-id', id);
    const suffix = this.faults.withoutCorrelation ? '' : ` (${id})`;
    this.#json(status, { error: { code: 'tiny', message: `${message}${suffix}` } });
  }

  #json(status: number, body: Record<string, unknown>): void {
    this.answer.statusCode = status;
    this.answer.setHeader('content-type', 'application/json; odata.metadata=minimal');
    this.answer.setHeader('odata-version', '4.0');
    this.faults.head?.(this.answer, this.#url);
    this.faults.body?.(body, this.#url);
    this.answer.end(JSON.stringify(body));
  }
}

function order(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  const [a, b] = [left, right].map((value) => (typeof value === 'string' ? value.toLowerCase() : value));
  return (a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? ''));
}

function readWhole(options: ReadonlyMap<string, string>, name: string): number | undefined {
  const value = options.get(name);
  if (value !== undefined && !/^\d+$/.test(value)) throw new TinyRefusal(400, `${name} takes a whole number`);
  return value === undefined ? undefined : Number(value);
}

function tinyMetadata(): string {
  const types = tinyTables.map(({ type, types: columns }) => {
    const properties = Object.entries(columns).map(
      ([name, edm]) => `<Property Name="${name}" Type="${edm}"${name === 'Id' ? ' Nullable="false"' : ''}/>`,
    );
    return `<EntityType Name="${type}"><Key><PropertyRef Name="Id"/></Key>${properties.join('')}</EntityType>`;
  });
  const sets = tinyTables.map(({ set, type }) => `<EntitySet Name="${set}" EntityType="Tiny.${type}"/>`);
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
 <edmx:DataServices>
  <Schema Namespace="Tiny" xmlns="http://docs.oasis-open.org/odata/ns/edm">
   <!-- a > b -->${types.join('')}
   <EntityContainer Name="Container">${sets.join('')}</EntityContainer>
  </Schema>
 </edmx:DataServices>
</edmx:Edmx>`;
}
