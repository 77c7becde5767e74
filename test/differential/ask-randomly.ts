/** Asks many random queries of all entity sets of a truth, and measures how much of them a source was given to do. */
import fc from 'fast-check';
import { compareAnswers, compareCounts, isPushed, type Truth, type Way } from './compare-answers';
import { queriesOf } from './random-query';

export interface Inquiry {
  readonly truth: Truth;
  /** The way in which all is pushed that can be. */
  readonly pushed: Way;
  readonly unpushed: Way;
  /** Of these, one at random answers as well. */
  readonly others?: readonly Way[];
  readonly numRuns: number;
  readonly seed: number;
}

/** @returns the share of the queries with a filter of which the source takes a part exactly */
export async function askRandomly(inquiry: Inquiry): Promise<number> {
  const { truth, pushed, unpushed, others = [], numRuns, seed } = inquiry;
  const [first, ...rest] = [...truth.tables.values()].map(({ entitySet, pools }) =>
    queriesOf(entitySet, pools),
  );
  if (first === undefined) throw new Error('There is no entity set to ask.');
  const queries = fc.oneof({ weight: 4, arbitrary: first }, ...rest);
  const choices = fc.constantFrom(...(others.length === 0 ? [undefined] : others));
  let asked = 0;
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(queries, choices, async (query, other) => {
      const ways = [pushed, unpushed, ...(other === undefined ? [] : [other])];
      await compareAnswers(query, truth, ways);
      if (query.count) await compareCounts(query, truth, ways);
      asked++;
      if (query.filter !== undefined && (await isPushed(query, pushed.asked))) taken++;
    }),
    { numRuns, seed },
  );
  return taken / asked;
}
