/** The views that makers build: quick find, lookup search, subgrids, and one condition of every kind. */
import { runCheck, type CheckResult } from '../check';
import { columnsOf } from '../evaluate-filter';
import { literalOf, text, type Expression } from '../expression';
import { toListQuery, type Condition, type ConditionOperator, type FilterGroup } from '../query-expression';
import { gridPageSize, representativeColumns, textsOf, valuesOf, viewColumns } from '../sample';
import { primaryNameOf, type PropertyModel } from '../service-model';
import { verifyFilter } from '../verify-filter';
import { probeColumn } from './column-probe';
import type { Stage } from './stage';

interface View {
  readonly name: string;
  readonly criteria: FilterGroup;
  /** Whether a clear refusal is acceptable: so for what few makers use and sources rarely can. */
  readonly mayRefuse: boolean;
}

export async function judgeMakerViews(stage: Stage): Promise<readonly CheckResult[]> {
  const views = [...quickFinds(stage), ...lookupSearches(stage), ...subgrids(stage), ...conditions(stage)];
  const results: CheckResult[] = [];
  for (const view of views) results.push(await judgeView(stage, view));
  return results;
}

async function judgeView({ session, sample }: Stage, view: View): Promise<CheckResult> {
  return runCheck(view.name, async (check) => {
    const page = { number: 1, size: gridPageSize };
    const draft = toListQuery({ columns: [], criteria: view.criteria, page, returnTotalCount: true });
    if (draft.filter === undefined) return check.skip('nothing to filter by');
    const select = viewColumns(session.table, ...columnsOf(draft.filter));
    const query = { ...draft, filter: draft.filter, select };
    await verifyFilter(check, session, sample, { query, mayRefuse: view.mayRefuse });
  });
}

/** The grid's search box: one OR group over the quick-find columns; a leading asterisk asks for `contains`. */
function quickFinds({ session: { table }, sample }: Stage): readonly View[] {
  const name = primaryNameOf(table);
  const sought = name === undefined ? undefined : textsOf(sample, name).find(hasNoWildcard);
  if (name === undefined || sought === undefined) return [];
  const texts = table.properties.filter((each) => each.type === 'Edm.String').map((each) => each.name);
  const columns = [...new Set([name, ...texts])].slice(0, 3);
  const typed = [...sought].slice(0, 3).join('');
  const search = (pattern: string): FilterGroup => ({
    operator: 'or',
    members: columns.map((attribute) => ({ attribute, operator: 'Like', values: [text(pattern)] })),
  });
  return [
    { name: 'quick find', criteria: search(`${typed}%`), mayRefuse: false },
    { name: 'quick find with a leading asterisk', criteria: search(`%${typed}%`), mayRefuse: true },
  ];
}

/** What a lookup control sends as its user types. */
function lookupSearches({ session: { table }, sample }: Stage): readonly View[] {
  const name = primaryNameOf(table);
  const sought = name === undefined ? undefined : textsOf(sample, name).at(-1);
  if (name === undefined || sought === undefined) return [];
  const typed = text([...sought].slice(0, 2).join(''));
  return [{ name: 'lookup search', criteria: only(name, 'BeginsWith', typed), mayRefuse: false }];
}

/** A 1:N subgrid for each column that holds Guids: it filters on the parent's Guid. */
function subgrids({ session: { table }, sample }: Stage): readonly View[] {
  const lookups = table.properties.filter(
    (each) => each.type === 'Edm.Guid' && !table.keyNames.includes(each.name),
  );
  return lookups.flatMap((lookup) => {
    const [parent] = valuesOf(sample, lookup.name);
    if (parent === undefined) return [];
    const criteria = only(lookup.name, 'Equal', literalOf(lookup.type, parent));
    return [{ name: `subgrid by ${lookup.name}`, criteria, mayRefuse: false }];
  });
}

function conditions(stage: Stage): readonly View[] {
  return representativeColumns(stage.session.table, stage.sample).flatMap((column) =>
    conditionsOn(stage, column).map(([operator, values, mayRefuse]) => ({
      name: `view: ${column.name} ${operator}`,
      criteria: only(column.name, operator, ...values),
      mayRefuse,
    })),
  );
}

type ConditionPlan = readonly [
  operator: ConditionOperator,
  values: readonly [] | readonly [Expression, ...Expression[]],
  mayRefuse: boolean,
];

function conditionsOn(stage: Stage, column: PropertyModel): readonly ConditionPlan[] {
  const probe = probeColumn(stage.sample, column);
  if (probe === undefined) return [];
  const { low, high } = probe;
  const presence: readonly ConditionPlan[] = [
    ['Null', [], false],
    ['NotNull', [], false],
  ];
  const always: readonly ConditionPlan[] = [['Equal', [low], false], ['NotEqual', [low], true], ...presence];
  if (column.type === 'Edm.Boolean') return always;
  const lists: readonly ConditionPlan[] = [
    ['In', [low, high], false],
    ['NotIn', [low, high], true],
  ];
  switch (column.type) {
    case 'Edm.String':
      return [...always, ...lists, ...textConditions(stage, column)];
    case 'Edm.DateTimeOffset':
      return [...presence, ...rangeConditions(low, high), ...dayConditions(low)];
    case 'Edm.Int32':
    case 'Edm.Int64':
    case 'Edm.Decimal':
    case 'Edm.Double':
      return [...always, ...lists, ...rangeConditions(low, high)];
    default:
      return [...always, ...lists];
  }
}

function rangeConditions(low: Expression, high: Expression): readonly ConditionPlan[] {
  return [
    ['GreaterThan', [low], true],
    ['GreaterEqual', [low], true],
    ['LessThan', [high], true],
    ['LessEqual', [high], true],
    ['Between', [low, high], false],
    ['NotBetween', [low, high], true],
  ];
}

function dayConditions(day: Expression): readonly ConditionPlan[] {
  return [
    ['On', [day], false],
    ['NotOn', [day], true],
    ['OnOrBefore', [day], true],
    ['OnOrAfter', [day], true],
  ];
}

function textConditions({ sample }: Stage, column: PropertyModel): readonly ConditionPlan[] {
  const letters = [...(textsOf(sample, column.name).find(hasNoWildcard) ?? '')];
  const start = text(letters.slice(0, 3).join(''));
  const end = text(letters.slice(-3).join(''));
  const middle = text(letters.slice(1, 4).join(''));
  if (letters.length === 0) return [];
  return [
    ['BeginsWith', [start], false],
    ['DoesNotBeginWith', [start], true],
    ['EndsWith', [end], true],
    ['DoesNotEndWith', [end], true],
    ['Contains', [middle], true],
    ['DoesNotContain', [middle], true],
    ['NotLike', [text(`${letters.slice(0, 3).join('')}%`)], true],
  ];
}

/** In a `Like` pattern these two stand for other characters. */
function hasNoWildcard(value: string): boolean {
  return !/[%_]/.test(value);
}

function only(attribute: string, operator: ConditionOperator, ...values: readonly Expression[]): FilterGroup {
  const condition: Condition = { attribute, operator, values };
  return { operator: 'and', members: [condition] };
}
