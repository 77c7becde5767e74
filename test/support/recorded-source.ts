/** A source made of pages: it gives them as they are, and records what it was asked and how far it was read. */
import type {
  CallContext,
  ColumnDeclaration,
  Connection,
  EntityCapabilities,
  EntityDeclaration,
  Key,
  Page,
  RemoteQuery,
  Row,
} from '../../src/provider-sdk/index';
import type { EntitySetDefinition } from '../../src/model/definition';
import { SOURCE } from './open-test-service';

export class RecordedSource implements Connection {
  /** How often the declarations were asked for. */
  declared = 0;
  readonly queries: RemoteQuery[] = [];
  readonly keyReads: (readonly Key[])[] = [];
  /** Pages that left the source, over all reads. */
  pages = 0;
  /** Reads that were ended before their last page. */
  stopped = 0;
  readonly getMany?: NonNullable<Connection['getMany']>;

  constructor(
    readonly declarations: readonly EntityDeclaration[],
    private readonly answer: (query: RemoteQuery) => readonly Page[],
  ) {
    if (!declarations.some(({ capabilities }) => capabilities.getMany !== undefined)) return;
    this.getMany = (entity, keys) => {
      this.keyReads.push(keys);
      const rows = answer({ entity, columns: [], orderBy: [], count: false, collation: 'ordinal' });
      const { key: names = [] } = declarations.find(({ name }) => name === entity) ?? {};
      const all = rows.flatMap((page) => page.rows);
      return Promise.resolve(
        keys.map((key) => all.find((row) => names.every((name, index) => row[name] === key[index]))),
      );
    };
  }

  entities(): Promise<readonly EntityDeclaration[]> {
    this.declared++;
    return Promise.resolve(this.declarations);
  }

  async *read(query: RemoteQuery, context: CallContext): AsyncGenerator<Page, void, undefined> {
    this.queries.push(query);
    let isDone = false;
    try {
      for (const page of this.answer(query)) {
        context.observe?.({
          method: 'GET',
          url: 'http://source.test/',
          attempt: 1,
          status: 200,
          bytes: 1,
          milliseconds: 1,
        });
        this.pages++;
        yield page;
      }
      isDone = true;
    } finally {
      if (!isDone) this.stopped++;
    }
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Items with an Int32 key, a name and a size. */
export function itemsDeclaration(
  capabilities: EntityCapabilities = {},
  columns: Readonly<Record<string, Partial<ColumnDeclaration>>> = {},
): EntityDeclaration {
  return {
    name: 'Items',
    key: ['Number'],
    capabilities,
    columns: [
      { name: 'Number', type: 'Int32', nullable: false, ...columns['Number'] },
      { name: 'Name', type: 'String', ...columns['Name'] },
      { name: 'Size', type: 'Int32', ...columns['Size'] },
    ],
  };
}

export const itemsSet: EntitySetDefinition = {
  name: 'Items',
  typeName: 'Item',
  connection: SOURCE,
  entity: 'Items',
  key: { name: 'ItemId', from: ['Number'] },
};

/** The items with these numbers: `item 7`, of size 70. */
export function items(numbers: readonly number[]): readonly Row[] {
  return numbers.map((number) => ({ Number: number, Name: `item ${number}`, Size: number * 10 }));
}

export function pagesOf(rows: readonly Row[], size: number): readonly Page[] {
  const pages: Page[] = [];
  for (let start = 0; start < rows.length; start += size)
    pages.push({ rows: rows.slice(start, start + size) });
  return pages;
}

export function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
