/** Counts what happens by kind, over the last ten seconds in steps of one. */

export const WINDOW_SECONDS = 10;

interface Step<Name extends string> {
  readonly second: number;
  readonly counts: Record<Name, number>;
}

export class RecentCounts<Name extends string> {
  private readonly steps: Step<Name>[] = [];

  /** @param now the clock, in milliseconds since 1970 */
  constructor(
    private readonly names: readonly Name[],
    private readonly now: () => number,
  ) {}

  count(name: Name): void {
    this.currentStep().counts[name] += 1;
  }

  sum(name: Name): number {
    this.forget();
    return this.steps.reduce((total, { counts }) => total + counts[name], 0);
  }

  clear(): void {
    this.steps.length = 0;
  }

  private currentStep(): Step<Name> {
    const second = this.forget();
    const last = this.steps.at(-1);
    if (last?.second === second) return last;
    const counts = Object.fromEntries(this.names.map((name) => [name, 0])) as Record<Name, number>;
    const step = { second, counts };
    this.steps.push(step);
    return step;
  }

  /** Drops the steps that are over, and gives the second that it is now. */
  private forget(): number {
    const second = Math.floor(this.now() / 1_000);
    while (this.steps[0] !== undefined && this.steps[0].second <= second - WINDOW_SECONDS) this.steps.shift();
    return second;
  }
}
