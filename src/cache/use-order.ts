/** The entries of one set in the order of their last use: a list linked through them, so that a use costs no look-up. */

export interface Used<Value> {
  readonly key: string;
  readonly value: Value;
  readonly bytes: number;
  /** Of whom it is one. */
  readonly order: UseOrder<Value>;
  /** Counts up over all sets. */
  usedAt: number;
  older: Used<Value> | undefined;
  newer: Used<Value> | undefined;
}

export class UseOrder<Value> {
  bytes = 0;
  #oldest: Used<Value> | undefined;
  #newest: Used<Value> | undefined;

  /** @param share bytes beyond which the set gives way first when memory is full */
  constructor(readonly share: number) {}

  get oldest(): Used<Value> | undefined {
    return this.#oldest;
  }

  add(used: Used<Value>): void {
    this.bytes += used.bytes;
    this.#append(used);
  }

  remove(used: Used<Value>): void {
    this.bytes -= used.bytes;
    this.#unlink(used);
  }

  /** It is the latest now. */
  touch(used: Used<Value>): void {
    if (used === this.#newest) return;
    this.#unlink(used);
    this.#append(used);
  }

  #append(used: Used<Value>): void {
    used.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = used;
    else this.#newest.newer = used;
    this.#newest = used;
  }

  #unlink(used: Used<Value>): void {
    const { older, newer } = used;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    used.older = undefined;
    used.newer = undefined;
  }
}
