/**
 * A source for interleavings: every step of a call is the scheduler's to order, and every change gets its version from
 * the source, in the order in which it is carried out there.
 */
import type fc from 'fast-check';
import type { Loaded } from '../../../src/cache/read-through';
import { Conflict, OutcomeUnknown, Unavailable } from '../../../src/provider-sdk/index';

/** The versions of the rows that an answer tells; a deleted row has one too, so that a stale absence is seen. */
export type Versions = ReadonlyMap<string, number>;

/** How a change ends. `late`: its outcome is unknown when the caller hears of it, and it arrives after that. */
export type WriteFate = 'done' | 'refused' | 'lost' | 'cut' | 'late';

export const rowNames = ['a', 'b'] as const;

export class VersionedSource {
  readonly #versions = new Map<string, number>(rowNames.map((row) => [row, 0]));
  readonly #deleted = new Set<string>();
  #late: (() => void)[] = [];
  #version = 0;

  /** @param onLate told of a change that was carried out after its caller had heard that its outcome is unknown */
  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly onLate: (row: string, version: number) => void,
  ) {}

  async read(rows: readonly string[], fails: boolean): Promise<Loaded<Versions>> {
    await this.#step('read arrives');
    const value = new Map(rows.map((row) => [row, this.#versions.get(row) ?? 0]));
    const kind = rows.length === 1 && this.#deleted.has(rows[0] ?? '') ? 'nothing' : 'complete';
    await this.#step('read answers');
    if (fails) throw new Unavailable('down');
    return { kind, value, bytes: 1_000 };
  }

  /** Resolves to the version that the change got. */
  async write(row: string, deletes: boolean, fate: WriteFate): Promise<number> {
    await this.#step('write arrives');
    if (fate === 'refused') throw new Conflict('no');
    if (fate === 'lost') throw new OutcomeUnknown('the request was lost');
    if (fate === 'late') {
      this.#late.push(() => this.onLate(row, this.#carryOut(row, deletes)));
      void this.#step('write arrives late').then(() => this.#deliver());
      throw new OutcomeUnknown('the deadline passed');
    }
    const version = this.#carryOut(row, deletes);
    await this.#step('write answers');
    if (fate === 'cut') throw new OutcomeUnknown('the answer was cut');
    return version;
  }

  /** What can arrive late has arrived. */
  deliverAll(): void {
    while (this.#late.length > 0) this.#deliver();
  }

  #deliver(): void {
    this.#late.shift()?.();
  }

  #carryOut(row: string, deletes: boolean): number {
    this.#version++;
    this.#versions.set(row, this.#version);
    if (deletes) this.#deleted.add(row);
    else this.#deleted.delete(row);
    return this.#version;
  }

  async #step(name: string): Promise<void> {
    await this.scheduler.schedule(Promise.resolve(), name);
  }
}
