/** The instant of a request, which is the same in all of its clauses. */
import { canonicalInstant } from '../provider-sdk/index';

/** `now()`, to the millisecond. */
export function nowText(): string {
  return canonicalInstant(new Date().toISOString()) ?? '';
}
