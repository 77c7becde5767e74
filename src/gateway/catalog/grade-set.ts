/**
 * Grades how well a Dataverse virtual table gets on with an entity set.
 *
 * That its key is a Guid and that its lookups lead to sets of the service needs no rule: a service that breaks it does not
 * start.
 */
import type { Finding, GradedSet, Rule } from './graded-set';
import * as mapping from './mapping-rules';
import * as query from './query-rules';

export interface Grade {
  /** A: nothing to warn of. B: one or two warnings. C: more. D: the default table or view does not work at all. */
  readonly grade: 'A' | 'B' | 'C' | 'D';
  /** The worst first. */
  readonly findings: readonly Finding[];
}

/** Whoever makes the table in the usual way fails. */
const failing: readonly Rule[] = [mapping.unmappable, mapping.nameless, query.requiredFilter];

const costly: readonly Rule[] = [
  query.uncounted,
  query.unordered,
  query.unkeyed,
  query.unsearched,
  query.unfilteredLookups,
  query.shortPages,
  query.impossibleWrites,
  mapping.longIntegers,
  mapping.longDecimals,
  mapping.namesLikeOthers,
];

const notable: readonly Rule[] = [
  mapping.unusualNames,
  mapping.unknownLengths,
  mapping.dates,
  mapping.choices,
  mapping.leftOut,
  query.unsorted,
  query.lookupsRowByRow,
  query.lookupLimits,
  query.uncached,
];

const MOST_WARNINGS_OF_B = 2;

export function gradeSet(graded: GradedSet): Grade {
  const found = (rules: readonly Rule[]): readonly Finding[] => rules.flatMap((rule) => rule(graded));
  const failures = found(failing);
  const costs = found(costly);
  return {
    grade: letter(failures.length, costs.length),
    findings: [...failures, ...costs, ...found(notable)],
  };
}

function letter(failures: number, costs: number): Grade['grade'] {
  if (failures > 0) return 'D';
  if (costs > MOST_WARNINGS_OF_B) return 'C';
  return costs > 0 ? 'B' : 'A';
}
