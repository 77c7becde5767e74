/** Which failures of a load are the source's own trouble, so that an older answer is better than none. */
import { DeadlineExceeded, RateLimited, Unavailable, UpstreamContract } from '../provider-sdk/index';

/**
 * Not those that refuse the query, for another plan or another query is the cure; nor those that refuse the gateway:
 * rows must not outlive the right to see them.
 */
export function isSourceFailure(error: unknown): boolean {
  return sourceFailures.some((type) => error instanceof type);
}

const sourceFailures = [Unavailable, RateLimited, DeadlineExceeded, UpstreamContract] as const;
