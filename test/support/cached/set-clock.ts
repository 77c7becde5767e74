/** A clock that a test sets, and whose timers do not wait for it: they run when the event loop comes round. */
import type { Clock } from '../../../src/cache/clock';

export class SetClock implements Clock {
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(_milliseconds: number, action: () => void): () => void {
    const immediate = setImmediate(action);
    return () => clearImmediate(immediate);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
