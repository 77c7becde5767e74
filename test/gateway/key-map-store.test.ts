/** The durable key map: what it remembers, and that it does so across restarts. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyMap } from '../../src/gateway/key-map-store';
import { KeyCollision } from '../../src/model/key-map';

const GUID = 'f99b2f22-0aba-50a1-aaef-664812918d1f';
const KEY = ['usmf', 'a key that is too long', 12, true] as const;

describe('the durable key map', () => {
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vtg-keys-'));
    file = join(folder, 'below', 'keys.sqlite');
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('knows a key at once, whatever the case of its Guid', () => {
    const map = openKeyMap(file);
    map.remember('Customers', GUID, KEY);
    expect(map.find('Customers', GUID)).toEqual(KEY);
    expect(map.find('Customers', GUID.toUpperCase())).toEqual(KEY);
    map.close();
  });

  test('knows it after it was closed and opened again', () => {
    const first = openKeyMap(file);
    first.remember('Customers', GUID, KEY);
    first.close();
    const second = openKeyMap(file);
    expect(second.find('Customers', GUID)).toEqual(KEY);
    second.close();
  });

  test('shares its file with another instance', async () => {
    const one = openKeyMap(file);
    const other = openKeyMap(file);
    expect(other.find('Customers', GUID)).toBeUndefined();
    one.remember('Customers', GUID, KEY);
    other.remember('Customers', GUID.replace('f', 'e'), ['another']);
    one.close();
    expect(other.find('Customers', GUID)).toEqual(KEY);
    other.close();
    const third = openKeyMap(file);
    expect(third.find('Customers', GUID.replace('f', 'e'))).toEqual(['another']);
    third.close();
  });

  test('keeps the sets apart', () => {
    const map = openKeyMap(file);
    map.remember('Customers', GUID, KEY);
    expect(map.find('Vendors', GUID)).toBeUndefined();
    map.remember('Vendors', GUID, ['another']);
    expect(map.find('Customers', GUID)).toEqual(KEY);
    map.close();
  });

  test('refuses a second key for one Guid, also one that it knew before it was opened', () => {
    const first = openKeyMap(file);
    first.remember('Customers', GUID, KEY);
    first.remember('Customers', GUID, KEY);
    expect(() => first.remember('Customers', GUID, ['another'])).toThrow(KeyCollision);
    first.close();
    const second = openKeyMap(file);
    expect(() => second.remember('Customers', GUID, ['another'])).toThrow(KeyCollision);
    expect(second.find('Customers', GUID)).toEqual(KEY);
    second.close();
  });

  test('makes no file before it is needed', () => {
    openKeyMap(file).close();
    expect(existsSync(file)).toBe(false);
  });

  test('lets rows pass while its file cannot be opened, and says so once', () => {
    mkdirSync(file, { recursive: true });
    const warnings: string[] = [];
    const map = openKeyMap(file, (message) => warnings.push(message));
    map.remember('Customers', GUID, KEY);
    map.remember('Vendors', GUID, KEY);
    expect(map.find('Customers', GUID)).toEqual(KEY);
    expect(() => map.remember('Customers', GUID, ['another'])).toThrow(KeyCollision);
    expect(warnings).toEqual([expect.stringContaining('cannot be read')]);
    // Whether a row has this Guid only the file could tell: no false 404.
    expect(() => map.find('Currencies', GUID)).toThrow();
    rmSync(file, { recursive: true });
    map.close();
    const again = openKeyMap(file);
    expect(again.find('Customers', GUID)).toEqual(KEY);
    again.close();
  });

  test('keeps what could not be written, and says so', async () => {
    const warned = Promise.withResolvers<string>();
    const map = openKeyMap(file, warned.resolve);
    expect(map.find('Customers', GUID)).toBeUndefined();
    const intruder = new DatabaseSync(file);
    intruder.exec("CREATE TRIGGER full BEFORE INSERT ON key_map BEGIN SELECT RAISE(FAIL, 'disk full'); END");
    map.remember('Customers', GUID, KEY);
    expect(await warned.promise).toMatch(/cannot be written: .*disk full/);
    expect(map.find('Customers', GUID)).toEqual(KEY);
    intruder.exec('DROP TRIGGER full');
    intruder.close();
    map.close();
    const again = openKeyMap(file);
    expect(again.find('Customers', GUID)).toEqual(KEY);
    again.close();
  });
});
