/** A source of a few rows: every step of its calls is the scheduler's to order, and it gives each state of a row a version. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type fc from 'fast-check';
import {
  Conflict,
  type Connection,
  type EntityDeclaration,
  type Key,
  NotFound,
  OutcomeUnknown,
  type Page,
  type RemoteQuery,
  type Row,
  Unavailable,
  type WriteCommand,
  type WriteResult,
} from '../../../src/provider-sdk/index';
import { RowHistory, type RowState } from './row-history';

/**
 * How a change ends. `unsent`: the source was not reached. Three of unknown outcome: `lost` never arrives, `cut` is made
 * but nobody hears of it, `late` is made after its caller has heard that its outcome is unknown.
 */
export type Fate = 'done' | 'refused' | 'unsent' | 'lost' | 'cut' | 'late';

/** On whose behalf the source is called. */
export interface Errand {
  readonly fate: Fate;
  readonly readFails: boolean;
  /** What was changed until the caller heard of it. */
  readonly made: RowState[];
}

const noErrand: Errand = { fate: 'done', readFails: false, made: [] };

export const errands = new AsyncLocalStorage<Errand>();

export const rowNames = ['a', 'b', 'c'] as const;

export const rowsDeclaration: EntityDeclaration = {
  name: 'Rows',
  key: ['Id'],
  columns: [
    {
      name: 'Id',
      type: 'String',
      nullable: false,
      maxLength: 10,
      insertable: true,
      sort: true,
    },
    { name: 'Mark', type: 'String', insertable: true, updatable: true },
    { name: 'Version', type: 'Int32' },
  ],
  capabilities: {
    sort: { nulls: 'first' },
    top: true,
    skip: true,
    count: true,
    getMany: { maxKeys: 2 },
    write: { insert: true, update: true, delete: true, together: 2 },
  },
  collation: 'any',
};

export class RowSource implements Connection {
  readonly history = new RowHistory(rowNames, ['a', 'b']);
  /** Calls of each kind so far. */
  reads = 0;
  readonly #marks = new Map<string, string>([
    ['a', ''],
    ['b', ''],
  ]);
  #late: (() => void)[] = [];

  constructor(private readonly scheduler: Pick<fc.Scheduler, 'schedule'>) {}

  entities(): Promise<readonly EntityDeclaration[]> {
    return Promise.resolve([rowsDeclaration]);
  }

  async *read({ skip = 0, top = Infinity, count }: RemoteQuery): AsyncGenerator<Page, void, undefined> {
    this.reads++;
    await this.#step('read arrives');
    const all = rowNames.map((row) => this.#row(row)).filter((row) => row !== undefined);
    const rows = all.slice(skip, skip + top);
    await this.#answerRead();
    yield count ? { rows, count: all.length } : { rows };
  }

  async getMany(_entity: string, keys: readonly Key[]): Promise<readonly (Row | undefined)[]> {
    this.reads++;
    await this.#step('read by key arrives');
    const rows = keys.map(([row]) => this.#row(String(row)));
    await this.#answerRead();
    return rows;
  }

  async write(command: WriteCommand): Promise<WriteResult> {
    const [result] = await this.writeTogether([command]);
    if (result === undefined) throw new Error('one command has one result');
    return result;
  }

  async writeTogether(commands: readonly WriteCommand[]): Promise<readonly WriteResult[]> {
    const { fate, made } = errands.getStore() ?? noErrand;
    if (fate === 'unsent') throw new Unavailable('nobody listens');
    await this.#step('change arrives');
    if (fate === 'refused') throw new Conflict('no');
    if (fate === 'lost') throw new OutcomeUnknown('the request was lost');
    if (fate === 'late') {
      this.#late.push(() => this.#makeIfPossible(commands));
      void this.#step('change arrives late').then(() => this.#late.shift()?.());
      throw new OutcomeUnknown('the deadline passed');
    }
    const states = this.#make(commands);
    made.push(...states);
    await this.#step('change is answered');
    if (fate === 'cut') throw new OutcomeUnknown('the answer was cut');
    return states.map(({ row }) => ({ key: [row] }));
  }

  /** What can arrive late has arrived. */
  deliverAll(): void {
    for (let next = this.#late.shift(); next !== undefined; next = this.#late.shift()) next();
  }

  check(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #row(row: string): Row | undefined {
    const mark = this.#marks.get(row);
    const { version } = this.history.latest(row);
    return mark === undefined ? undefined : { Id: row, Mark: mark, Version: version };
  }

  async #answerRead(): Promise<void> {
    await this.#step('read is answered');
    if (errands.getStore()?.readFails === true) throw new Unavailable('down');
  }

  #makeIfPossible(commands: readonly WriteCommand[]): void {
    try {
      this.#make(commands);
    } catch {
      // The source says so, but nobody hears it.
    }
  }

  /** All of them or none. */
  #make(commands: readonly WriteCommand[]): readonly RowState[] {
    const named = commands.map((command) => ({ command, row: this.#rowOf(command) }));
    for (const { command, row } of named) this.#check(command, row);
    return named.map(({ command, row }) => this.#makeOne(command, row));
  }

  #rowOf(command: WriteCommand): string {
    if (command.kind !== 'insert') return String(command.key[0]);
    const free = rowNames.find((row) => !this.#marks.has(row));
    return String(command.values['Id'] ?? free ?? 'a');
  }

  #check({ kind }: WriteCommand, row: string): void {
    if (this.#marks.has(row) === (kind === 'insert'))
      throw kind === 'insert' ? new Conflict('it is there') : new NotFound('it is not there');
  }

  #makeOne(command: WriteCommand, row: string): RowState {
    if (command.kind === 'delete') this.#marks.delete(row);
    else {
      const { Mark: mark } = command.kind === 'insert' ? command.values : command.changes;
      this.#marks.set(row, String(mark));
    }
    return this.history.change(row, command.kind !== 'delete');
  }

  async #step(name: string): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), name);
  }
}
