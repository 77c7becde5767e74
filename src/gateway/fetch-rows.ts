/** Carries out a plan: reads page by page or key by key, filters, orders and cuts, and stops as soon as it may. */
import { RequestError } from '../errors';
import { compileOrder } from '../evaluate/compile-order';
import { compilePredicate } from '../evaluate/compile-predicate';
import type { Scope } from '../evaluate/scope';
import { createRowCheck } from '../model/check-row';
import type { PlanSource, ReadPlan } from '../plan/read-plan';
import {
  type CallContext,
  type Connection,
  type EntityDeclaration,
  type Key,
  type Page,
  type Row,
  UpstreamContract,
} from '../provider-sdk/index';
import { FirstRows, type OrderRows } from './first-rows';

export interface FetchInput {
  readonly plan: ReadPlan;
  readonly declaration: EntityDeclaration;
  readonly connection: Pick<Connection, 'read' | 'getMany'>;
  readonly scope: Scope;
  readonly context: CallContext;
  readonly budget: ScanBudget;
}

/** How much may be read from the source to answer one query. */
export interface ScanBudget {
  readonly rows: number;
  readonly calls: number;
}

export interface Fetched {
  readonly rows: readonly Row[];
  readonly count?: number;
  /** Rows that the source gave, for the query record. */
  readonly scanned: number;
}

export async function fetchRows(input: FetchInput): Promise<Fetched> {
  const { source } = input.plan;
  switch (source.kind) {
    case 'nothing':
      return { rows: [], scanned: 0, ...(input.plan.count === 'none' ? {} : { count: 0 }) };
    case 'keys':
      return evaluate(await readKeys(source, input), input);
    case 'scan':
      return input.plan.order.length === 0 ? streamInOrder(source, input) : readAndOrder(source, input);
  }
}

/** The source's order is ours: rows are kept only from the window, and reading stops behind it. */
async function streamInOrder(source: ScanSource, input: FetchInput): Promise<Fetched> {
  const { plan } = input;
  const passes = compileResidual(input);
  const { skip, top = Infinity } = plan.window;
  const rows: Row[] = [];
  const progress = new ScanProgress(input);
  let matched = 0;
  for await (const page of input.connection.read(source.query, progress.context)) {
    progress.add(page);
    for (const row of page.rows) {
      if (!passes(row)) continue;
      if (matched >= skip && rows.length < top) rows.push(row);
      matched++;
    }
    if (rows.length >= top && plan.count !== 'gateway') break;
  }
  return finish(rows, matched, progress, plan);
}

/** Nothing is known before the last row: all must be read, then the first are taken. */
async function readAndOrder(source: ScanSource, input: FetchInput): Promise<Fetched> {
  const passes = compileResidual(input);
  const first = new FirstRows(compileOrdering(input), endOf(input.plan.window));
  const progress = new ScanProgress(input);
  for await (const page of input.connection.read(source.query, progress.context)) {
    progress.add(page);
    for (const row of page.rows) if (passes(row)) first.add(row);
  }
  const rows = first.inOrder().slice(input.plan.window.skip);
  return finish(rows, first.added, progress, input.plan);
}

type ScanSource = Extract<PlanSource, { kind: 'scan' }>;

function evaluate(rows: readonly Row[], input: FetchInput): Fetched {
  const kept = rows.filter(compileResidual(input));
  const cut = orderAndCut(kept, input);
  return { rows: cut, scanned: rows.length, ...(input.plan.count === 'none' ? {} : { count: kept.length }) };
}

function orderAndCut(rows: readonly Row[], input: FetchInput): readonly Row[] {
  const { order, window } = input.plan;
  const end = endOf(window);
  return order.length === 0
    ? rows.slice(window.skip, end)
    : compileOrdering(input)(rows, end).slice(window.skip);
}

/** How many of the first rows hold the whole window. */
function endOf({ skip, top }: ReadPlan['window']): number | undefined {
  return top === undefined ? undefined : skip + top;
}

/** The order; it looks at the rows only after their columns have proved to be what they are declared. */
function compileOrdering({ plan, scope, declaration }: FetchInput): OrderRows {
  const order = compileOrder(plan.order, scope);
  const check = createRowCheck(
    declaration,
    plan.order.map(({ expression }) => expression),
  );
  return (rows, limit) => {
    rows.forEach(check);
    return order(rows, limit);
  };
}

/** The residual filter; it looks at the row only after the row's columns have proved to be what they are declared. */
function compileResidual({ plan, scope, declaration }: FetchInput): (row: Row) => boolean {
  const { residual } = plan;
  if (residual === undefined) return () => true;
  const test = compilePredicate(residual, scope);
  const check = createRowCheck(declaration, [residual]);
  return (row) => {
    check(row);
    return test(row);
  };
}

function finish(rows: readonly Row[], matched: number, progress: ScanProgress, plan: ReadPlan): Fetched {
  switch (plan.count) {
    case 'none':
      return { rows, scanned: progress.rows };
    case 'gateway':
      return { rows, scanned: progress.rows, count: matched };
    case 'source':
      return { rows, scanned: progress.rows, count: progress.count() };
  }
}

/** Counts what is read, and stops a query that would read the whole source. */
class ScanProgress {
  rows = 0;
  readonly context: CallContext;
  #calls = 0;
  #counted: number | undefined;

  constructor(private readonly input: FetchInput) {
    const { context } = input;
    const observe: CallContext['observe'] = (observation) => {
      this.#calls++;
      context.observe?.(observation);
    };
    this.context = { ...context, observe };
  }

  add(page: Page): void {
    this.rows += page.rows.length;
    this.#counted ??= page.count;
    const { budget, plan } = this.input;
    if (this.rows <= budget.rows && this.#calls <= budget.calls) return;
    throw scanBudgetExceeded(plan, this.rows > budget.rows ? `${budget.rows} rows` : `${budget.calls} calls`);
  }

  count(): number {
    if (this.#counted === undefined || !Number.isSafeInteger(this.#counted) || this.#counted < 0) {
      throw new UpstreamContract('The source gave no count, though it was asked for one.');
    }
    return this.#counted;
  }
}

function scanBudgetExceeded(plan: ReadPlan, limit: string): RequestError {
  const parts = plan.parts
    .filter(({ place, reason }) => place === 'gateway' && reason !== 'Decided')
    .map(({ clause, text, explanation, hint }) => {
      const advice = hint === undefined ? '' : `; ${hint}`;
      return `${clause} ${text.slice(0, 100)} (${explanation ?? 'not taken by the source'}${advice})`;
    });
  const because = parts.length === 0 ? '' : ` The source could not take: ${parts.join('; ')}.`;
  return new RequestError(
    'ScanBudgetExceeded',
    `More than ${limit} of the source would have to be read.${because}`,
    {
      target: '$filter',
    },
  );
}

const PARALLEL_BATCHES = 4;

/** In batches of the size that the source takes, a few at a time. */
export async function readKeys(
  { entity, keys, columns }: Omit<Extract<PlanSource, { kind: 'keys' }>, 'kind'>,
  { connection, declaration, context }: Pick<FetchInput, 'connection' | 'declaration' | 'context'>,
): Promise<readonly Row[]> {
  const size = declaration.capabilities.getMany?.maxKeys ?? 1;
  const batches: (readonly Key[])[] = [];
  for (let start = 0; start < keys.length; start += size) batches.push(keys.slice(start, start + size));
  const rows: Row[] = [];
  for (let start = 0; start < batches.length; start += PARALLEL_BATCHES) {
    const answers = await Promise.all(
      batches.slice(start, start + PARALLEL_BATCHES).map(async (batch) => {
        const answer = await connection.getMany?.(entity, batch, columns, context);
        if (answer?.length === batch.length) return answer;
        throw new UpstreamContract(`getMany of ${entity} answered another number of rows than keys.`);
      }),
    );
    for (const answer of answers) for (const row of answer) if (row !== undefined) rows.push(row);
  }
  return rows;
}
