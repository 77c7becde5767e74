/** Splits a filter, conjunct by conjunct, into what the source gets and what the gateway applies itself. */
import { foldConstants } from '../evaluate/fold-constants';
import type { BoundExpression, RowExpression } from '../model/expression';
import type { EntitySet } from '../model/entity-set';
import type { Expression, Key } from '../provider-sdk/index';
import { lower } from './lower';
import type { GuidRules } from './lower-guid';
import { isConstant } from './logic';
import { normalise } from './normalise';
import { printExpression } from './print-expression';
import { type PlannedSource, pushFilter, shapeOf, type Why } from './push-filter';
import type { PlanPart } from './read-plan';

export interface PlannedFilter {
  /** No row can pass. */
  readonly never: boolean;
  readonly remote: readonly Expression[];
  readonly residual: readonly RowExpression[];
  readonly parts: readonly PlanPart[];
  /** The rows are those with these keys, or some of them. */
  readonly keys?: readonly Key[];
}

interface Clause {
  readonly clause: '$filter' | '$search';
  readonly expression: BoundExpression;
}

export function planFilter(
  clauses: readonly Clause[],
  entitySet: EntitySet,
  source: PlannedSource,
  rules: GuidRules,
): PlannedFilter {
  const conjuncts = clauses.flatMap(({ clause, expression }) =>
    splitConjunction(normalise(foldConstants(expression, source.collation, 'filter'))).map((conjunct) => ({
      clause,
      conjunct,
    })),
  );
  const byKey = findKeys(
    conjuncts.map(({ conjunct }) => conjunct),
    entitySet,
    source,
    rules,
  );
  const remote: Expression[] = [];
  const residual: RowExpression[] = [];
  const parts: PlanPart[] = [];
  let never = byKey?.keys.length === 0;
  let terms = 0;

  for (const { clause, conjunct } of conjuncts) {
    const text = printExpression(conjunct);
    if (conjunct === byKey?.conjunct) {
      parts.push(filterPart(clause, text, never ? 'gateway' : 'source', NO_ROW_PASSES));
      continue;
    }
    const lowered = lower(conjunct, rules);
    if (isConstant(lowered, true)) {
      parts.push(filterPart(clause, text, 'gateway', EVERY_ROW_PASSES));
      continue;
    }
    if (isConstant(lowered, false)) {
      never = true;
      parts.push(filterPart(clause, text, 'gateway', NO_ROW_PASSES));
      continue;
    }
    const pushed = byKey === undefined ? pushFilter(lowered, source) : { exact: false, why: READ_BY_KEY };
    const cost = pushed.remote === undefined ? 0 : countTerms(pushed.remote);
    const most = source.declaration.capabilities.filter?.maxTerms ?? Infinity;
    if (pushed.remote !== undefined && terms + cost <= most) {
      terms += cost;
      remote.push(pushed.remote);
      if (!pushed.exact) residual.push(lowered);
      parts.push(filterPart(clause, text, pushed.exact ? 'source' : 'source, filtered again', pushed.why));
    } else {
      residual.push(lowered);
      const why = pushed.remote === undefined ? pushed.why : tooMany(most);
      parts.push(filterPart(clause, text, 'gateway', why));
    }
  }
  return { never, remote, residual, parts, ...(byKey === undefined ? {} : { keys: byKey.keys }) };
}

const EVERY_ROW_PASSES: Why = { reason: 'Decided', explanation: 'every row passes this' };
const NO_ROW_PASSES: Why = { reason: 'Decided', explanation: 'no row can pass this' };
const READ_BY_KEY: Why = {
  reason: 'ReadByKey',
  explanation: 'the rows are read by key and filtered afterwards',
};

function tooMany(most: number): Why {
  return {
    reason: 'TooMany',
    explanation: `the source takes at most ${most} terms`,
    hint: 'use fewer conditions',
  };
}

function filterPart(
  clause: Clause['clause'],
  text: string,
  place: PlanPart['place'],
  why: Why | undefined,
): PlanPart {
  return { clause, text, place, ...(place === 'source' ? {} : why) };
}

function splitConjunction(expression: BoundExpression): readonly BoundExpression[] {
  return expression.kind === 'and' ? expression.operands : [expression];
}

interface KeyConjunct {
  readonly conjunct: BoundExpression;
  readonly keys: readonly Key[];
}

/** `Key eq a`, `Key in (a,b)` and chains of `or` (which are `in` by now) become one read by key where the source has that. */
function findKeys(
  conjuncts: readonly BoundExpression[],
  { key }: EntitySet,
  { declaration, connection }: PlannedSource,
  { decode }: GuidRules,
): KeyConjunct | undefined {
  if (declaration.capabilities.getMany === undefined || connection.getMany === undefined) return undefined;
  for (const conjunct of conjuncts) {
    const guids = keyLiterals(conjunct, key);
    if (guids === undefined) continue;
    const distinct = new Map<string, Key>();
    for (const guid of guids) {
      const decoded = typeof guid === 'string' ? decode(key, guid) : undefined;
      if (typeof guid === 'string' && decoded !== undefined) distinct.set(guid, decoded);
    }
    return { conjunct, keys: [...distinct.values()] };
  }
  return undefined;
}

function keyLiterals(conjunct: BoundExpression, key: EntitySet['key']): readonly unknown[] | undefined {
  if (conjunct.kind === 'in') {
    const { operand } = conjunct;
    return operand.kind === 'property' && operand.property === key
      ? conjunct.items.map(({ value }) => value)
      : undefined;
  }
  if (conjunct.kind !== 'comparison' || conjunct.operator !== 'eq') return undefined;
  const { left, right } = conjunct;
  return left.kind === 'property' && left.property === key && right.kind === 'literal'
    ? [right.value]
    : undefined;
}

function countTerms(expression: Expression): number {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return expression.operands.reduce((sum, operand) => sum + countTerms(operand), 0);
    case 'not':
      return countTerms(expression.operand);
    // A list is one term, whatever its length: that has a limit of its own.
    case 'in':
    case 'column':
    case 'literal':
    case 'comparison':
    case 'arithmetic':
    case 'negate':
    case 'call':
      return 1;
  }
}

/** Which of the sets of columns that the source insists on is still missing, if any. */
export function missingRequiredColumns(
  remote: readonly Expression[],
  { declaration }: PlannedSource,
): readonly (readonly string[])[] | undefined {
  const required = declaration.capabilities.filter?.required ?? [];
  if (required.length === 0) return undefined;
  const fixed = new Set(
    remote.flatMap((term) => {
      const shape = shapeOf(term);
      return shape?.operator === 'eq' || shape?.operator === 'in' ? [shape.column.name] : [];
    }),
  );
  return required.some((columns) => columns.every((column) => fixed.has(column))) ? undefined : required;
}
