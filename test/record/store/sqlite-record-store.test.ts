/** What becomes of records where their file is not as it should be. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RecordQueue } from '../../../src/record/record-queue';
import type { RecordStore } from '../../../src/record/record-store';
import { openSqliteRecordStore } from '../../../src/record/store/sqlite-record-store';
import { idOf, numbered, sampleRecord } from '../../support/record/random-record';
import { forever } from '../../support/record/stores';

let folder: string;
let file: string;
let opened: RecordStore[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vtg-records-'));
  file = join(folder, 'records.sqlite');
  opened = [];
});

afterEach(async () => {
  for (const store of opened) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): RecordStore {
  const store = openSqliteRecordStore(file, forever);
  opened.push(store);
  return store;
}

describe('a file', () => {
  test('that is no database says so, and only records are lost', async () => {
    writeFileSync(
      file,
      'this is a text of more than one hundred bytes, which no database begins with. '.repeat(20),
    );
    const store = open();
    const queue = new RecordQueue(store, { interval: 1 });
    queue.push(sampleRecord({}));
    await queue.close();
    expect(queue.failed).toBe(1);
    await expect(store.list({})).rejects.toThrow(`${file} cannot be used: file is not a database`);
  });

  test('that cannot be opened is not tried again at once', async () => {
    mkdirSync(file);
    const store = open();
    await expect(store.add([sampleRecord({})])).rejects.toThrow('unable to open database file');
    rmSync(file, { recursive: true });
    await expect(store.add([sampleRecord({})])).rejects.toThrow('unable to open database file');
  });

  test('of an older gateway goes on, with what it holds', async () => {
    const first = open();
    await first.add(numbered(2, { fingerprint: 'f' }));
    await first.close();
    const raw = new DatabaseSync(file);
    raw.exec(`DROP TABLE shape; DROP TABLE tally; DROP INDEX query_digest; ALTER TABLE query DROP COLUMN digest; DELETE FROM migration WHERE version > 1;
      CREATE INDEX query_url ON query (url, caller)`);
    raw.close();
    const second = open();
    await second.add(numbered(4, { fingerprint: 'f' }));
    expect((await second.list({ url: 'Customers' })).items).toHaveLength(4);
    expect(await second.find(idOf(0))).toEqual(numbered(1, { fingerprint: 'f' })[0]);
    expect(await second.fingerprints({})).toMatchObject([{ fingerprint: 'f', url: 'Customers', count: 4 }]);
  });

  test('of a newer gateway is left alone', async () => {
    const store = open();
    await store.add([sampleRecord({})]);
    await store.close();
    const raw = new DatabaseSync(file);
    raw.exec('INSERT INTO migration VALUES (99)');
    raw.close();
    await expect(open().add([sampleRecord({ id: 'x' })])).rejects.toThrow('newer gateway');
  });

  test('is made once by two that start together', async () => {
    const [one, other] = [open(), open()];
    await Promise.all([one.add(numbered(5)), other.size(), one.size(), other.add(numbered(10))]);
    expect(await one.size()).toMatchObject({ records: 10 });
  });
});
