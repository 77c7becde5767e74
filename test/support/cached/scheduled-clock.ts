/** A clock whose hands a test moves, and whose timers are steps of fast-check's scheduler. */
import type fc from 'fast-check';
import type { Clock } from '../../../src/cache/clock';

export class ScheduledClock implements Clock {
  #now = 0;

  constructor(private readonly scheduler: Pick<fc.Scheduler, 'schedule'>) {}

  now(): number {
    return this.#now;
  }

  after(_milliseconds: number, action: () => void): () => void {
    let isSet = true;
    void this.scheduler.schedule(Promise.resolve(), 'timer').then(() => {
      if (isSet) action();
    });
    return () => {
      isSet = false;
    };
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
