/** Random queries over the `memory` provider: pushed, not pushed, partly pushed, and the reference, all the same. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
import fc from 'fast-check';
import { memory } from '../../providers/memory/index';
import type { Profile } from '../../src/model/entity-set';
import type { Collation } from '../../src/provider-sdk/index';
import { openTestConnection, openTestService } from '../support/open-test-service';
import type { OpenConnection } from '../../src/gateway/open-connections';
import { compareAnswers, compareCounts, isPushed, type Way } from './compare-answers';
import { limitAbilities } from './limit-abilities';
import { memorySets, memoryTables } from './memory-tables';
import { queriesOf } from './random-query';
import { readTruth } from './read-truth';
import { runs, SEED } from './runs';

describe('queries over the memory provider', () => {
  let source: OpenConnection;

  beforeAll(async () => {
    source = await openTestConnection(memory, memoryTables);
  });

  afterAll(() => source.close());

  test.each([
    ['dataverse', 'ignoreCase', 0.4, SEED],
    ['dataverse', 'ordinal', 0.2, SEED + 1],
    ['standard', 'ignoreCase', 0.4, SEED + 2],
  ] as const)(
    'give the same rows however they are planned: %s, %s',
    async (profile, collation, share, seed) => {
      const ways = waysOver(source, profile, collation);
      const truth = await readTruth(ways.pushed.asked, source);
      let asked = 0;
      let pushed = 0;
      const sets = [...truth.tables.values()].map((table) => queriesOf(table.entitySet, table.pools()));
      const [things, ...others] = sets;
      if (things === undefined) throw new Error('There is no entity set.');
      const queries = fc.oneof({ weight: 4, arbitrary: things }, ...others);
      const limited = fc.integer({ min: 0, max: ways.limited.length - 1 });
      await fc.assert(
        fc.asyncProperty(queries, limited, async (query, index) => {
          const chosen = ways.limited[index];
          const all = chosen === undefined ? ways.always : [...ways.always, chosen];
          await compareAnswers(query, truth, all);
          if (query.count) await compareCounts(query, truth, all);
          asked++;
          if (query.filter !== undefined && (await isPushed(query, ways.pushed.asked))) pushed++;
        }),
        { numRuns: runs(share), seed },
      );
      expect(pushed / asked).toBeGreaterThan(0.3);
    },
  );
});

interface Ways {
  readonly pushed: Way;
  readonly always: readonly Way[];
  readonly limited: readonly Way[];
}

function waysOver(source: OpenConnection, profile: Profile, collation: Collation): Ways {
  const rest = { entitySets: memorySets(profile), profile, collation };
  const pushed = { name: 'pushdown on', asked: openTestService({ ...rest, connections: [source] }) };
  const unpushed = {
    name: 'pushdown off',
    asked: openTestService({ ...rest, connections: [source], pushdown: false }),
  };
  const limited = Array.from({ length: 24 }, (_, index) => ({
    name: `limited source ${index}`,
    asked: openTestService({
      ...rest,
      connections: [limitAbilities(source, index)],
      ...(index % 3 === 0 ? { pageSize: 7, maxPageSize: 7 } : {}),
    }),
  }));
  return { pushed, always: [pushed, unpushed], limited };
}
