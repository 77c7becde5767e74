/** Asks several services the same, and holds each answer against the reference. */
import { parseRequest } from '../../src/gateway/parse-request';
import { bindRequest } from '../../src/odata/bind/bind-request';
import type { ReadQuery } from '../../src/odata/read-query';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import type { ServiceModel } from '../../src/model/entity-set';
import { printPlan } from '../../src/plan/explain';
import { bodyText, ROOT, type TestService } from '../support/open-test-service';
import { type RandomQuery, targetOf } from './random-query';
import type { JsonRow, ReferenceTable } from './reference-answer';

/** One way to answer: the same rows must come out of each. */
export interface Way {
  readonly name: string;
  readonly asked: TestService;
}

export interface Truth {
  readonly model: ServiceModel;
  readonly tables: ReadonlyMap<string, ReferenceTable>;
}

/** @throws {Error} with the plan, if an answer differs in rows, their order, their values or their count */
export async function compareAnswers(
  query: RandomQuery,
  { model, tables }: Truth,
  ways: readonly Way[],
): Promise<void> {
  const target = targetOf(query);
  const expected = tables.get(query.entitySet)?.answer(bind(target, model));
  const wanted = { rows: expected?.rows, count: query.count ? expected?.count : undefined };
  const wantedText = JSON.stringify(wanted);
  for (const { name, asked } of ways) {
    const answer = await readAll(target, asked).catch((error: unknown) => {
      throw new Error(`${name} fails on ${decodeURIComponent(target)}\n${String(error)}`, { cause: error });
    });
    if (JSON.stringify(answer) === wantedText) continue;
    const { plan } = await asked.explain(target);
    const context = `${name} differs on ${decodeURIComponent(target)}\n${printPlan(plan)}`;
    expect({ context, ...answer }).toEqual({ context, ...wanted });
  }
}

/** `Set/$count` must say what the reference counts. */
export async function compareCounts(
  query: RandomQuery,
  { model, tables }: Truth,
  ways: readonly Way[],
): Promise<void> {
  const { filter, search } = query;
  const counted = { entitySet: query.entitySet, filter, search, count: false };
  const expected = tables.get(query.entitySet)?.answer(bind(targetOf(counted), model)).count;
  const target = targetOf({ ...counted, entitySet: `${query.entitySet}/$count` });
  for (const { name, asked } of ways) {
    const count = bodyText(await asked.get(target));
    expect({ name, target, count }).toEqual({ name, target, count: String(expected) });
  }
}

function bind(target: string, model: ServiceModel): ReadQuery {
  const signal = new AbortController().signal;
  const { path, options } = parseRequest({ method: 'GET', target, headers: {}, signal }, defaultSyntaxLimits);
  const request = bindRequest({ path, options, model, now: '2026-11-22T10:00:00Z' });
  if (request.kind !== 'collection') throw new Error(`${target} is no request for a collection.`);
  return request.query;
}

interface WholeAnswer {
  readonly rows: readonly JsonRow[];
  readonly count: number | undefined;
}

const ACCEPT = { accept: 'application/json;odata.metadata=minimal;IEEE754Compatible=true' };

/** All pages, one after the other. */
async function readAll(target: string, asked: TestService): Promise<WholeAnswer> {
  const rows: JsonRow[] = [];
  let count: number | undefined;
  let next: string | undefined = target;
  while (next !== undefined) {
    const page = JSON.parse(bodyText(await asked.get(next, ACCEPT))) as Readonly<Record<string, unknown>>;
    for (const { '@odata.etag': _etag, ...row } of page['value'] as JsonRow[]) rows.push(row);
    const counted = page['@odata.count'];
    count ??= counted === undefined ? undefined : Number(counted);
    const link = page['@odata.nextLink'];
    next = typeof link === 'string' ? link.slice(ROOT.length) : undefined;
  }
  return { rows, count };
}

/** Whether the source is given something of the filter to do. */
export async function isPushed(query: RandomQuery, asked: TestService): Promise<boolean> {
  const { plan } = await asked.explain(targetOf(query));
  return plan.parts.some(({ clause, place }) => clause === '$filter' && place === 'source');
}
