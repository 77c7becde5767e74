/** One answer of the endpoint under test: right, but for the faults that it was given. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Faults } from './tiny-faults';
import { compileTinyFilter, TinyRefusal, type Cell, type TinyRow } from './tiny-filter';
import { tinyMetadata } from './tiny-metadata';
import { readTinyOptions, readWhole } from './tiny-options';
import { TinyRefusedChange, type TinyStore } from './tiny-store';
import { tinyTables, type TinyTable } from './tiny-tables';

export interface TinyRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

interface Remembered {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly text: string;
}

/** What the endpoint keeps from one request to the next. */
export interface TinyState {
  readonly store: TinyStore;
  readonly remembered: Map<string, Remembered>;
  calls: number;
}

export const rootPath = '/odata/tiny/';

export class TinyAnswer {
  readonly #url: string;
  readonly #root: string;

  constructor(
    readonly request: TinyRequest,
    readonly answer: ServerResponse,
    readonly faults: Faults,
    readonly state: TinyState,
  ) {
    this.#url = request.url;
    this.#root = `http://${request.headers.host ?? ''}${rootPath}`;
  }

  send(): void {
    try {
      this.#route();
    } catch (error) {
      if (error instanceof TinyRefusal) this.#error(error.status, error.message);
      else if (error instanceof TinyRefusedChange) this.#error(error.status, error.message, error.target);
      else if (error instanceof URIError) this.#error(400, 'malformed escape');
      else throw error;
    }
  }

  #route(): void {
    const remembered = this.state.remembered.get(this.#url);
    if (remembered !== undefined && this.request.method === 'GET')
      return void this.answer.writeHead(remembered.status, remembered.headers).end(remembered.text);
    const [path = '', query = ''] = this.#url.slice(rootPath.length).split('?');
    const options = readTinyOptions(query, this.faults);
    if (path === '$metadata') return this.#metadata();
    if (path === '') return this.#document();
    const match = /^(\w+)(?:\((?:\w+=)?([^)]*)\))?$/.exec(path);
    const table = tinyTables.find((each) => each.set === match?.[1]);
    if (table === undefined) return this.#error(404, 'no such entity set');
    const key = match?.[2];
    if (this.request.method !== 'GET') return this.#change(table, key ?? '');
    return key === undefined ? this.#list(table, options) : this.#read(table, key, options);
  }

  #change(table: TinyTable, key: string): void {
    const { store } = this.state;
    switch (this.request.method) {
      case 'POST':
        return this.#created(table, store.insert(table, this.#values(table)));
      case 'PATCH': {
        const row = store.update(table, key, this.#values(table));
        return this.faults.updatedBody === undefined
          ? this.#empty()
          : this.#json(200, this.faults.updatedBody(this.#entity(table, row)));
      }
      default:
        if (store.find(table, key) !== undefined || !this.faults.forgivesSecondDelete)
          store.delete(table, key);
        return this.#empty();
    }
  }

  #created(table: TinyTable, row: TinyRow): void {
    const address = `${this.#root}${table.set}(${String(row['Id'])})`;
    this.answer.setHeader('location', address);
    this.answer.setHeader('odata-entityid', address);
    this.#json(201, this.#entity(table, row));
  }

  #entity(table: TinyTable, row: TinyRow): Record<string, unknown> {
    return { '@odata.context': `${this.#root}$metadata#${table.set}/$entity`, ...row };
  }

  /** What the body gives, without annotations. */
  #values(table: TinyTable): TinyRow {
    const given = Object.entries(JSON.parse(this.request.body) as TinyRow);
    const members = given.filter(([name]) => !name.includes('@'));
    const stray = members.find(
      ([name]) => table.types[name] === undefined || table.readOnly?.includes(name) === true,
    );
    if (stray !== undefined) throw new TinyRefusedChange(400, `'${stray[0]}' takes no value`, stray[0]);
    return Object.fromEntries(members);
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
    if (counted)
      body['@odata.count'] = this.faults.countsWholeTable
        ? this.state.store.rowsOf(table).length
        : filtered.length;
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
    const rows = this.state.store.rowsOf(table);
    if (filter === undefined || this.faults.ignoresFilter) return rows;
    try {
      return rows.filter(compileTinyFilter(filter, table.types, this.faults));
    } catch (error) {
      if (this.faults.acceptsAnything) return rows;
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
    const row = this.state.store.find(table, key);
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

  #error(status: number, message: string, target?: string): void {
    if (this.faults.htmlErrors) {
      this.answer.writeHead(status, { 'content-type': 'text/html' });
      this.answer.end('<html><body>Oops</body></html>');
      return;
    }
    const id = randomUUID().slice(0, 8);
    this.answer.setHeader('x-correlation-id', id);
    const suffix = this.faults.withoutCorrelation ? '' : ` (${id})`;
    const text = this.faults.withoutTargets ? 'no' : message;
    const named = target !== undefined && !this.faults.withoutTargets;
    this.#json(status, { error: { code: 'tiny', message: text + suffix, ...(named && { target }) } });
  }

  #json(status: number, body: Record<string, unknown>): void {
    this.answer.statusCode = status;
    this.answer.setHeader('content-type', 'application/json; odata.metadata=minimal');
    this.answer.setHeader('odata-version', '4.0');
    this.faults.head?.(this.answer, this.#url);
    this.faults.body?.(body, this.#url);
    const text = JSON.stringify(body);
    if (this.request.method === 'GET' && this.faults.remembers?.(this.#url, this.answer.statusCode)) {
      const { statusCode } = this.answer;
      this.state.remembered.set(this.#url, { status: statusCode, headers: this.answer.getHeaders(), text });
    }
    this.answer.end(text);
  }

  #empty(): void {
    this.answer.statusCode = 204;
    this.faults.head?.(this.answer, this.#url);
    this.answer.end();
  }
}

function order(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === null || right === null) return left === null ? -1 : 1;
  const [a, b] = [left, right].map((value) => (typeof value === 'string' ? value.toLowerCase() : value));
  return (a ?? '') < (b ?? '') ? -1 : Number((a ?? '') > (b ?? ''));
}
