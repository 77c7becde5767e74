/** Items whose name shows a price that is kept elsewhere: a change of the price touches no row of them, only what they name. */
import {
  type CallContext,
  type Connection,
  type EntityDeclaration,
  type Key,
  OutcomeUnknown,
  type Page,
  type RemoteQuery,
  type Row,
  type WriteCommand,
  type WriteResult,
} from '../../../src/provider-sdk/index';
import { itemsDeclaration } from '../recorded-source';

const ROWS = 5;

export class PricedSource implements Connection {
  price = 1;
  calls = 0;
  /** What reads and changes name. */
  readNames: readonly string[] = ['prices'];
  changeNames: readonly string[] = ['prices'];
  /** The next change breaks off when it has named everything. */
  breaksOff = false;
  /** Keys that are not there. */
  readonly missing = new Set<number>();
  /** Called when a read has seen the price, and before it answers. */
  onRead: () => Promise<void> = () => Promise.resolve();
  readonly #abilities = { sort: { nulls: 'first' }, top: true, getMany: { maxKeys: 50 } } as const;

  entities(): Promise<readonly EntityDeclaration[]> {
    const items = itemsDeclaration(this.#abilities, { Number: { sort: true } });
    const prices = itemsDeclaration({ write: { update: true, together: 10 } }, { Name: { updatable: true } });
    return Promise.resolve([items, { ...prices, name: 'Prices' }]);
  }

  async *read({ top = ROWS }: RemoteQuery, context: CallContext): AsyncGenerator<Page, void> {
    const price = await this.#see(context);
    const numbers = Array.from({ length: Math.min(top, ROWS) }, (_, number) => number);
    yield {
      rows: numbers.filter((number) => !this.missing.has(number)).map((number) => rowOf(number, price)),
    };
  }

  async getMany(
    _entity: string,
    keys: readonly Key[],
    _columns: readonly string[],
    context: CallContext,
  ): Promise<readonly (Row | undefined)[]> {
    const price = await this.#see(context);
    return keys.map(([number]) =>
      this.missing.has(Number(number)) ? undefined : rowOf(Number(number), price),
    );
  }

  write(command: WriteCommand, context: CallContext): Promise<WriteResult> {
    for (const name of this.changeNames) context.tag?.(name);
    this.price++;
    if (this.breaksOff) return Promise.reject(new OutcomeUnknown('broken off'));
    return Promise.resolve({ key: command.kind === 'insert' ? [0] : command.key });
  }

  writeTogether(commands: readonly WriteCommand[], context: CallContext): Promise<readonly WriteResult[]> {
    return Promise.all(commands.map((command) => this.write(command, context)));
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #see(context: CallContext): Promise<number> {
    this.calls++;
    const { price } = this;
    await this.onRead();
    for (const name of this.readNames) context.tag?.(name);
    return price;
  }
}

function rowOf(number: number, price: number): Row {
  return { Number: number, Name: `costs ${price}`, Size: number };
}
