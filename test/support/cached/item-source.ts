/** A source of numbered items that can be changed behind the gateway's back, be down, and tells what it was asked. */
import {
  type Connection,
  type EntityCapabilities,
  type EntityDeclaration,
  type Key,
  type Page,
  type ProviderError,
  type RemoteQuery,
  type Row,
} from '../../../src/provider-sdk/index';
import { itemsDeclaration } from '../recorded-source';

const usual: EntityCapabilities = {
  sort: { nulls: 'first' },
  top: true,
  skip: true,
  count: true,
  getMany: { maxKeys: 100 },
};

export class ItemSource implements Connection {
  /** What the next calls fail with, if anything. */
  fault: ProviderError | undefined;
  /** Rows in a page. */
  pageSize = 1_000;
  readonly queries: RemoteQuery[] = [];
  readonly keyReads: (readonly Key[])[] = [];
  readonly #rows = new Map<number, Row>();
  readonly #declaration: EntityDeclaration;

  constructor(numbers: readonly number[], capabilities: EntityCapabilities = usual) {
    for (const number of numbers) this.put(number, `item ${number}`);
    this.#declaration = itemsDeclaration(capabilities, { Number: { sort: true } });
  }

  /** Calls of each kind. */
  get calls(): number {
    return this.queries.length + this.keyReads.length;
  }

  put(number: number, name: string): void {
    this.#rows.set(number, { Number: number, Name: name, Size: number * 10 });
  }

  remove(number: number): void {
    this.#rows.delete(number);
  }

  entities(): Promise<readonly EntityDeclaration[]> {
    return Promise.resolve([this.#declaration]);
  }

  async *read(query: RemoteQuery): AsyncGenerator<Page, void, undefined> {
    this.queries.push(query);
    await Promise.resolve();
    if (this.fault !== undefined) throw this.fault;
    const { skip = 0, top = Infinity, count } = query;
    const all = [...this.#rows.values()].toSorted((a, b) => Number(a['Number']) - Number(b['Number']));
    const rows = all.slice(skip, skip + top);
    const counted = count ? { count: all.length } : {};
    for (let start = 0; start === 0 || start < rows.length; start += this.pageSize)
      yield { rows: rows.slice(start, start + this.pageSize), ...counted };
  }

  async getMany(_entity: string, keys: readonly Key[]): Promise<readonly (Row | undefined)[]> {
    this.keyReads.push(keys);
    await Promise.resolve();
    if (this.fault !== undefined) throw this.fault;
    return keys.map(([number]) => this.#rows.get(Number(number)));
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
