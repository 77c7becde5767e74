/** The whole gateway as its users start it, in a process of its own, looked at from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../test/support/free-port';
import { nodeOptions } from './start-command';

/** After which the memory of starting up has been handed back. */
export const IDLE_MILLISECONDS = 5_000;

const root = resolve(__dirname, '..');
const POLL_MILLISECONDS = 5;

export class SpawnedGateway {
  private constructor(
    readonly port: number,
    private readonly process: ChildProcess,
    /** From the command to the first answer. */
    readonly startMilliseconds: number,
  ) {}

  static async start(environment: NodeJS.ProcessEnv): Promise<SpawnedGateway> {
    const port = await freePort();
    const ports = { VTG_PORT: String(port), VTG_ADMIN_PORT: String(await freePort()) };
    const before = performance.now();
    const child = spawn(process.execPath, [...nodeOptions(), join(root, 'bin/vtg.js'), 'start'], {
      cwd: root,
      env: { ...process.env, ...environment, ...ports },
      stdio: 'ignore',
    });
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error('The gateway ended by itself.');
      await delay(POLL_MILLISECONDS);
    }
    return new SpawnedGateway(port, child, performance.now() - before);
  }

  /** The memory that it holds, as the kernel counts it. */
  get residentMegabytes(): number {
    const status = readFileSync(`/proc/${this.process.pid ?? 0}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok;
  } catch {
    return false;
  }
}
