/** From the command to the first answer, and what a gateway holds that nobody asks anything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { median } from './measure';
import { IDLE_MILLISECONDS, SpawnedGateway } from './spawned-gateway';
import type { Measured } from './table';

const ROUNDS = 5;

export async function measureStart(): Promise<readonly Measured[]> {
  const milliseconds: number[] = [];
  const megabytes: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const isLast = round === ROUNDS - 1;
    const started = await startOnce(isLast);
    milliseconds.push(started.milliseconds);
    if (started.megabytes !== undefined) megabytes.push(started.megabytes);
  }
  return [
    {
      what: 'start of the demo to its first answer',
      ours: median(milliseconds),
      unit: 'ms',
      most: { value: 1_500 },
    },
    { what: 'memory of the demo, idle', ours: median(megabytes), unit: 'MB', most: { value: 150 } },
  ];
}

interface Started {
  /** By the clock: a start is mostly reading files. */
  readonly milliseconds: number;
  readonly megabytes?: number;
}

async function startOnce(thenIdle: boolean): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'vtg-bench-'));
  const gateway = await SpawnedGateway.start({ VTG_DATA_DIR: folder });
  try {
    const { startMilliseconds: milliseconds } = gateway;
    if (!thenIdle) return { milliseconds };
    await delay(IDLE_MILLISECONDS);
    return { milliseconds, megabytes: gateway.residentMegabytes };
  } finally {
    await gateway.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
