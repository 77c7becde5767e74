/** Random queries over simulated F&O environments: pushed, not pushed, and the reference, all the same. */
// The classes of configurations are decorated, and whoever loads them brings this.
import 'reflect-metadata';
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
import { askRandomly } from './ask-randomly';
import { readTruth } from './read-truth';
import { runs, SEED, TIMEOUT } from './runs';

interface Environment {
  readonly simulator: Partial<SimulatorOptions>;
  /** How the provider is configured otherwise. */
  readonly provider?: Pick<FinanceOperationsConfiguration, 'text' | 'maxUrlLength'>;
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

/** Without pushdown each query reads a whole set: enough rows that values repeat and differ, and no more. */
const SMALL: Partial<SimulatorOptions> = {
  customers: 120,
  orders: 50,
  products: 50,
  vendors: 20,
  auth: 'none',
};

const usual: Environment = {
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
  share: 0.5,
  seed: SEED,
};

const environments: readonly (readonly [string, Environment])[] = [
  ['as it should be', usual],
  [
    'in pages of three, in an order of its own each time',
    {
      simulator: { ...SMALL, customers: 24, orders: 10, pageSize: 3, rowOrder: 'unstable' },
      collation: 'ignoreCase',
      sets: ['Customers', 'SalesOrderHeaders'],
      pageSize: 7,
      pushed: 0.3,
      share: 0.1,
      seed: SEED + 1,
    },
  ],
  [
    'with short URLs, so that long filters are cut into several',
    {
      simulator: SMALL,
      provider: { maxUrlLength: 700 },
      collation: 'ignoreCase',
      sets: ['Customers', 'SalesOrderHeaders'],
      pushed: 0.2,
      share: 0.1,
      seed: SEED + 5,
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
      provider: { text: 'superset' },
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

describe('queries over Finance & Operations give the same rows however they are planned', () => {
  async function ask(_name: string, environment: Environment): Promise<void> {
    const { sets, share, seed, pushed: leastPushed } = environment;
    const source = await openEnvironment(environment);
    try {
      const pushed = { name: 'pushdown on', asked: openService(source, environment, true) };
      const pushedShare = await askRandomly({
        truth: await readTruth(pushed.asked, source, sets),
        pushed,
        unpushed: { name: 'pushdown off', asked: openService(source, environment, false) },
        numRuns: runs(share),
        seed,
      });
      expect(pushedShare).toBeGreaterThan(leastPushed);
    } finally {
      await source.close();
    }
  }

  test.each(environments)('%s', ask, TIMEOUT);
});

function openEnvironment({ simulator, provider }: Environment): Promise<OpenConnection> {
  const configuration = Object.assign(new FinanceOperationsConfiguration(), { simulator, ...provider });
  return openTestConnection(financeOperations, configuration);
}

function openService(
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
