/** Runs parts of the benchmark in processes of their own, and asks them from outside for the CPU time they used. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { cpuMilliseconds } from './measure';
import { nodeOptions } from './start-command';

/** What `bench/main.ts` can be told to be. */
export type Role = 'upstream' | 'simulator' | 'control' | 'pipeline' | 'gateway' | 'bare';

export interface Subprocess {
  /** Where it serves HTTP. */
  readonly port: number;
  /** CPU milliseconds that it has used so far. */
  cpu(): Promise<number>;
  stop(): Promise<void>;
}

interface Report {
  readonly port?: number;
  readonly cpu?: number;
}

const root = resolve(__dirname, '..');

export async function startRole(
  role: Role,
  environment: NodeJS.ProcessEnv = {},
  errors: 'inherit' | 'ignore' = 'inherit',
): Promise<Subprocess> {
  const child = fork(resolve(root, 'bin/run-typescript.js'), [resolve(__dirname, 'main.ts'), role], {
    cwd: root,
    env: { ...process.env, ...environment },
    execArgv: role === 'gateway' ? nodeOptions() : [],
    stdio: ['ignore', 'ignore', errors, 'ipc'],
  });
  const { port } = await nextReport(child, role);
  if (port === undefined) throw new Error(`The ${role} gave no port.`);
  return {
    port,
    async cpu() {
      child.send('cpu');
      return (await nextReport(child, role)).cpu ?? Number.NaN;
    },
    async stop() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}

async function nextReport(child: ChildProcess, role: Role): Promise<Report> {
  const gone = new AbortController();
  const onExit = (): void => gone.abort(new Error(`The ${role} ended by itself.`));
  child.once('exit', onExit);
  try {
    const [report] = (await once(child, 'message', { signal: gone.signal })) as [Report];
    return report;
  } finally {
    child.off('exit', onExit);
  }
}

/** The other side: tells the benchmark where this process listens, answers its questions, and ends with it. */
export function reportToBenchmark(port: number): void {
  process.on('message', () => process.send?.({ cpu: cpuMilliseconds() } satisfies Report));
  process.once('disconnect', () => process.exit());
  process.send?.({ port } satisfies Report);
}
