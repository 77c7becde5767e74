/** Runs the command `vtg` in processes of its own: from the build as users do, or straight from the source. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { HttpClient } from './http-client';

const root = resolve(__dirname, '..', '..', '..');

/** What to give to Node before the arguments of `vtg`. */
const programs = {
  build: [join(root, 'bin', 'vtg.js')],
  /** Needs no build, and is never older than the tests. */
  source: [join(root, 'bin', 'run-typescript.js'), join(root, 'src', 'cli.ts')],
} as const;

export interface CommandOptions {
  /** Default: `source`. */
  readonly program?: keyof typeof programs;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node itself. */
  readonly node?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  /** What it has written until now. */
  readonly stdout: string;
  readonly stderr: string;
  readonly ended: Promise<Ended>;
}

export function runCommand({
  program = 'source',
  args,
  env = {},
  node = [],
}: CommandOptions): RunningCommand {
  // Nothing of the caller's own settings may decide a test.
  const { PATH, HOME, TMPDIR } = process.env;
  const child = spawn(process.execPath, [...node, ...programs[program], ...args], {
    cwd: root,
    env: { PATH, HOME, TMPDIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  return {
    process: child,
    get stdout() {
      return output.stdout;
    },
    get stderr() {
      return output.stderr;
    },
    ended: new Promise((done) => child.on('close', (code) => done({ code, ...output }))),
  };
}

export interface SpawnedGateway {
  readonly command: RunningCommand;
  readonly data: HttpClient;
  readonly admin: HttpClient;
  /** SIGTERM, and how it ended. */
  stop(): Promise<Ended>;
}

/** `vtg start` on free ports; resolves when both listen. */
export async function spawnGateway(
  config: string,
  dataFolder: string,
  options: Partial<CommandOptions> = {},
): Promise<SpawnedGateway> {
  const command = runCommand({
    ...options,
    args: ['start'],
    env: { VTG_CONFIG: config, VTG_DATA_DIR: dataFolder, VTG_PORT: '0', VTG_ADMIN_PORT: '0', ...options.env },
  });
  const [dataPort, adminPort] = await portsOf(command);
  const data = new HttpClient(dataPort);
  const admin = new HttpClient(adminPort);
  return {
    command,
    data,
    admin,
    stop() {
      data.close();
      admin.close();
      command.process.kill('SIGTERM');
      return command.ended;
    },
  };
}

function portsOf(command: RunningCommand): Promise<readonly [data: number, admin: number]> {
  return new Promise((found, failed) => {
    const look = (): void => {
      const ports = /data port (\d+), admin port (\d+)/.exec(command.stderr);
      if (ports === null) return;
      command.process.stderr?.off('data', look);
      found([Number(ports[1]), Number(ports[2])]);
    };
    command.process.stderr?.on('data', look);
    void command.ended.then(({ stderr }) => failed(new Error(`vtg start ended by itself:\n${stderr}`)));
  });
}

/** Writes a configuration where `VTG_CONFIG` can name it. */
export function writeConfiguration(folder: string, text: string): string {
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, text);
  return file;
}

/** The lines of a log, each parsed. @throws if one is no JSON object */
export function logLines(stderr: string): readonly Readonly<Record<string, unknown>>[] {
  return stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}
