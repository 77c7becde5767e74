/** The console as it is built: which files of script its pages load. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const consoleFolder = join(__dirname, '..', '..', '..', 'dist', 'console');

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}

/** By page, which files of script its first view loads: the entry's, and its own. */
export function scriptsByPage(): ReadonlyMap<string, ReadonlySet<string>> {
  const manifest = JSON.parse(
    readFileSync(join(consoleFolder, '.vite', 'manifest.json'), 'utf8'),
  ) as Readonly<Record<string, Chunk>>;
  const [entry, chunk] = Object.entries(manifest).find(([, { isEntry }]) => isEntry) ?? [];
  if (entry === undefined || chunk === undefined) throw new Error('The console has no entry.');
  return new Map(
    (chunk.dynamicImports ?? []).map((page) => [
      page,
      new Set([...filesOf(entry, manifest), ...filesOf(page, manifest)]),
    ]),
  );
}

function filesOf(
  name: string,
  manifest: Readonly<Record<string, Chunk>>,
  seen = new Set<string>(),
): string[] {
  const chunk = manifest[name];
  if (chunk === undefined || seen.has(name)) return [];
  seen.add(name);
  return [chunk.file, ...(chunk.imports ?? []).flatMap((next) => filesOf(next, manifest, seen))];
}
