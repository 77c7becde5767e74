/** Random queries, each followed by one that differs from it in one part: memory answers both as if there were none. */
import 'reflect-metadata';
import fc from 'fast-check';
import { memory } from '../../providers/memory/index';
import { createSharedCache } from '../../src/gateway/shared-cache';
import type { OpenConnection } from '../../src/gateway/open-connections';
import { memorySets, memoryTables } from '../differential/memory-tables';
import { queriesOf, type RandomQuery, targetOf } from '../differential/random-query';
import { readTruth } from '../differential/read-truth';
import { runs, SEED, TIMEOUT } from '../differential/runs';
import { ask, openCachedService } from '../support/cached/open-cached-service';
import { openTestConnection, openTestService } from '../support/open-test-service';

const policy = { ttl: 3_600_000 };

/** The same request with one part of it in another way. */
const mutations: readonly ((query: RandomQuery, other: RandomQuery) => RandomQuery)[] = [
  (query, { filter }) => ({ ...query, filter }),
  (query, { search }) => ({ ...query, search }),
  (query, { orderBy }) => ({ ...query, orderBy }),
  (query, { select }) => ({ ...query, select }),
  (query, { top }) => ({ ...query, top }),
  (query, { skip }) => ({ ...query, skip }),
  (query) => ({ ...query, count: !query.count }),
  (query) => ({ ...query, filter: query.filter === undefined ? 'true' : `not (${query.filter})` }),
  (query) => ({ ...query, top: (query.top ?? 0) + 1 }),
  (query) => ({ ...query, filter: changeLetter(query.filter) }),
  (query) => ({ ...query, orderBy: changeLetter(query.orderBy) }),
  (query) => query,
];

/** A digit or letter within quotes or numbers, so that what comes of it mostly still means something. */
function changeLetter(text: string | undefined): string | undefined {
  return text?.replace(/[0-8](?=[^0-9a-zA-Z]*$)/, (digit) => String(Number(digit) + 1));
}

describe('a random request and one that differs in one part', () => {
  let source: OpenConnection;

  beforeAll(async () => {
    source = await openTestConnection(memory, memoryTables);
  });
  afterAll(() => source.close());

  test(
    'are answered from memory as they are without it',
    async () => {
      const sets = memorySets('dataverse');
      const policies = Object.fromEntries(sets.map(({ name }) => [name, policy]));
      const plain = openTestService({ connections: [source], entitySets: sets });
      const { tables: truths } = await readTruth(plain, source);
      const queries = fc.oneof(
        ...[...truths.values()].map(({ entitySet, pools }) =>
          fc.tuple(queriesOf(entitySet, pools), queriesOf(entitySet, pools)),
        ),
      );
      const cache = createSharedCache();
      const cached = openCachedService({ connection: source.connection, entitySets: sets, policies, cache });
      const outcomeOf = async (answer: Promise<{ readonly body?: string | Uint8Array }>): Promise<string> =>
        answer.then(({ body = '' }) => Buffer.from(body as string).toString(), String);
      await fc.assert(
        fc.asyncProperty(queries, fc.constantFrom(...mutations), async ([first, second], mutate) => {
          for (const target of [targetOf(first), targetOf(mutate(first, second))])
            expect(await outcomeOf(ask(cached, { target }))).toBe(await outcomeOf(plain.get(target)));
        }),
        { numRuns: runs(0.4), seed: SEED },
      );
    },
    TIMEOUT,
  );
});
