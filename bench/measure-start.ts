/** From the command to the first answer, and what a gateway holds that nobody asks anything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from './free-port';
import { median } from './measure';
import type { Measured } from './table';

const ROUNDS = 5;
/** After which the memory of starting up has been handed back. */
const IDLE_MILLISECONDS = 5_000;
const root = resolve(__dirname, '..');

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
  const port = await freePort();
  const before = performance.now();
  const gateway = spawn(process.execPath, [join(root, 'bin/vtg.js'), 'start'], {
    cwd: root,
    env: {
      ...process.env,
      VTG_PORT: String(port),
      VTG_ADMIN_PORT: String(await freePort()),
      VTG_DATA_DIR: folder,
    },
    stdio: 'ignore',
  });
  try {
    while (!(await isReady(port))) {
      if (gateway.exitCode !== null) throw new Error('The gateway ended by itself.');
      await delay(5);
    }
    const milliseconds = performance.now() - before;
    if (!thenIdle) return { milliseconds };
    await delay(IDLE_MILLISECONDS);
    return { milliseconds, megabytes: residentMegabytes(gateway.pid ?? 0) };
  } finally {
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}

/** As the kernel counts it. */
function residentMegabytes(process: number): number {
  const status = readFileSync(`/proc/${process}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}
