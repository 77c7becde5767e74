/** Three gateways that share a Redis: how long after a change through one of them the others show it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'undici';
import { hasRedisServer, RedisServer, until } from '../../test/support/cache/redis-server';
import { median, percentile } from '../measure';
import { SpawnedGateway } from '../spawned-gateway';
import { startRole } from '../subprocess';
import type { Measured } from '../table';
import { type Group, groupsConfiguration, listGroups } from '../write/groups';

const INSTANCES = 3;
const CHANGES = 5_000;
const CHANGES_TO_WARM_UP = 500;
/** Each changes a row of its own. */
const WORKERS = 4;
/** Milliseconds that 99 of 100 changes may take. */
const MOST = 50;

export async function measureInstances(): Promise<readonly Measured[]> {
  if (!hasRedisServer()) return [];
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  const redis = await RedisServer.start();
  const source = await startRole('simulator');
  const gateways: SpawnedGateway[] = [];
  try {
    const configuration = join(folder, 'gateway.yaml');
    const settings = `cache: { redis: { url: '${redis.url}', prefix: bench } }`;
    writeFileSync(configuration, groupsConfiguration({ source: source.port, settings }));
    for (let index = 0; index < INSTANCES; index += 1) {
      const environment = { VTG_CONFIG: configuration, VTG_DATA_DIR: join(folder, String(index)) };
      gateways.push(await SpawnedGateway.start(environment));
    }
    return await measureChanges(gateways);
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await Promise.all([source.stop(), redis.kill()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureChanges(gateways: readonly SpawnedGateway[]): Promise<readonly Measured[]> {
  const [first] = gateways;
  if (first === undefined) throw new Error('There are no gateways.');
  const instances = gateways.map((gateway) => new Instance(gateway));
  try {
    const groups = await listGroups(first, WORKERS);
    for (const group of groups) {
      for (const instance of instances) await until(() => instance.keeps(group));
    }
    await changeAndWatch(groups, instances, CHANGES_TO_WARM_UP);
    const seen = await changeAndWatch(groups, instances, CHANGES);
    const [elsewhere, here] = [seen.map(({ elsewhere }) => elsewhere), seen.map(({ here }) => here)];
    const control = (value: number): NonNullable<Measured['control']> => ({
      name: 'by the same process',
      value,
    });
    return [
      {
        what: 'a change shown by two other processes, p99',
        ours: percentile(elsewhere, 0.99),
        unit: 'ms',
        control: control(percentile(here, 0.99)),
        most: { value: MOST },
      },
      { what: '  median', ours: median(elsewhere), unit: 'ms', control: control(median(here)) },
    ];
  } finally {
    await Promise.all(instances.map((instance) => instance.close()));
  }
}

/** Milliseconds from the answer to a change until a read has shown it. */
interface Seen {
  /** By the slower of the other processes. */
  readonly elsewhere: number;
  /** By the process that made the change, where nothing has to be told: the price of reading from the source again. */
  readonly here: number;
}

/** Rows are changed through each process in its turn. */
async function changeAndWatch(
  groups: readonly Group[],
  instances: readonly Instance[],
  count: number,
): Promise<readonly Seen[]> {
  const seen: Seen[] = [];
  let left = count;
  const work = async (group: Group): Promise<void> => {
    while (left > 0) {
      const change = left--;
      const writer = change % instances.length;
      const description = `version ${process.uptime()} ${change}`;
      await instances[writer]?.change(group, description);
      const changed = performance.now();
      const times = await Promise.all(
        instances.map(async (instance) => (await instance.shows(group, description)) - changed),
      );
      const here = times[writer] ?? Number.NaN;
      seen.push({ here, elsewhere: Math.max(...times.filter((_, index) => index !== writer)) });
    }
  };
  await Promise.all(groups.map((group) => work(group)));
  return seen;
}

/** A gateway as a caller sees it. */
class Instance {
  private readonly pool: Pool;

  constructor({ port }: SpawnedGateway) {
    this.pool = new Pool(`http://127.0.0.1:${port}`);
  }

  /** Whether it answers from memory: it does so once it has the link to Redis. */
  async keeps({ path }: Group): Promise<boolean> {
    const { headers, body } = await this.pool.request({ method: 'GET', path });
    await body.dump();
    return String(headers['cache-status']).includes('hit');
  }

  async change({ path }: Group, description: string): Promise<void> {
    const { statusCode, body } = await this.pool.request({
      method: 'PATCH',
      path,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ Description: description }),
    });
    await body.dump();
    if (statusCode !== 204) throw new Error(`A change has status ${statusCode}.`);
  }

  /** Reads the row until it has the description, and tells when that was. */
  async shows({ path }: Group, description: string): Promise<number> {
    for (;;) {
      const { body } = await this.pool.request({ method: 'GET', path });
      if ((await body.text()).includes(`"${description}"`)) return performance.now();
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }
}
