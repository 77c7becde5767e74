/** Sends a change between two raises of what it touches, so that no read that begins after it sees what was before. */
import { RequestError } from '../errors';
import { DeadlineExceeded, OutcomeUnknown, ProviderError, UpstreamContract } from '../provider-sdk/index';
import type { GenerationLink } from './generation-link';
import type { Generations } from './generations';

export interface CachedWrite<Result> {
  /** What the change touches, as far as it is known before. */
  readonly tags: readonly string[];
  /** What it turned out to touch besides: the row that an insert made. */
  readonly tagsOf?: (result: Result) => readonly string[];
  /**
   * What the source names besides, as far as it has by then. The raise before the change is missing for these; that only
   * voids early what the last one voids anyway (reliability 2.4: raised after the answer alone is right as well).
   */
  readonly named?: () => readonly string[];
  readonly send: () => Promise<Result>;
  /** If the outcome stays unknown: how long the change may still arrive, in milliseconds. Twice the deadline of a write. */
  readonly lateArrival: number;
  /** What else is not stored for that time: the whole set, where `tags` are some of its rows (W11). */
  readonly lateTags?: readonly string[];
}

/**
 * Both raises are needed (reliability 2.4): the first voids what is being read now, the last what was read while the
 * change was on its way. Nobody else hears of the change before the last one was made and told to other instances.
 *
 * @throws what `send` throws, and nothing else
 */
export async function writeAround<Result>(
  { tags, tagsOf, named = () => [], send, lateArrival, lateTags = [] }: CachedWrite<Result>,
  { generations, link }: { readonly generations: Generations; readonly link: GenerationLink },
): Promise<Result> {
  // Other instances need not know yet: only the last raise decides what they may serve after the answer.
  generations.raise(tags);
  let result: Result;
  try {
    result = await send();
  } catch (error) {
    if (isRefusal(error)) {
      generations.raise(tags);
      await link.publish({ tags });
    } else {
      const late = [...tags, ...lateTags, ...named()];
      generations.raise(late);
      generations.quarantine(late, lateArrival);
      await link.publish({ tags: late, quarantine: lateArrival });
    }
    throw error;
  }
  const touched = [...tags, ...(tagsOf?.(result) ?? []), ...named()];
  generations.raise(touched);
  await link.publish({ tags: touched });
  return result;
}

/** Whether it is certain that nothing was changed and nothing will be. */
function isRefusal(error: unknown): boolean {
  if (error instanceof RequestError) return error.code !== 'WriteOutcomeUnknown';
  return error instanceof ProviderError && !uncertain.some((type) => error instanceof type);
}

const uncertain = [OutcomeUnknown, DeadlineExceeded, UpstreamContract] as const;
