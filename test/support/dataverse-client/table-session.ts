/** Asks one entity set questions in one manner, and has every answer judged. */
import type { Check } from './check';
import type { Change, Exchange, Headers, HttpCaller } from './http-caller';
import { judgeError } from './judge-answer';
import { judgeEntity, judgeList, type EntityAnswer, type ListAnswer } from './judge-list';
import type { RowExpectation } from './judge-row';
import type { JsonValue } from './lossless-json';
import type { Manner } from './manner';
import type { ServiceAddress } from './service-address';
import type { TableModel } from './service-model';
import { writeEntity } from './write-entity';
import { writeKeyTarget, writeListTarget, type ListQuery } from './wire-request';

/** What the endpoint said to a question that it may refuse. */
type Attempt =
  | { readonly kind: 'answered'; readonly answer: ListAnswer }
  | { readonly kind: 'refused'; readonly exchange: Exchange };

export class TableSession {
  constructor(
    readonly table: TableModel,
    readonly address: ServiceAddress,
    readonly manner: Manner,
    readonly caller: HttpCaller,
  ) {}

  /** The same conversation with another entity set of the service. */
  of(table: TableModel): TableSession {
    return new TableSession(table, this.address, this.manner, this.caller);
  }

  /** A query that has to be answered. */
  async list(check: Check, query: ListQuery, extra: Headers = {}): Promise<ListAnswer> {
    return this.judgeList(check, await this.sendList(query, extra), query);
  }

  /** A query that may be refused with an OData error, but not answered wrongly. */
  async attempt(check: Check, query: ListQuery): Promise<Attempt> {
    const exchange = await this.sendList(query);
    if (!isRefusal(exchange.status))
      return { kind: 'answered', answer: this.judgeList(check, exchange, query) };
    judgeError(check, exchange);
    return { kind: 'refused', exchange };
  }

  /** The page behind a next link, asked for as it stands. */
  async follow(check: Check, link: string, select: readonly string[] | undefined): Promise<ListAnswer> {
    const headers = this.manner.dataHeaders(select !== undefined);
    const exchange = await this.caller.get(this.address.targetOfLink(link), headers);
    return judgeList(check, exchange, {
      ...this.expectation(select),
      skip: undefined,
      top: undefined,
      count: undefined,
    });
  }

  /** One row that has to be there. */
  async read(check: Check, key: string, select: readonly string[] | undefined): Promise<EntityAnswer> {
    return this.judgeRead(check, await this.sendRead(key, select), key, select);
  }

  /** Judges the answer to a read that was sent before. */
  judgeRead(check: Check, exchange: Exchange, key: string, select?: readonly string[]): EntityAnswer {
    return judgeEntity(check, exchange, key, this.expectation(select));
  }

  /** One row at an address spelled otherwise, relative to the service root. */
  async readAt(
    check: Check,
    relative: string,
    key: string,
    select?: readonly string[],
  ): Promise<EntityAnswer> {
    return this.judgeRead(check, await this.send(relative, select !== undefined), key, select);
  }

  /** A list at an address spelled otherwise, judged as the answer to `query`. */
  async listAt(check: Check, relative: string, query: ListQuery): Promise<ListAnswer> {
    return this.judgeList(check, await this.send(relative, query.select !== undefined), query);
  }

  async sendRead(key: string, select: readonly string[] | undefined): Promise<Exchange> {
    return this.send(writeKeyTarget(this.table.set, key, select, this.manner.style), select !== undefined);
  }

  async sendList(query: ListQuery, extra: Headers = {}): Promise<Exchange> {
    const relative = writeListTarget(this.table.set, query, this.manner.style);
    return this.send(relative, query.select !== undefined, extra);
  }

  /** Creates a row; nothing is judged, nor of the two below. */
  async create(values: ReadonlyMap<string, JsonValue>): Promise<Exchange> {
    return this.#change('POST', this.table.set, values);
  }

  async update(key: string, values: ReadonlyMap<string, JsonValue>): Promise<Exchange> {
    return this.#change('PATCH', this.#rowPath(key), values);
  }

  async delete(key: string): Promise<Exchange> {
    return this.#change('DELETE', this.#rowPath(key));
  }

  /** Sends a path relative to the service root; nothing is judged. */
  async send(relative: string, hasSelect: boolean, extra: Headers = {}): Promise<Exchange> {
    return this.caller.get(this.address.target(relative), {
      ...this.manner.dataHeaders(hasSelect),
      ...extra,
    });
  }

  /** Judges the answer to a query that was sent before. */
  judgeList(check: Check, exchange: Exchange, query: ListQuery): ListAnswer {
    const { skip, top, count = false } = query;
    return judgeList(check, exchange, { ...this.expectation(query.select), skip, top, count });
  }

  expectation(select?: readonly string[]): RowExpectation {
    return { table: this.table, address: this.address, select };
  }

  #rowPath(key: string): string {
    return writeKeyTarget(this.table.set, key, undefined, this.manner.style);
  }

  #change(
    method: Change['method'],
    relative: string,
    values?: ReadonlyMap<string, JsonValue>,
  ): Promise<Exchange> {
    const headers = this.manner.writeHeaders(values !== undefined);
    const body = values && writeEntity(this.table, values);
    const target = this.address.target(relative);
    return this.caller.change({ method, target, headers, ...(body !== undefined && { body }) });
  }
}

/**
 * The statuses that say "this question can't be answered". The others of 4xx say something else: who asks (401,
 * 403), what is asked for (404), how (405), how often (429), or how slowly (408).
 */
export function isRefusal(status: number): boolean {
  return (
    status === 501 || (status >= 400 && status < 500 && ![401, 403, 404, 405, 408, 429].includes(status))
  );
}
