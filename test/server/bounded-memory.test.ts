/** What the gateway holds does not grow with the number of different things that it was asked: counted, not weighed. */
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shareGateway } from '../e2e/support/start-gateway';
import { countHeld, type Held } from '../support/count-held';

const root = resolve(__dirname, '..', '..');
const CACHE_BYTES = 1024 * 1024;
const ROWS = 200;
/** Enough to fill a cache of that size with pages of all rows. */
const ROUNDS_BEFORE = 60;
const ROUNDS = 80;

const rows = Array.from({ length: ROWS }, (_, index) => `{ Code: C-${index}, Size: ${index} }`);
const configuration = `
publicUrl: https://gateway.example
cache: { size: ${CACHE_BYTES / 1024}KiB }
connections:
  tables:
    provider: memory
    entities:
      Things:
        key: [Code]
        columns: { Code: String, Size: Int32 }
        rows: [${rows.join(', ')}]
services:
  sales:
    auth: none
    entitySets:
      Things:
        connection: tables
        entity: Things
        key: { name: ThingId, from: [Code] }
        write: [insert, update, delete]
        cache: { ttl: 1h, negativeTtl: 1h }
`;

// A busy machine takes long for a full collection, and must not fail for that.
jest.setTimeout(300_000);

describe('the memory of the gateway', () => {
  const gateway = shareGateway(configuration);
  let asked = 0;

  beforeAll(() => ask(ROUNDS_BEFORE));

  /** Pages, rows that are there and rows that are not, and changes: no two alike. */
  async function ask(count: number): Promise<void> {
    const end = asked + count;
    for (; asked < end; asked++) {
      const thing = { Code: `N-${asked}`, Size: asked };
      const made = await gateway.data.send('/odata/sales/Things', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(thing),
      });
      const { ThingId } = JSON.parse(made.body) as { readonly ThingId: string };
      const answers = [
        await gateway.data.get(`/odata/sales/Things?$filter=Size%20ne%20${asked}&$top=${ROWS}`),
        await gateway.data.get(`/odata/sales/Things/$count?$filter=Size%20ne%20${asked}`),
        await gateway.data.get(`/odata/sales/Things(${ThingId})`),
        await gateway.data.get(`/odata/sales/Things(${randomUUID()})`),
        await gateway.data.send(`/odata/sales/Things(${ThingId})`, { method: 'DELETE' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 204]);
    }
  }

  test('is no more after many different requests than before', async () => {
    const before = countHeld();
    await ask(ROUNDS);
    const after = countHeld();
    const grown = (name: keyof Held): number => (after[name] - before[name]) / ROUNDS;
    // One thing forgotten for each round would be 1.
    expect(grown('objects')).toBeLessThan(0.9);
    expect(grown('entries')).toBeLessThan(0.9);
    expect(before.entries).toBeGreaterThan(0);
  });

  test('is within the size that is configured, the URLs that lead to answers included', async () => {
    const { tiers, aliasBytes } = gateway.gateway.cache;
    const bytes = tiers.map((tier) => tier.bytes);
    expect(Math.min(...bytes)).toBeGreaterThan(0);
    expect(bytes.reduce((sum, each) => sum + each, aliasBytes)).toBeLessThanOrEqual(CACHE_BYTES);
  });

  test('has room for few of many spellings of one query', async () => {
    const spellings = Array.from(
      { length: 250 },
      (_, index) => `/odata/sales/Things?$filter=1%20eq${'%20'.repeat(index + 1)}1`,
    );
    for (const url of spellings) await gateway.data.get(url);
    let taken = 0;
    const { answers } = gateway.gateway.cache;
    const find = answers.find.bind(answers);
    answers.find = (where) => {
      taken++;
      return find(where);
    };
    for (const url of spellings.toReversed()) await gateway.data.get(url);
    expect(taken).toBeGreaterThan(0);
    expect(taken * 600).toBeLessThanOrEqual(gateway.gateway.cache.aliasBytes);
  });

  test('is bounded in a container by the same limits of V8 as without one', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly scripts: { readonly start: string };
    };
    const command = /^CMD (\[.*\])$/m.exec(readFileSync(join(root, 'Dockerfile'), 'utf8'))?.[1] ?? '[]';
    expect((JSON.parse(command) as readonly string[]).join(' ')).toBe(scripts.start);
  });
});
