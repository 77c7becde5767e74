/** What the two tiers of memory hold: answers as they were sent, and rows as the source gave them. */
import type { Page, Row } from '../provider-sdk/index';
import type { Answer } from './incoming';

/** What is kept of an answer: itself, or that there is no such row. */
export type StoredAnswer =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'missing'; readonly message: string; readonly target: string | undefined };

/** All rows of one remote query, or the row of one key. */
export interface StoredRows {
  readonly rows: readonly Row[];
  readonly count: Page['count'];
  /** What they depend on besides, as their provider names it. */
  readonly tags: readonly string[];
}
