/** What the replay calls its own rows: every run and each stage of a row's life has a beginning of its own. */
import { randomBytes } from 'node:crypto';

export type RowStage = 'created' | 'changed';

const letters: Readonly<Record<RowStage, string>> = { created: 'a', changed: 'b' };

/** `Replay-3fa2c1-a-9999` */
export const longestRowName = 20;

export class RowNames {
  readonly #run = randomBytes(3).toString('hex');
  #count = 0;

  /** How every name of this run begins. */
  get beginning(): string {
    return `Replay-${this.#run}-`;
  }

  beginningOf(stage: RowStage): string {
    return `${this.beginning}${letters[stage]}-`;
  }

  next(stage: RowStage): string {
    this.#count += 1;
    return this.beginningOf(stage) + String(this.#count);
  }

  /** A short text that no other row has as its number or code. */
  nextCode(longest: number): string {
    this.#count += 1;
    return `R${this.#run}${this.#count.toString(36).padStart(3, '0')}`.slice(-longest);
  }

  /** As a number. */
  nextNumber(): number {
    this.#count += 1;
    return Number.parseInt(this.#run, 16) + this.#count;
  }
}
