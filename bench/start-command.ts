/** How `npm start` runs Node: what is measured of the gateway runs within the same limits. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The options of V8 in the script: `node --max-semi-space-size=16 … bin/vtg.js start`. */
export function nodeOptions(): string[] {
  const text = readFileSync(resolve(__dirname, '../package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly start: string } };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
