'use strict';
// Builds before a start what there is no build of yet, or whose source is newer than its build: the gateway, the console.
const { spawnSync } = require('node:child_process');
const { existsSync, readdirSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

// `nest build` empties dist, the console with it: then both are built.
const parts = [
  { script: 'build', built: 'dist/src/main.js', sources: ['src', 'providers'] },
  { script: 'build:console', built: 'dist/console/index.html', sources: ['console'] },
];

function newestIn(path) {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function isStale({ built, sources }) {
  const path = join(root, built);
  if (!existsSync(path)) return true;
  // A package that was published has no sources.
  const present = sources.map((source) => join(root, source)).filter((source) => existsSync(source));
  return present.some((source) => newestIn(source) > statSync(path).mtimeMs);
}

for (const part of parts) {
  if (!isStale(part)) continue;
  const { status } = spawnSync('npm', ['run', '--silent', part.script], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status === null ? 1 : status);
}
