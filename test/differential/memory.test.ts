/** Random queries over the `memory` provider: pushed, not pushed, partly pushed, and the reference, all the same. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
import { memory } from '../../providers/memory/index';
import type { OpenConnection } from '../../src/gateway/open-connections';
import { openTestConnection, openTestService, type TestServiceOptions } from '../support/open-test-service';
import { askRandomly } from './ask-randomly';
import type { Way } from './compare-answers';
import { limitAbilities } from './limit-abilities';
import { memorySets, memoryTables } from './memory-tables';
import { readTruth } from './read-truth';
import { runs, SEED, TIMEOUT } from './runs';

const LIMITED_SOURCES = 24;

describe('queries over the memory provider give the same rows however they are planned', () => {
  let source: OpenConnection;

  beforeAll(async () => {
    source = await openTestConnection(memory, memoryTables);
  });

  afterAll(() => source.close());

  const services = [
    { profile: 'dataverse', collation: 'ignoreCase', share: 0.4, seed: SEED },
    { profile: 'dataverse', collation: 'ordinal', share: 0.2, seed: SEED + 1 },
    { profile: 'standard', collation: 'ignoreCase', share: 0.4, seed: SEED + 2 },
  ] as const;

  async function ask({ profile, collation, share, seed }: (typeof services)[number]): Promise<void> {
    const way = (name: string, more: Partial<TestServiceOptions> = {}): Way => ({
      name,
      asked: openTestService({
        connections: [source],
        entitySets: memorySets(profile),
        profile,
        collation,
        ...more,
      }),
    });
    const limited = Array.from({ length: LIMITED_SOURCES }, (_, index) =>
      way(`limited source ${index}`, {
        connections: [limitAbilities(source, index)],
        ...(index % 3 === 0 ? { pageSize: 7, maxPageSize: 7 } : {}),
      }),
    );
    const sets = memorySets(profile).map(({ name }) => name);
    const cachePolicies = new Map(sets.map((name) => [name, { ttl: 3_600_000 }]));
    const remembered = way('cached', { cachePolicies });
    const whole = way('held whole', {
      cachePolicies,
      wholeSets: new Map(sets.map((name) => [name, 100_000])),
    });
    const pushed = way('pushdown on');
    const pushedShare = await askRandomly({
      truth: await readTruth(pushed.asked, source),
      pushed,
      unpushed: way('pushdown off', { pushdown: false }),
      // As often as the limited sources together.
      others: [...limited, ...limited.flatMap((_, index) => (index % 2 === 0 ? remembered : whole))],
      numRuns: runs(share),
      seed,
    });
    expect(pushedShare).toBeGreaterThan(0.3);
  }

  test.each(services)('$profile, $collation', ask, TIMEOUT);
});
