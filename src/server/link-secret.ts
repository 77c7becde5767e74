/** The secret that signs next links, where the configuration gives none: drawn once and kept in the data folder. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fewer characters than this were cut off by a crash, or could be guessed. */
const FEWEST_CHARACTERS = 32;

/** Kept, so that next links outlive a restart. Processes that start at once on one folder agree on one secret. */
export function ownLinkSecret(dataFolder: string): string {
  const file = join(dataFolder, 'link-secret');
  const kept = readSecret(file);
  if (kept !== undefined) return kept;
  mkdirSync(dataFolder, { recursive: true });
  // Anybody could sign with what is there and is no secret.
  rmSync(file, { force: true });
  const draft = `${file}.${randomBytes(8).toString('hex')}`;
  writeFileSync(draft, randomBytes(32).toString('hex'), { mode: 0o600 });
  try {
    // A link is whole as soon as it is there, and fails if another process was first.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readSecret(file) ?? ownLinkSecret(dataFolder);
}

function readSecret(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    return text.length >= FEWEST_CHARACTERS ? text : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
