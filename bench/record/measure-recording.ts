/** Answers from memory with records kept, beside a gateway of the same kind that keeps none: the time of as many requests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../test/support/free-port';
import { inTurns } from '../in-turns';
import { ask, configuration, HitLoad, page } from '../hit/measure-hits';
import { median, medianRatio } from '../measure';
import { startRole, type Subprocess } from '../subprocess';
import type { Measured } from '../table';

const ROUNDS = 15;
const REQUESTS_PER_ROUND = 20_000;
const ROUNDS_TO_WARM_UP = 2;
/** Times the throughput without records. */
const MOST = 1.05;

interface Subject {
  readonly gateway: Subprocess;
  readonly load: HitLoad;
  /** Of each round, milliseconds of a request on the clock and on the CPU. */
  readonly clock: number[];
  readonly cpu: number[];
}

export async function measureRecording(): Promise<readonly Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  const gateways = [await startKeeping(folder, true), await startKeeping(folder, false)];
  try {
    const [on, off] = await Promise.all(gateways.map(subjectOf));
    if (on === undefined || off === undefined) return [];
    await inTurns(ROUNDS_TO_WARM_UP, [on, off], ({ load }) => load.send(REQUESTS_PER_ROUND));
    await inTurns(ROUNDS, [on, off], measureRound);
    await Promise.all([on.load.close(), off.load.close()]);
    return [
      compared('hit with records: time at 32 connections', on.clock, off.clock),
      compared('hit with records: CPU of all threads', on.cpu, off.cpu),
    ];
  } finally {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startKeeping(folder: string, enabled: boolean): Promise<Subprocess> {
  const file = join(folder, `${enabled}.yaml`);
  writeFileSync(file, `records: { enabled: ${enabled} }\n${configuration}`);
  return startRole('gateway', {
    VTG_CONFIG: file,
    VTG_DATA_DIR: join(folder, String(enabled)),
    VTG_PORT: String(await freePort()),
    VTG_ADMIN_PORT: String(await freePort()),
  });
}

async function subjectOf(gateway: Subprocess): Promise<Subject> {
  const { length } = await ask(gateway, page);
  return { gateway, load: new HitLoad(gateway, [page], length), clock: [], cpu: [] };
}

async function measureRound({ gateway, load, clock, cpu }: Subject): Promise<void> {
  const used = await gateway.cpu();
  const begun = performance.now();
  await load.send(REQUESTS_PER_ROUND);
  clock.push((performance.now() - begun) / REQUESTS_PER_ROUND);
  cpu.push(((await gateway.cpu()) - used) / REQUESTS_PER_ROUND);
}

function compared(what: string, on: readonly number[], off: readonly number[]): Measured {
  return {
    what,
    ours: median(on) * 1_000,
    unit: 'µs',
    control: { name: 'without', value: median(off) * 1_000, ratio: medianRatio(on, off) },
    most: { ratio: MOST },
  };
}
