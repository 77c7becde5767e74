/** Raises that could not be told to other instances yet: none is dropped, and they never take more than so much memory. */
import type { Clock } from './clock';
import type { Raise } from './generation-link';
import { EVERYTHING } from './tags';

/** With more tags than this, everything is raised instead. */
const MOST_TAGS = 1_000;

export class UnsentRaises {
  /** By tag, when its quarantine ends. */
  readonly #tags = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  get size(): number {
    return this.#tags.size;
  }

  add({ tags, quarantine = 0 }: Raise): void {
    const until = this.clock.now() + quarantine;
    for (const tag of tags) this.#tags.set(tag, Math.max(this.#tags.get(tag) ?? 0, until));
    if (this.#tags.size <= MOST_TAGS) return;
    this.#tags.clear();
    this.#tags.set(EVERYTHING, 0);
  }

  /** Hands all of them over. */
  take(): readonly Raise[] {
    const now = this.clock.now();
    const raises = [...this.#tags].map(([tag, until]): Raise =>
      until > now ? { tags: [tag], quarantine: until - now } : { tags: [tag] },
    );
    this.#tags.clear();
    return raises;
  }
}
