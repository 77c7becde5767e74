/** A map whose entries vanish after a time, and the oldest of which make room when there are too many. */

export interface ExpiringMapOptions {
  readonly timeToLive: number;
  readonly maxSize: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export class ExpiringMap<Value> {
  private readonly entries = new Map<string, { readonly value: Value; readonly expires: number }>();

  constructor(private readonly options: ExpiringMapOptions) {}

  /** Whether it is known to hold nothing, without looking for anything. */
  get isEmpty(): boolean {
    return this.entries.size === 0;
  }

  get(key: string): Value | undefined {
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    if (entry.expires > this.options.now()) return entry.value;
    this.entries.delete(key);
    return undefined;
  }

  /** All that have not vanished, the oldest first. */
  values(): readonly Value[] {
    const now = this.options.now();
    return [...this.entries.values()].filter(({ expires }) => expires > now).map(({ value }) => value);
  }

  set(key: string, value: Value): void {
    this.entries.delete(key);
    this.entries.set(key, { value, expires: this.options.now() + this.options.timeToLive });
    if (this.entries.size <= this.options.maxSize) return;
    const oldest = this.entries.keys().next();
    if (oldest.done !== true) this.entries.delete(oldest.value);
  }
}
