/** Shows a plan to people: as JSON for tools, as text for a terminal. */
import type { RemoteQuery } from '../provider-sdk/index';
import { printExpression } from './print-expression';
import type { PlanPart, ReadPlan } from './read-plan';

export interface ExplainedPlan {
  /** `scan`: page by page; `keys`: by key; `nothing`: no row can match, the source is not asked. */
  readonly access: ReadPlan['source']['kind'];
  readonly entity?: string;
  readonly remote?: ExplainedQuery;
  readonly keys?: readonly (readonly (string | number | boolean)[])[];
  readonly columns?: readonly string[];
  /** What the gateway filters by, in columns of the source. */
  readonly residual?: string;
  readonly order?: readonly string[];
  readonly window: ReadPlan['window'];
  readonly count: ReadPlan['count'];
  readonly parts: readonly PlanPart[];
}

export interface ExplainedQuery {
  readonly filter?: string;
  readonly orderBy?: readonly string[];
  readonly skip?: number;
  readonly top?: number;
  readonly count: boolean;
}

export function explainPlan(plan: ReadPlan): ExplainedPlan {
  const { source, residual, order, window, count, parts } = plan;
  return {
    access: source.kind,
    ...(source.kind === 'scan'
      ? { entity: source.query.entity, remote: explainQuery(source.query), columns: source.query.columns }
      : {}),
    ...(source.kind === 'keys' ? { entity: source.entity, keys: source.keys, columns: source.columns } : {}),
    ...(residual === undefined ? {} : { residual: printExpression(residual) }),
    ...(order.length === 0
      ? {}
      : { order: order.map((key) => sortText(printExpression(key.expression), key.descending)) }),
    window,
    count,
    parts,
  };
}

function explainQuery({ filter, orderBy, skip, top, count }: RemoteQuery): ExplainedQuery {
  return {
    ...(filter === undefined ? {} : { filter: printExpression(filter) }),
    ...(orderBy.length === 0
      ? {}
      : { orderBy: orderBy.map(({ column, descending }) => sortText(column, descending)) }),
    ...(skip === undefined ? {} : { skip }),
    ...(top === undefined ? {} : { top }),
    count,
  };
}

function sortText(text: string, descending: boolean): string {
  return descending ? `${text} desc` : text;
}

/** The same as lines of text. */
export function printPlan(plan: ExplainedPlan): string {
  const lines = [`source     ${accessText(plan)}`];
  const { remote } = plan;
  if (remote?.filter !== undefined) lines.push(`  filter   ${remote.filter}`);
  if (remote?.orderBy !== undefined) lines.push(`  order    ${remote.orderBy.join(', ')}`);
  if (remote?.skip !== undefined) lines.push(`  skip     ${remote.skip}`);
  if (remote?.top !== undefined) lines.push(`  top      ${remote.top}`);
  if (remote?.count === true) lines.push('  count    yes');
  if (plan.columns !== undefined) lines.push(`  columns  ${plan.columns.join(', ')}`);
  lines.push(...gatewayLines(plan), 'parts');
  for (const part of plan.parts) lines.push(...partLines(part));
  if (plan.parts.length === 0) lines.push('  none');
  return `${lines.join('\n')}\n`;
}

function accessText({ access, entity = '', keys = [] }: ExplainedPlan): string {
  switch (access) {
    case 'scan':
      return `${entity}, page by page`;
    case 'keys':
      return `${entity}, by key: ${keys.map((key) => key.join('|')).join(', ')}`;
    case 'nothing':
      return 'not asked: no row can match';
  }
}

function gatewayLines({ residual, order, window, count }: ExplainedPlan): readonly string[] {
  const lines: string[] = [];
  if (residual !== undefined) lines.push(`  filter   ${residual}`);
  if (order !== undefined) lines.push(`  order    ${order.join(', ')}`);
  if (window.skip > 0) lines.push(`  skip     ${window.skip}`);
  if (window.top !== undefined) lines.push(`  top      ${window.top}`);
  if (count === 'gateway') lines.push('  count    yes');
  return lines.length === 0 ? ['gateway    nothing left to do'] : ['gateway', ...lines];
}

function partLines({ clause, text, place, reason, explanation, hint }: PlanPart): readonly string[] {
  const lines = [`  ${clause} ${text}`, `      ${place}${reason === undefined ? '' : `: ${reason}`}`];
  if (explanation !== undefined) lines.push(`      ${explanation}`);
  if (hint !== undefined) lines.push(`      hint: ${hint}`);
  return lines;
}
