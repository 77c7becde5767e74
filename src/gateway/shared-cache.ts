/** The cache as all services of the gateway share it: one memory of answers, one of rows, and the generations of both. */
import type { SizeClass } from '../cache/cache-policy';
import { type Clock, systemClock } from '../cache/clock';
import { type GenerationLink, onlyInstance } from '../cache/generation-link';
import { Generations } from '../cache/generations';
import { createKeyBatcher, type KeyBatcher } from '../cache/key-batcher';
import { largestShareOf, MemoryTier } from '../cache/memory-tier';
import { ReadThrough } from '../cache/read-through';
import type { SharedTier } from '../cache/shared-tier';
import type { StoredAnswer, StoredRows } from './stored-values';
import { WiderQueries } from './wider-rows';

export interface SharedCache {
  readonly generations: Generations;
  readonly link: GenerationLink;
  readonly clock: Clock;
  /** Answers as they were sent, by what was asked. */
  readonly answers: ReadThrough<StoredAnswer>;
  /** Rows as the source gave them, by what was asked of it: many URLs come to one remote query. */
  readonly rows: ReadThrough<StoredRows>;
  /** Which of the stored rows are all that match a query. */
  readonly wider: WiderQueries;
  /** Of an entity, whatever sets show it; of one class of callers, if its rows depend on who asks. */
  batcher(connection: string, entity: string, maxKeys: number, partition: string | undefined): KeyBatcher;
  /** Bytes that a set may take that is held whole: of a larger one memory would keep nothing, and each query would read it. */
  largestSet(sizeClass: SizeClass | undefined): number;
  readonly tiers: readonly [MemoryTier<StoredAnswer>, MemoryTier<StoredRows>];
  /** Bytes that the URLs may take that are known to lead to a stored answer. */
  readonly aliasBytes: number;
  close(): void;
}

export interface SharedCacheOptions {
  /** For answers, rows and aliases together. */
  readonly maxBytes?: number;
  readonly clock?: Clock;
  /** Where there are several instances. */
  readonly connect?: (generations: Generations) => OtherInstances;
}

export interface OtherInstances {
  readonly link: GenerationLink;
  /** Where they share rows as well. */
  readonly rows?: SharedTier<StoredRows>;
  close(): void;
}

export const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;
/** The rest is for rows. Answers are what is asked for again; rows serve the first of each new spelling. */
const SHARE_OF_ANSWERS = 0.375;
/** An alias is of no use without its answer, and takes a tenth of a page or as much as a row. */
const SHARE_OF_ALIASES = 0.125;
/** Of what the memory tier lets one value take: below that, so that it is sure to be kept. */
const SHARE_OF_LARGEST_SET = 0.8;

/** Milliseconds in which lookups of one grid arrive; what the first of them waits. */
const BURST = 3;

export function createSharedCache(options: SharedCacheOptions = {}): SharedCache {
  const { maxBytes = DEFAULT_CACHE_BYTES, clock = systemClock, connect } = options;
  const generations = new Generations(clock);
  const others = connect?.(generations);
  const link = others?.link ?? onlyInstance;
  const ofAnswers = Math.floor(maxBytes * SHARE_OF_ANSWERS);
  const aliasBytes = Math.floor(maxBytes * SHARE_OF_ALIASES);
  const ofRows = maxBytes - ofAnswers - aliasBytes;
  const answers = new MemoryTier<StoredAnswer>(ofAnswers);
  const rows = new MemoryTier<StoredRows>(ofRows);
  const batchers = new Map<string, KeyBatcher>();
  return {
    generations,
    link,
    clock,
    answers: new ReadThrough({ generations, link, clock, memory: answers }),
    rows: new ReadThrough({
      generations,
      link,
      clock,
      memory: rows,
      ...(others?.rows === undefined ? {} : { shared: others.rows }),
    }),
    largestSet: (sizeClass) => Math.floor(ofRows * largestShareOf(sizeClass) * SHARE_OF_LARGEST_SET),
    wider: new WiderQueries(),
    tiers: [answers, rows],
    aliasBytes,
    batcher(connection, entity, maxKeys, partition) {
      const name = JSON.stringify([connection, entity, partition]);
      const known = batchers.get(name) ?? createKeyBatcher({ maxKeys, delay: BURST, clock });
      batchers.set(name, known);
      return known;
    },
    close: () => others?.close(),
  };
}
