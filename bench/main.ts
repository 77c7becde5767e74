/** `npm run bench`: measures what was promised of speed and memory, as ratios within one run, and prints one table. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import type { Role } from './subprocess';
import { type Measured, printTable } from './table';

/** Each is loaded only where it is wanted: a process that is measured should hold nothing else. */
const roles: Readonly<Record<Role, () => Promise<void>>> = {
  upstream: async () => (await import('./page/upstream.js')).serveUpstream(),
  simulator: async () => (await import('./write/simulator.js')).serveSimulator(),
  control: async () => (await import('./page/control.js')).serveControl(),
  pipeline: async () => (await import('./page/pipeline.js')).servePipeline(),
  gateway: async () => (await import('./page/gateway.js')).serveGateway(),
  bare: async () => (await import('./hit/bare-fastify.js')).serveBareFastify(),
};

const sections: Readonly<Record<string, () => Promise<readonly Measured[]>>> = {
  queries: async () => (await import('./measure-queries.js')).measureQueries(),
  pages: async () => (await import('./page/measure-pages.js')).measurePages(),
  hits: async () => (await import('./hit/measure-hits.js')).measureHits(),
  records: async () => (await import('./record/measure-recording.js')).measureRecording(),
  writes: async () => (await import('./write/measure-writes.js')).measureWrites(),
  instances: async () => (await import('./instances/measure-instances.js')).measureInstances(),
  memory: async () => (await import('./memory/measure-memory.js')).measureMemory(),
  start: async () => (await import('./measure-start.js')).measureStart(),
};

/** @param wanted names of sections; none = all */
async function runSections(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((name) => !(name in sections));
  if (unknown.length > 0)
    throw new Error(`No such section: ${unknown.join(', ')}. There are ${Object.keys(sections).join(', ')}.`);
  // The whole gateway runs as it is delivered.
  const build = spawnSync(process.execPath, [resolve(__dirname, '../bin/build-if-stale.js')], {
    stdio: 'inherit',
  });
  if (build.status !== 0) throw new Error('The gateway could not be built.');
  const measured: Measured[] = [];
  for (const [name, measure] of Object.entries(sections)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    process.stderr.write(`measuring ${name} …\n`);
    measured.push(...(await measure()));
  }
  console.log(printTable(measured));
}

async function main([first, ...rest]: readonly string[]): Promise<void> {
  if (first !== undefined && first in roles) return roles[first as Role]();
  return runSections(first === undefined ? [] : [first, ...rest]);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
