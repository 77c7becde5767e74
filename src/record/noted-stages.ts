/** How long each stage of one request took, and which one is under way. */
import type { QueryRecord, Stage } from './query-record';
import { rounded } from './rounded';

export class NotedStages {
  readonly #milliseconds: Partial<Record<Stage, number>> = {};
  #lastEnded: Stage | undefined;

  /** @param started when the first stage began, on the clock of `performance` */
  constructor(private started: number) {}

  /** The stage that is under way is over. */
  ended(stage: Stage): void {
    const now = performance.now();
    this.#milliseconds[stage] = (this.#milliseconds[stage] ?? 0) + now - this.started;
    this.started = now;
    this.#lastEnded = stage;
  }

  /** A change has no stages but its end: see {@link Stage}. */
  current(method: string): Stage {
    switch (this.#lastEnded) {
      case undefined:
        return method === 'GET' || method === 'HEAD' ? 'parse' : 'answer';
      case 'parse':
        return 'bind';
      case 'bind':
        return 'fetch';
      case 'fetch':
        return 'answer';
      case 'answer':
      case 'send':
        return 'send';
    }
  }

  /** As a record has them; undefined if none has ended. */
  noted(): QueryRecord['stages'] {
    const entries = Object.entries(this.#milliseconds);
    if (entries.length === 0) return undefined;
    return Object.fromEntries(entries.map(([stage, milliseconds]) => [stage, rounded(milliseconds)]));
  }

  /** As the `Server-Timing` header says them (W3C Server Timing). */
  serverTiming(): string {
    return Object.entries(this.#milliseconds)
      .map(([stage, milliseconds]) => `${stage};dur=${rounded(milliseconds)}`)
      .join(', ');
  }
}
