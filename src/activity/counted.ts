/**
 * Counts what happens to one subject, a service or a connection: since the start, and through the last hour in steps of ten
 * seconds. Everything stands in two arrays of fixed size, so that counting makes no garbage.
 */

/** Milliseconds. */
export const STEP = 10_000;
export const MOST_STEPS = 360;

/** In milliseconds, as Prometheus' `le`: a value that is one of them is below it. What is longer is in a bucket of its own. */
export const timeBounds: readonly number[] = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000,
];

export interface Figures<Name extends string> {
  readonly counts: Readonly<Record<Name, number>>;
  /** How many took so long, by bucket of {@link timeBounds}; one bucket more for what took longer. */
  readonly times: readonly number[];
  /** What all of them took, added up. */
  readonly milliseconds: number;
}

export class Counted<Name extends string> {
  readonly #places: Readonly<Record<Name, number>>;
  readonly #firstBucket: number;
  readonly #width: number;
  readonly #total: Float64Array;
  readonly #steps: Float64Array;
  #step = 0;
  /** Where the figures of this step begin. */
  #start = 0;

  constructor(private readonly names: readonly Name[]) {
    this.#places = Object.fromEntries(names.map((name, place) => [name, place])) as Record<Name, number>;
    // Behind the counts: the sum of times, then their buckets.
    this.#firstBucket = names.length + 1;
    this.#width = this.#firstBucket + timeBounds.length + 1;
    this.#total = new Float64Array(this.#width);
    this.#steps = new Float64Array(this.#width * MOST_STEPS);
  }

  /** @param now when what is counted next has happened; milliseconds on a clock that begins at 0 and never goes back */
  at(now: number): this {
    const step = Math.floor(now / STEP);
    if (step > this.#step) this.#moveTo(step);
    return this;
  }

  add(name: Name, amount = 1): this {
    return this.#addAt(this.#places[name], amount);
  }

  took(milliseconds: number): this {
    this.#addAt(this.names.length, milliseconds);
    return this.#addAt(this.#firstBucket + bucketOf(milliseconds), 1);
  }

  total(): Figures<Name> {
    return this.#figures(this.#total);
  }

  /** The oldest first; the last is the step of this moment, which has not ended. */
  steps(now: number): readonly Figures<Name>[] {
    this.at(now);
    return stepsUntil(now).map((step) => {
      const start = this.#startOf(step);
      return this.#figures(this.#steps.subarray(start, start + this.#width));
    });
  }

  #addAt(place: number, amount: number): this {
    this.#total[place] = (this.#total[place] ?? 0) + amount;
    const at = this.#start + place;
    this.#steps[at] = (this.#steps[at] ?? 0) + amount;
    return this;
  }

  /** What was counted an hour ago makes room, also for steps in which nothing happened. */
  #moveTo(step: number): void {
    const passed = Math.min(step - this.#step, MOST_STEPS);
    for (let back = 0; back < passed; back++) {
      const start = this.#startOf(step - back);
      this.#steps.fill(0, start, start + this.#width);
    }
    this.#step = step;
    this.#start = this.#startOf(step);
  }

  #startOf(step: number): number {
    return (step % MOST_STEPS) * this.#width;
  }

  #figures(row: Float64Array): Figures<Name> {
    return {
      counts: Object.fromEntries(this.names.map((name, place) => [name, row[place] ?? 0])) as Record<
        Name,
        number
      >,
      times: [...row.subarray(this.#firstBucket)],
      milliseconds: row[this.names.length] ?? 0,
    };
  }
}

/** The numbers of the steps that are known at this moment; each begins at its number times {@link STEP}. */
export function stepsUntil(now: number): readonly number[] {
  const last = Math.floor(now / STEP);
  const first = Math.max(0, last - MOST_STEPS + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

export function sumOf<Name extends string>(
  names: readonly Name[],
  all: readonly Figures<Name>[],
): Figures<Name> {
  const sum = (of: (figures: Figures<Name>) => number): number =>
    all.reduce((total, figures) => total + of(figures), 0);
  return {
    counts: Object.fromEntries(names.map((name) => [name, sum(({ counts }) => counts[name])])) as Record<
      Name,
      number
    >,
    times: Array.from({ length: timeBounds.length + 1 }, (_, bucket) =>
      sum(({ times }) => times[bucket] ?? 0),
    ),
    milliseconds: sum(({ milliseconds }) => milliseconds),
  };
}

/** A loop and not a search: an answer from memory ends at the second or third bound. */
function bucketOf(milliseconds: number): number {
  let bucket = 0;
  while (bucket < timeBounds.length && milliseconds > (timeBounds[bucket] ?? 0)) bucket++;
  return bucket;
}
