/** Rows that depend on who asks never reach another caller, whichever tier, flight or batch they are kept in. */
import fc from 'fast-check';
import type { CachePolicy } from '../../src/cache/cache-policy';
import type { OpenService } from '../../src/gateway/open-service';
import { createSharedCache } from '../../src/gateway/shared-cache';
import { CallerSource, NOBODY } from '../support/cached/caller-source';
import { ask, openCachedService } from '../support/cached/open-cached-service';
import { bodyText, callContext, openHandmadeConnection } from '../support/open-test-service';
import { itemsSet } from '../support/recorded-source';

const kept: CachePolicy = { ttl: 3_600_000, negativeTtl: 3_600_000 };

interface Tested {
  readonly service: OpenService;
  readonly source: CallerSource;
}

async function open(
  source: CallerSource = new CallerSource(),
  settings: { readonly policy?: CachePolicy; readonly whole?: number } = {},
): Promise<Tested> {
  const { connection } = await opened(source);
  const service = openCachedService({
    connection,
    entitySets: [{ ...itemsSet, write: ['insert', 'update'] }],
    policies: { Items: settings.policy ?? kept },
    wholeSets: { Items: settings.whole ?? 0 },
    cache: createSharedCache(),
  });
  return { service, source };
}

/** As the server opens it, its declarations known. */
async function opened(source: CallerSource): ReturnType<typeof openHandmadeConnection> {
  const connection = await openHandmadeConnection(source);
  await connection.declarations(['Items'], callContext());
  return connection;
}

async function textFor(caller: string, target: string, { service }: Tested): Promise<string> {
  return bodyText(await ask(service, { target, caller }, { ...callContext(), caller }));
}

/** The names that the rows of an answer bear. */
async function seenBy(caller: string, target: string, tested: Tested): Promise<readonly string[]> {
  const text = await textFor(caller, target, tested);
  return [...new Set([...text.matchAll(/"Name":"([^"]*)"/g)].map(([, name = '']) => name))];
}

async function keysOf(tested: Tested): Promise<readonly string[]> {
  const text = await textFor('somebody', 'Items?$select=ItemId', tested);
  return [...text.matchAll(/"ItemId":"([^"]*)"/g)].map(([, guid = '']) => guid);
}

/** What the second asks in words that nobody has used: the answers of the first are of no use, only what lies beneath is. */
const inOtherWords = '$format=application/json;odata.metadata=none';

describe('what one caller was given, another is not', () => {
  test.each([
    ['an answer', 'Items?$top=5', 'Items?$top=5'],
    ['an answer with one row', 'Items(KEY)', 'Items(KEY)'],
    ['the rows of a query', 'Items?$top=5', `Items?$top=5&${inOtherWords}`],
    ['the row of a key', 'Items(KEY)?$select=Name', `Items(KEY)?$select=Name&${inOtherWords}`],
    ['a row seen in a list', 'Items?$top=5', `Items(KEY)?${inOtherWords}`],
    ['the rows of a wider query', 'Items?$top=500', 'Items?$top=50'],
  ])('%s', async (_what, first, second) => {
    const tested = await open();
    const [key = ''] = await keysOf(tested);
    expect(await seenBy('a', first.replace('KEY', key), tested)).toEqual(['a']);
    expect(await seenBy('b', second.replace('KEY', key), tested)).toEqual(['b']);
    expect(await seenBy('a', second.replace('KEY', key), tested)).toEqual(['a']);
    expect(await seenBy('b', first.replace('KEY', key), tested)).toEqual(['b']);
  });

  test('but a caller has the use of its own wider query, however many others have asked', async () => {
    const tested = await open();
    for (let caller = 1; caller < 10; caller++)
      await seenBy(`caller ${caller}`, `Items?$top=${400 + caller}`, tested);
    await seenBy('caller 1', 'Items?$top=50', tested);
    expect(tested.source.asked).toHaveLength(9);
  });

  test('a set that is held whole', async () => {
    const tested = await open(new CallerSource(), { whole: 100 });
    expect(await seenBy('a', 'Items', tested)).toEqual(['a']);
    expect(await seenBy('b', `Items?${inOtherWords}`, tested)).toEqual(['b']);
    expect(tested.source.asked).toEqual(['read by a', 'read by b']);
    expect(await seenBy('a', 'Items?$top=3&$orderby=Size', tested)).toEqual(['a']);
    expect(tested.source.asked).toHaveLength(2);
  });

  test.each([
    ['stored', kept],
    ['not stored', { ttl: 0 }],
  ])('an answer under way, which is %s', async (_how, policy) => {
    const tested = await open(new CallerSource(), { policy });
    const [ofA, ofB, alsoOfA] = await Promise.all(
      ['a', 'b', 'a'].map((caller) => seenBy(caller, 'Items?$top=5', tested)),
    );
    expect([ofA, ofB, alsoOfA]).toEqual([['a'], ['b'], ['a']]);
    expect(tested.source.asked).toEqual(['read by a', 'read by b']);
  });

  test('a batch of keys', async () => {
    const tested = await open();
    const keys = (await keysOf(tested)).slice(0, 6);
    tested.source.asked.length = 0;
    const seen = await Promise.all(
      keys.map((key, index) => seenBy(index % 2 === 0 ? 'a' : 'b', `Items(${key})`, tested)),
    );
    expect(seen.flat()).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(tested.source.asked).toEqual(['getMany 3 by a', 'getMany 3 by b']);
  });

  test('nor what is kept under the name of nobody', async () => {
    const { service, source } = await open();
    const text = bodyText(await ask(service, { target: 'Items?$top=5' }));
    expect(text).toContain(NOBODY);
    expect(await seenBy('a', 'Items?$top=5', { service, source })).toEqual(['a']);
  });

  test('the memory of a Guid that was looked for in vain', async () => {
    const { service, source } = await open();
    const entitySet = (await service.model()).entitySets.get('Items');
    if (entitySet === undefined) throw new Error('The set is missing.');
    for (const caller of ['a', 'b', 'a', undefined]) await service.rebuildKeyMap(entitySet, caller);
    expect(source.asked).toEqual(['read by a', 'read by b', `read by ${NOBODY}`]);
  });

  test('in any order of callers and queries', async () => {
    const tested = await open();
    const [key = ''] = await keysOf(tested);
    const targets = [
      'Items',
      'Items?$top=3',
      'Items?$top=500',
      `Items(${key})`,
      `Items(${key})?$select=Name`,
    ];
    const asked = fc.record({
      caller: fc.integer({ min: 0, max: 49 }).map((number) => `caller ${number}`),
      target: fc.constantFrom(...targets),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 10, maxLength: 40 }), async (all) => {
        const seen = await Promise.all(all.map(({ caller, target }) => seenBy(caller, target, tested)));
        expect(seen).toEqual(all.map(({ caller }) => [caller]));
      }),
      { numRuns: 15, seed: 7 },
    );
  });
});

describe('a change', () => {
  const headers = { 'content-type': 'application/json', prefer: 'return=representation' };

  test('is made and read back in the name of its caller, and reaches what all callers have', async () => {
    const tested = await open();
    const [key = ''] = await keysOf(tested);
    await seenBy('b', 'Items?$top=5', tested);
    tested.source.asked.length = 0;
    const incoming = { method: 'PATCH', target: `Items(${key})`, headers, body: '{"Name":"x"}', caller: 'a' };
    const answer = await ask(tested.service, incoming, { ...callContext(), caller: 'a' });
    expect(bodyText(answer)).toContain('"Name":"a"');
    expect(tested.source.asked).toEqual(['update by a', 'getMany 1 by a']);
    await seenBy('b', 'Items?$top=5', tested);
    expect(tested.source.asked).toHaveLength(3);
  });
});

describe('a source that does not say so', () => {
  test('is asked once for all callers, and does not learn who they are', async () => {
    const tested = await open(new CallerSource({}));
    expect(await seenBy('a', 'Items?$top=5', tested)).toEqual([NOBODY]);
    expect(await seenBy('b', 'Items?$top=5', tested)).toEqual([NOBODY]);
    expect(await seenBy('c', `Items?$top=5&${inOtherWords}`, tested)).toEqual([NOBODY]);
    expect(tested.source.asked).toEqual([`read by ${NOBODY}`]);
  });

  test('does not learn it from a change either', async () => {
    const tested = await open(new CallerSource({}));
    const [key = ''] = await keysOf(tested);
    tested.source.asked.length = 0;
    const headers = { 'content-type': 'application/json', prefer: 'return=representation' };
    const incoming = { method: 'PATCH', target: `Items(${key})`, headers, body: '{"Name":"x"}', caller: 'a' };
    await ask(tested.service, incoming, { ...callContext(), caller: 'a' });
    expect(tested.source.asked).toEqual([`update by ${NOBODY}`, `getMany 1 by ${NOBODY}`]);
  });
});
