/** The build as `npm start` makes it, once for all suites that need it: those of two workers must not build at the same time. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const lock = join(tmpdir(), `vtg-build-${createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
const ASK_EVERY = 100;

export function buildIfStale(): void {
  while (!takeLock()) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_EVERY);
  try {
    build();
  } finally {
    rmSync(lock);
  }
}

function build(): void {
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
    // Under Jest's `test` Vite would build React with its checks for developers, half as large again.
    NODE_ENV: 'production',
  };
  const program = join(root, 'bin', 'build-if-stale.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], {
    cwd: root,
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The build failed:\n${stdout}\n${stderr}`);
}

function takeLock(): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!isHeld()) rmSync(lock, { force: true });
    return false;
  }
}

/** A worker that was killed leaves its lock behind. */
function isHeld(): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
