/** Purges on an administrator's word: nothing that is purged is served again, here and on other instances. */
import type { Key } from '../provider-sdk/index';
import type { GenerationLink } from './generation-link';
import type { Generations } from './generations';
import type { MemoryTier } from './memory-tier';
import { EVERYTHING, listTag, raisedWith, rowTag, setTag } from './tags';

export type PurgeTarget =
  | { readonly kind: 'all' }
  | { readonly kind: 'set'; readonly connection: string; readonly entity: string }
  | { readonly kind: 'row'; readonly connection: string; readonly entity: string; readonly key: Key }
  | { readonly kind: 'tag'; readonly tag: string };

export interface PurgeParts {
  readonly generations: Generations;
  readonly link: GenerationLink;
  readonly tiers: readonly Pick<MemoryTier<unknown>, 'clear'>[];
}

/** What is purged is void at once; the memory of single entries comes back as others need it. */
export async function purge(target: PurgeTarget, { generations, link, tiers }: PurgeParts): Promise<void> {
  const tags = tagsOf(target);
  generations.raise(tags);
  if (target.kind === 'all') for (const tier of tiers) tier.clear();
  await link.publish({ tags });
}

function tagsOf(target: PurgeTarget): readonly string[] {
  switch (target.kind) {
    case 'all':
      return [EVERYTHING];
    case 'set':
      return [setTag(target.connection, target.entity)];
    // Lists may hold the row.
    case 'row': {
      const { connection, entity, key } = target;
      return [rowTag(connection, entity, key), listTag(connection, entity)];
    }
    case 'tag':
      return raisedWith(target.tag);
  }
}
