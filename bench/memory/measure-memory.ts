/** What the gateway holds while queries pass that nobody asks a second time, beside the size that its cache is given. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Load } from '../load';
import { gatewayConfiguration } from '../page/gateway-configuration';
import { IDLE_MILLISECONDS, SpawnedGateway } from '../spawned-gateway';
import { startRole, type Subprocess } from '../subprocess';
import type { Measured } from '../table';

/** The largest cache is full, and V8 has grown its heap as far as it does, after some 15,000. */
const QUERIES = process.env['VTG_FULL'] === undefined ? 40_000 : 1_000_000;
const SAMPLES = 200;
const AT_ONCE = 16;
/** In MB. */
const CACHE_SIZES = [4, 64];
/** What the gateway may take beside its cache, in MB, and beside what it takes when idle. */
const MOST_BESIDE = 150;

export async function measureMemory(): Promise<readonly Measured[]> {
  const upstream = await startRole('upstream');
  try {
    const measured: Measured[] = [];
    for (const size of CACHE_SIZES) measured.push(...(await measureSize(size, upstream)));
    return measured;
  } finally {
    await upstream.stop();
  }
}

async function measureSize(size: number, { port }: Subprocess): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  const configuration = join(folder, 'gateway.yaml');
  const lines = [`cache: { size: ${size}MiB }`, gatewayConfiguration(`http://127.0.0.1:${port}`)];
  writeFileSync(configuration, `${lines.join('\n')}        cache: { ttl: 1h }\n`);
  const gateway = await SpawnedGateway.start({
    VTG_CONFIG: configuration,
    VTG_DATA_DIR: join(folder, 'var'),
  });
  const load = new DistinctQueries(gateway, AT_ONCE);
  try {
    await delay(IDLE_MILLISECONDS);
    const idle = gateway.residentMegabytes;
    let most = idle;
    for (let sample = 0; sample < SAMPLES; sample += 1) {
      await load.send(QUERIES / SAMPLES);
      most = Math.max(most, gateway.residentMegabytes);
    }
    const control = { name: 'cache size', value: size };
    return [
      {
        what: `memory above idle, most over ${QUERIES} distinct queries`,
        ours: most - idle,
        unit: 'MB',
        control,
        most: { value: size + MOST_BESIDE },
      },
      { what: '  all of it', ours: most, unit: 'MB', control },
    ];
  } finally {
    await load.close();
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const ROWS_OF_PAGE = 10;
/** The part of the source that the pages are from: each of them has to be prepared once. */
const ROWS = 2_000;

class DistinctQueries extends Load {
  private sent = 0;

  protected async request(): Promise<void> {
    const query = this.sent++;
    const options = [
      `$filter=CreditLimit%20ne%20${query}`,
      `$skip=${(query * ROWS_OF_PAGE) % ROWS}`,
      `$top=${ROWS_OF_PAGE}`,
    ];
    const path = `/odata/bench/Customers?${options.join('&')}`;
    const { statusCode, headers, body } = await this.pool.request({ method: 'GET', path });
    const text = await body.text();
    const isNew = String(headers['cache-status']).includes('stored');
    if (statusCode !== 200 || !isNew || text.split('"AccountNumber":').length !== ROWS_OF_PAGE + 1) {
      throw new Error(`An answer has status ${statusCode}: ${text.slice(0, 300)}`);
    }
  }
}
