/** The overview beside a store that does not answer: all but its size is there. */
import 'reflect-metadata';
import { OverviewController } from '../../../src/server/admin/overview.controller';
import { ProcessFigures } from '../../../src/server/admin/process-figures';
import type { Gateway } from '../../../src/server/gateway';

test.each([
  [() => Promise.reject(new Error('away')), { lost: 3, waiting: 4 }],
  [() => Promise.resolve({ records: 7, bytes: 4_096 }), { lost: 3, waiting: 4, records: 7, bytes: 4_096 }],
])('of a store like %p', async (size, records) => {
  const gateway = {
    services: new Map(),
    connections: new Map(),
    cache: { link: { isLinked: () => true }, tiers: [{ bytes: 1 }, { bytes: 2 }] },
    records: { lost: () => 3, waiting: () => 4, store: { size } },
  } as unknown as Gateway;
  const process = new ProcessFigures();
  try {
    const overview = await new OverviewController(gateway, process).show();
    expect(overview).toMatchObject({ records, cache: { linked: true, bytes: 3 }, services: [] });
    expect(Object.keys(overview.records ?? {})).toEqual(Object.keys(records));
    expect(Math.abs(Date.now() - (overview.at.at(-1) ?? 0))).toBeLessThan(overview.step + 60_000);
  } finally {
    process.onModuleDestroy();
  }
});
