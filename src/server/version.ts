/** The version of this gateway, as its package says it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Above the source, or above its compiled form. */
const files = [
  join(__dirname, '..', '..', 'package.json'),
  join(__dirname, '..', '..', '..', 'package.json'),
];

export const version = readVersion();

function readVersion(): string {
  const file = files.find((candidate) => existsSync(candidate));
  if (file === undefined) return 'unknown';
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly version: string }).version;
}
