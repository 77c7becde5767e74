/** A source whose rows bear the name of whoever asked for them, and which notes each caller of each call. */
import {
  type CallContext,
  type Connection,
  type EntityDeclaration,
  type Key,
  type Page,
  type RemoteQuery,
  type Row,
  type WriteCommand,
  type WriteResult,
} from '../../../src/provider-sdk/index';
import { itemsDeclaration } from '../recorded-source';

/** What a row bears when nobody is known to have asked for it. */
export const NOBODY = 'nobody';

/** Everybody sees as many rows. */
const ROWS = 20;

export class CallerSource implements Connection {
  /** The caller of each call for rows, in order, with its kind. */
  readonly asked: string[] = [];
  readonly #declaration: EntityDeclaration;

  constructor(declared: Pick<EntityDeclaration, 'dependsOnCaller'> = { dependsOnCaller: true }) {
    const abilities = {
      sort: { nulls: 'first' } as const,
      top: true,
      skip: true,
      getMany: { maxKeys: 50 },
      write: { insert: true, update: true },
    };
    const columns = { Name: { updatable: true, insertable: true }, Number: { insertable: true, sort: true } };
    this.#declaration = { ...itemsDeclaration(abilities, columns), ...declared };
  }

  entities(): Promise<readonly EntityDeclaration[]> {
    return Promise.resolve([this.#declaration]);
  }

  async *read({ skip = 0, top = ROWS }: RemoteQuery, context: CallContext): AsyncGenerator<Page, void> {
    const caller = this.#note('read', context);
    await Promise.resolve();
    const rows = Array.from({ length: ROWS }, (_, number) => rowOf(number, caller));
    yield { rows: rows.slice(skip, skip + top) };
  }

  async getMany(
    _entity: string,
    keys: readonly Key[],
    _columns: readonly string[],
    context: CallContext,
  ): Promise<readonly Row[]> {
    const caller = this.#note(`getMany ${keys.length}`, context);
    await Promise.resolve();
    return keys.map(([number]) => rowOf(Number(number), caller));
  }

  write(command: WriteCommand, context: CallContext): Promise<WriteResult> {
    this.#note(command.kind, context);
    return Promise.resolve({
      key: command.kind === 'insert' ? [Number(command.values['Number'])] : command.key,
    });
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #note(call: string, { caller = NOBODY }: CallContext): string {
    this.asked.push(`${call} by ${caller}`);
    return caller;
  }
}

function rowOf(number: number, caller: string): Row {
  return { Number: number, Name: caller, Size: number * 10 };
}
