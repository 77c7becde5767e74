/** Where a record goes that is kept: into the store, and to whoever watches. */
import 'reflect-metadata';
import type { QueryRecord } from '../../src/record/query-record';
import { openRecords } from '../../src/server/open-records';
import { temporaryFolder } from '../e2e/support/start-gateway';
import { idOf, sampleRecord } from '../support/record/random-record';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const DAY = 24 * 60 * 60_000;
const keeping = { keep: 30 * DAY, keepReads: 7 * DAY, size: 1e9, sinks: { stdout: false } };

test('a record is heard of at once, and in the store when it was flushed', async () => {
  const heard: QueryRecord[] = [];
  const records = await openRecords({ records: keeping, dataFolder: folder.path }, (record) =>
    heard.push(record),
  );
  const record = sampleRecord({ id: idOf(1) });
  records?.keep(record);
  expect(heard).toEqual([record]);
  await records?.flush();
  expect(await records?.store.find(record.id)).toEqual(record);
  expect([records?.waiting(), records?.lost(), records?.lostBySink()]).toEqual([0, 0, {}]);
  await records?.close();
});

test('without records none are opened', async () => {
  expect(await openRecords({ dataFolder: folder.path }, () => undefined)).toBeUndefined();
});
