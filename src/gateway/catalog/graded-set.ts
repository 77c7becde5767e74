/** What the rules of a grade look at, and what they find. */
import type { EntitySet, ServiceModel } from '../../model/entity-set';

export interface GradedSet {
  readonly set: EntitySet;
  readonly model: ServiceModel;
  /** Rows up to which the set is held whole; 0: it is not, and each query depends on what its source can do. */
  readonly heldWhole: number;
  readonly isCached: boolean;
  /** The most rows of a page. */
  readonly maxPageSize: number;
}

export interface Finding {
  readonly severity: 'warning' | 'note';
  readonly text: string;
  readonly advice: string;
}

/** One demand of Dataverse's: what of a set does not meet it. */
export type Rule = (graded: GradedSet) => readonly Finding[];

export function warning(text: string, advice: string): readonly Finding[] {
  return [{ severity: 'warning', text, advice }];
}

export function note(text: string, advice: string): readonly Finding[] {
  return [{ severity: 'note', text, advice }];
}

const MOST_NAMES = 8;

/** A list that a sentence can hold: of many names the first. */
export function namesOf(properties: readonly { readonly name: string }[]): string {
  const names = properties.slice(0, MOST_NAMES).map(({ name }) => name);
  const left = properties.length - names.length;
  return left === 0 ? names.join(', ') : `${names.join(', ')} and ${left} more`;
}
