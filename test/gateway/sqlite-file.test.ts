/** What a file that others have locked does to the requests that need it, and to those that do not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { RequestError } from '../../src/errors';
import { answerOnce } from '../../src/gateway/answer-once';
import { createGuidDecoder } from '../../src/gateway/decode-guid';
import type { Answer, Incoming } from '../../src/gateway/incoming';
import { openKeyMap } from '../../src/gateway/key-map-store';
import { openRequestLedger, type RequestLedger } from '../../src/gateway/request-ledger';
import { openRowAliases } from '../../src/gateway/row-aliases';
import { openSqlite, whenUnlocked } from '../../src/gateway/sqlite-file';
import type { WriteRecord } from '../../src/record/write-record';
import { openTestService } from '../support/open-test-service';
import { sampleSet } from '../support/sample-model';

const GUID = 'f99b2f22-0aba-50a1-aaef-664812918d1f';

let folder: string;
let file: string;
let intruder: DatabaseSync | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vtg-locked-'));
  file = join(folder, 'some.sqlite');
});

afterEach(() => {
  if (intruder?.isOpen === true) intruder.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Nobody else can write, or even read. */
function lock(what: 'writes' | 'everything'): void {
  const database = new DatabaseSync(file);
  intruder = database;
  database.exec('PRAGMA journal_mode = WAL');
  if (what === 'everything') database.exec('PRAGMA locking_mode = EXCLUSIVE');
  database.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS intruder (x)');
}

/** The lock is held by this very process: it is given back only if the process does not stand still. */
function unlockSoon(): void {
  const database = intruder;
  setTimeout(() => database?.close(), 60);
}

const incoming: Incoming = {
  method: 'POST',
  target: 'Customers',
  headers: { 'idempotency-key': 'one' },
  signal: new AbortController().signal,
};

const made: Answer = { status: 204, headers: {} };

function once(
  ledger: RequestLedger,
  carryOut: () => Promise<Answer>,
  records: WriteRecord[] = [],
): Promise<Answer> {
  const { definition } = openTestService({ connections: [], entitySets: [] }).service;
  const record = (written: WriteRecord): void => void records.push(written);
  return answerOnce(incoming, { definition, ledger, timeout: 1_000, record }, carryOut);
}

describe('work on a locked file', () => {
  test('is done as soon as the lock is gone', async () => {
    lock('everything');
    unlockSoon();
    const database = await whenUnlocked(() => openSqlite(file, 'CREATE TABLE IF NOT EXISTS t (x)'));
    expect(database.prepare('SELECT * FROM t').all()).toEqual([]);
    database.close();
  });

  test('is given up at last', async () => {
    lock('everything');
    await expect(whenUnlocked(() => openSqlite(file, 'SELECT 1'))).rejects.toThrow('locked');
  });

  test('is not done again for another fault', async () => {
    let times = 0;
    const work = (): never => {
      times++;
      throw new Error('no such table');
    };
    await expect(whenUnlocked(work)).rejects.toThrow('no such table');
    expect(times).toBe(1);
  });
});

describe('a request with an id', () => {
  test('waits for its ledger, before it is carried out and after', async () => {
    const ledger = openRequestLedger(file);
    lock('writes');
    unlockSoon();
    await once(ledger, () => {
      lock('writes');
      unlockSoon();
      return Promise.resolve(made);
    });
    expect(await once(ledger, () => Promise.reject(new Error('sent twice')))).toMatchObject({ status: 204 });
    ledger.close();
  });

  test('is refused before it is sent where the ledger stays locked, and leaves its record', async () => {
    const ledger = openRequestLedger(file);
    const records: WriteRecord[] = [];
    lock('everything');
    const refused = once(ledger, () => Promise.reject(new Error('sent')), records);
    await expect(refused).rejects.toMatchObject({ code: 'UpstreamUnavailable', retryAfter: 5 });
    expect(records).toMatchObject([{ outcome: 'notSent', attempts: 0 }]);
    ledger.close();
  });
});

describe('a Guid', () => {
  const customers = sampleSet('Customers');

  test('of a new row waits until it can be kept', async () => {
    const owner = { connection: customers.connection, entity: customers.declaration.name };
    const aliases = openRowAliases(file);
    lock('writes');
    unlockSoon();
    await aliases.remember(owner, GUID, ['usmf', 'US-001']);
    expect(aliases.find(owner, GUID)).toEqual(['usmf', 'US-001']);
    aliases.close();
  });

  test('of a long key is written as soon as the lock is gone', async () => {
    const keyMap = openKeyMap(file);
    expect(keyMap.find('Customers', GUID)).toBeUndefined();
    lock('writes');
    keyMap.remember('Customers', GUID, ['usmf', 'US-001']);
    unlockSoon();
    const another = openKeyMap(file);
    while (another.find('Customers', GUID) === undefined) await delay(10);
    another.close();
    keyMap.close();
  });

  test('that only a locked file knows is no row that is missing', () => {
    lock('everything');
    const decode = createGuidDecoder(openKeyMap(file), openRowAliases(join(folder, 'none.sqlite')));
    expect(() => decode(customers.key, GUID)).toThrow(RequestError);
    expect(() => decode(customers.key, GUID)).toThrow('cannot be looked up');
  });
});
