/** Random queries over simulated F&O environments: pushed, not pushed, and the reference, all the same. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
import fc from 'fast-check';
import { FinanceOperationsConfiguration } from '../../providers/finance-operations/configuration';
import { entityPack } from '../../providers/finance-operations/entity-pack';
import { financeOperations } from '../../providers/finance-operations/index';
import type { SimulatorOptions } from '../../providers/finance-operations/simulator/options';
import type { OpenConnection } from '../../src/gateway/open-connections';
import type { Collation } from '../../src/provider-sdk/index';
import {
  openTestConnection,
  openTestService,
  setsOfTemplates,
  type TestService,
} from '../support/open-test-service';
import { compareAnswers, compareCounts, isPushed } from './compare-answers';
import { queriesOf } from './random-query';
import { readTruth } from './read-truth';
import { runs, SEED } from './runs';

interface Environment {
  readonly simulator: Partial<SimulatorOptions>;
  /** How faithfully the provider is told that text compares there. */
  readonly text?: 'exact' | 'superset';
  readonly collation: Collation;
  /** The sets that are asked, the first most. */
  readonly sets: readonly string[];
  /** Rows of a page of the gateway. */
  readonly pageSize?: number;
  /** At least this share of the queries has a filter that the source takes a part of, exactly. */
  readonly pushed: number;
  /** Of all queries. */
  readonly share: number;
  readonly seed: number;
}

const SMALL: Partial<SimulatorOptions> = {
  customers: 300,
  orders: 100,
  products: 100,
  vendors: 40,
  auth: 'none',
};

const environments: readonly (readonly [string, Environment])[] = [
  [
    'as it should be',
    {
      simulator: SMALL,
      collation: 'ignoreCase',
      sets: [
        'Customers',
        'SalesOrderHeaders',
        'SalesOrderLines',
        'ReleasedProducts',
        'CustomerGroups',
        'PaymentTerms',
      ],
      pushed: 0.3,
      share: 0.6,
      seed: SEED,
    },
  ],
  [
    'in pages of three, in an order of its own each time',
    {
      simulator: { ...SMALL, customers: 50, orders: 20, pageSize: 3, rowOrder: 'unstable' },
      collation: 'ignoreCase',
      sets: ['Customers', 'SalesOrderHeaders'],
      pageSize: 7,
      pushed: 0.3,
      share: 0.1,
      seed: SEED + 1,
    },
  ],
  [
    'with fields that refuse filters and sorting, and a set that refuses enumerations',
    {
      simulator: {
        ...SMALL,
        virtualFields: { CustomersV3: ['AddressCity', 'CreditLimit', 'CredManCustomerSince'] },
        enumFilterRefused: ['CustomersV3'],
      },
      collation: 'ignoreCase',
      sets: ['Customers'],
      pushed: 0.2,
      share: 0.1,
      seed: SEED + 2,
    },
  ],
  [
    'where text compares more loosely than it should',
    {
      simulator: { ...SMALL, textEquality: 'sql-collation' },
      text: 'superset',
      collation: 'ignoreCase',
      sets: ['Customers', 'CustomerGroups'],
      pushed: 0.05,
      share: 0.1,
      seed: SEED + 3,
    },
  ],
  [
    'through a service that tells capitals from small letters',
    {
      simulator: SMALL,
      collation: 'ordinal',
      sets: ['Customers', 'CustomerGroups'],
      pushed: 0.05,
      share: 0.1,
      seed: SEED + 4,
    },
  ],
];

describe('queries over Finance & Operations', () => {
  test.each(environments)('give the same rows however they are planned: %s', async (_name, environment) => {
    const { sets, share, seed } = environment;
    const source = await openEnvironment(environment);
    try {
      const on = openWay(source, environment, true);
      const off = openWay(source, environment, false);
      const ways = [
        { name: 'pushdown on', asked: on },
        { name: 'pushdown off', asked: off },
      ];
      const truth = await readTruth(on, source, sets);
      const [first, ...others] = sets.flatMap((name) => {
        const table = truth.tables.get(name);
        return table === undefined ? [] : [queriesOf(table.entitySet, table.pools())];
      });
      if (first === undefined) throw new Error('No entity set is asked.');
      let asked = 0;
      let pushed = 0;
      await fc.assert(
        fc.asyncProperty(fc.oneof({ weight: 3, arbitrary: first }, ...others), async (query) => {
          fc.pre(query.search === undefined);
          await compareAnswers(query, truth, ways);
          if (query.count) await compareCounts(query, truth, ways);
          asked++;
          if (query.filter !== undefined && (await isPushed(query, on))) pushed++;
        }),
        { numRuns: runs(share), seed },
      );
      expect(pushed / asked).toBeGreaterThan(environment.pushed);
    } finally {
      await source.close();
    }
  });
});

function openEnvironment({ simulator, text = 'exact' }: Environment): Promise<OpenConnection> {
  const configuration = Object.assign(new FinanceOperationsConfiguration(), { simulator, text });
  return openTestConnection(financeOperations, configuration);
}

function openWay(
  source: OpenConnection,
  { collation, pageSize = 5_000 }: Environment,
  pushdown: boolean,
): TestService {
  return openTestService({
    connections: [source],
    entitySets: setsOfTemplates(entityPack),
    collation,
    pageSize,
    maxPageSize: pageSize,
    pushdown,
  });
}
