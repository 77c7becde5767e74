/** The published JSON Schema is the one that the command writes. `UPDATE_GOLDEN=1` writes it anew. */
import 'reflect-metadata';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInProviders } from '../../src/server/built-in-providers';
import { configurationSchema } from '../../src/server/configuration/configuration-schema';

test('gateway.schema.json is what `vtg schema` prints', () => {
  const file = join(__dirname, '..', '..', 'gateway.schema.json');
  const schema = `${JSON.stringify(configurationSchema(builtInProviders), null, 2)}\n`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, schema);
  expect(readFileSync(file, 'utf8')).toBe(schema);
});
