/** The cache as all services of the gateway share it. */
import { type Clock, systemClock } from '../cache/clock';
import { type GenerationLink, onlyInstance } from '../cache/generation-link';
import { Generations } from '../cache/generations';

export interface SharedCache {
  readonly generations: Generations;
  readonly link: GenerationLink;
}

export interface SharedCacheOptions {
  readonly clock?: Clock;
  readonly link?: GenerationLink;
}

export function createSharedCache({
  clock = systemClock,
  link = onlyInstance,
}: SharedCacheOptions = {}): SharedCache {
  return { generations: new Generations(clock), link };
}
