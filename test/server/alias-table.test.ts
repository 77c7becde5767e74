import { type Alias, AliasTable } from '../../src/server/alias-table';
import type { ServedService } from '../../src/server/gateway';

const URL_OF_ROWS = '/odata/sales/Things?$top=1';
/** The table only hands it back. */
const served = {} as ServedService;

function aliasOf(key: string): Alias {
  return { served, address: { set: 'Things', key }, noted: undefined };
}

describe('a table of aliases', () => {
  test.each([
    ['accept', { accept: 'application/json' }],
    ['prefer', { prefer: 'odata.maxpagesize=2' }],
    ['odata-version', { 'odata-version': '4.0' }],
    ['odata-maxversion', { 'odata-maxversion': '4.01' }],
  ])('keeps requests with another %s apart', (_, headers) => {
    const table = new AliasTable(1_000_000);
    table.set(URL_OF_ROWS, {}, aliasOf('plain'));
    expect(table.find(URL_OF_ROWS, headers)).toBeUndefined();
    table.set(URL_OF_ROWS, headers, aliasOf('other'));
    expect(table.find(URL_OF_ROWS, headers)?.address.key).toBe('other');
    expect(table.find(URL_OF_ROWS, {})?.address.key).toBe('plain');
  });

  test('gives the last that was set', () => {
    const table = new AliasTable(1_000_000);
    for (const key of ['old', 'new']) table.set(URL_OF_ROWS, {}, aliasOf(key));
    expect(table.find(URL_OF_ROWS, {})?.address.key).toBe('new');
  });

  test('remembers four ways to ask for the same, and forgets the oldest', () => {
    const table = new AliasTable(1_000_000);
    const ways = ['a', 'b', 'c', 'd', 'e'].map((accept) => ({ accept }));
    for (const headers of ways) table.set(URL_OF_ROWS, headers, aliasOf(headers.accept));
    expect(ways.map((headers) => table.find(URL_OF_ROWS, headers)?.address.key)).toEqual([
      undefined,
      'b',
      'c',
      'd',
      'e',
    ]);
  });

  test('takes no more memory than it may', () => {
    const table = new AliasTable(10_000);
    const urls = Array.from({ length: 100 }, (_, index) => `${URL_OF_ROWS}&n=${index}`);
    for (const url of urls) table.set(url, {}, aliasOf('key'));
    const kept = urls.filter((url) => table.find(url, {}) !== undefined);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(10_000 / 450);
    expect(kept).toEqual(urls.slice(-kept.length));
  });
});
