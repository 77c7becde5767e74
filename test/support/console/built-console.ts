/** The console as it is built: which files of script its pages load, and whether their styles are there. */
import { readdirSync, readFileSync } from 'node:fs';
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

/** Classes of Mantine's that scripts of the console set, and that have rules with Mantine but none in the console. */
export function classesWithoutRules(): readonly string[] {
  const ofMantine = readFileSync(require.resolve('@mantine/core/styles.css'), 'utf8');
  const [known, ruled] = [classesIn(ofMantine), classesIn(built('.css'))];
  return [...classesIn(built('.js'))].filter((name) => known.has(name) && !ruled.has(name));
}

function classesIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/\bm_[0-9a-f]+\b/g));
}

function built(extension: string): string {
  const assets = join(consoleFolder, 'assets');
  return readdirSync(assets)
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(join(assets, name), 'utf8'))
    .join('\n');
}
