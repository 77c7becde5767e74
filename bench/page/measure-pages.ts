/** Pages of rows through the gateway and through the control, over the same source: CPU time per request of each. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port';
import { Load } from '../load';
import { inTurns } from '../in-turns';
import { median } from '../measure';
import { startRole, type Subprocess } from '../subprocess';
import type { Measured } from '../table';
import { gatewayConfiguration } from './gateway-configuration';
import { type SourcePage, sourcePages } from './source-pages';

const ROUNDS = 8;
const AT_ONCE = 8;
/** Rows of all answers to one subject in one round, and before the first. */
const ROWS_PER_ROUND = 80_000;
const ROWS_TO_WARM_UP = 1_000_000;

type Subjects = Readonly<Record<'control' | 'pipeline' | 'gateway', Subprocess>>;

export async function measurePages(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  const started: Subprocess[] = [];
  const start = async (...role: Parameters<typeof startRole>): Promise<Subprocess> => {
    const subprocess = await startRole(...role);
    started.push(subprocess);
    return subprocess;
  };
  try {
    const upstream = `http://127.0.0.1:${(await start('upstream')).port}`;
    const configuration = join(folder, 'gateway.yaml');
    writeFileSync(configuration, gatewayConfiguration(upstream));
    const environment = async (name: string): Promise<NodeJS.ProcessEnv> => ({
      BENCH_UPSTREAM: upstream,
      VTG_CONFIG: configuration,
      VTG_DATA_DIR: join(folder, name),
      VTG_PORT: String(await freePort()),
      VTG_ADMIN_PORT: String(await freePort()),
    });
    const subjects: Subjects = {
      control: await start('control', await environment('control')),
      pipeline: await start('pipeline', await environment('pipeline')),
      gateway: await start('gateway', await environment('gateway')),
    };
    const measured: Measured[] = [];
    for (const page of sourcePages) measured.push(...(await measurePage(page, subjects)));
    return measured;
  } finally {
    await Promise.all(started.map((subprocess) => subprocess.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Variant {
  readonly name: string;
  readonly accept: string;
  readonly most?: number;
}

const variants: readonly Variant[] = [
  { name: '', accept: 'application/json' },
  { name: ', full metadata', accept: 'application/json;odata.metadata=full' },
];

const mostRatios: Readonly<Record<number, number>> = { 50: 1.5, 5_000: 1.2 };

async function measurePage(page: SourcePage, subjects: Subjects): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const variant of variants) {
    const cpu = await cpuPerRequest(page, variant.accept, subjects);
    const control = { name: 'undici, parse, map, stringify', value: cpu.control };
    const ratio = variant.name === '' ? mostRatios[page.rows] : undefined;
    measured.push({
      what: `${page.name}${variant.name}`,
      ours: cpu.gateway,
      unit: 'ms',
      control,
      ...(ratio === undefined ? {} : { most: { ratio } }),
    });
    measured.push({ what: '  without the server', ours: cpu.pipeline, unit: 'ms', control });
  }
  return measured;
}

async function cpuPerRequest(
  page: SourcePage,
  accept: string,
  subjects: Subjects,
): Promise<Readonly<Record<keyof Subjects, number>>> {
  const loads = Object.entries(subjects).map(([name, subject]) => ({
    name,
    subject,
    load: new PageLoad(subject, page, accept),
  }));
  const rounds = new Map(loads.map(({ name }): [string, number[]] => [name, []]));
  try {
    const count = Math.ceil(ROWS_PER_ROUND / page.rows);
    await inTurns(Math.ceil(ROWS_TO_WARM_UP / ROWS_PER_ROUND), loads, ({ load }) => load.send(count));
    await inTurns(ROUNDS, loads, async ({ name, subject, load }) => {
      const before = await subject.cpu();
      await load.send(count);
      rounds.get(name)?.push(((await subject.cpu()) - before) / count);
    });
  } finally {
    await Promise.all(loads.map(({ load }) => load.close()));
  }
  const of = (name: keyof Subjects): number => median(rounds.get(name) ?? []);
  return { control: of('control'), pipeline: of('pipeline'), gateway: of('gateway') };
}

/** Asks one process for one page, a few requests at a time. */
class PageLoad extends Load {
  constructor(
    subject: Subprocess,
    private readonly page: SourcePage,
    private readonly accept: string,
  ) {
    super(subject, AT_ONCE);
  }

  /** Each answer is checked for its last row: half a page would be quick too. */
  protected async request(): Promise<void> {
    const { statusCode, body } = await this.pool.request({
      method: 'GET',
      path: `/odata/bench/Customers?$top=${this.page.rows}`,
      headers: { accept: this.accept },
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    const names = bytes.toString('latin1').split('"AccountNumber":').length - 1;
    if (statusCode !== 200 || names !== this.page.rows)
      throw new Error(
        `An answer has status ${statusCode} and ${names} rows: ${bytes.subarray(0, 300).toString()}`,
      );
  }
}
