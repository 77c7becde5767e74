/** Joins what the properties of a body come to, column by column, and finds where they contradict each other. */
import type { EntitySet } from '../model/entity-set';
import type { GivenValue, WriteFault } from '../odata/write-request';
import { type Admit, isSameValue } from './plan-write-admission';
import { assign, type Assigned, type Assignment, type AssignmentScope } from './plan-write-assignment';

export interface JoinRules extends AssignmentScope {
  readonly admit: Admit;
  /** A null gives way to the value that another property has for the column, instead of contradicting it. */
  readonly nullYields: boolean;
}

export interface JoinedColumns {
  /** Columns to be set, by name. */
  readonly columns: ReadonlyMap<string, Assignment>;
  /** The names of the properties that come to something. */
  readonly properties: readonly string[];
  readonly faults: readonly WriteFault[];
}

export function joinColumns(rules: JoinRules): JoinedColumns {
  const columns = new Map<string, Assignment>();
  const properties: string[] = [];
  const faults: WriteFault[] = [];
  for (const given of rules.given) {
    const admitted = admitProperty(given, rules);
    const fault = admitted.kind === 'fault' ? admitted.fault : joinInto(columns, admitted.assignments, rules);
    if (fault !== undefined) faults.push(fault);
    else if (admitted.kind === 'columns' && admitted.assignments.length > 0)
      properties.push(given.property.name);
  }
  return { columns, properties, faults };
}

/** The assignments of a property that are to be made, or the first thing that is wrong with one. */
function admitProperty(given: GivenValue, rules: JoinRules): Assigned {
  const assigned = assign(given, rules);
  if (assigned.kind === 'fault') return assigned;
  const assignments: Assignment[] = [];
  for (const assignment of assigned.assignments) {
    const admission = rules.admit(assignment);
    if (admission.kind === 'fault') return admission;
    if (admission.kind === 'set') assignments.push(assignment);
  }
  return { kind: 'columns', assignments };
}

function joinInto(
  columns: Map<string, Assignment>,
  assignments: readonly Assignment[],
  { entitySet, nullYields }: JoinRules,
): WriteFault | undefined {
  for (const assignment of assignments) {
    const { name } = assignment.column;
    const known = columns.get(name);
    if (known === undefined || (nullYields && known.value === null)) columns.set(name, assignment);
    else if (contradict(known, assignment, entitySet) && !(nullYields && assignment.value === null))
      return contradiction(known, assignment);
  }
  return undefined;
}

function contradict(known: Assignment, other: Assignment, entitySet: EntitySet): boolean {
  return !isSameValue(known.column, known.value, other.value, entitySet);
}

function contradiction(known: Assignment, other: Assignment): WriteFault {
  const target = other.property.name;
  const message = `${target} and ${known.property.name} set the same column to different values.`;
  return { code: 'InvalidBody', message, target };
}
