/** Explaining a request: the same plan that it would run with, and nothing of the source read. */
import { openHandmadeConnection, openTestService, type TestService } from '../support/open-test-service';
import { items, itemsDeclaration, itemsSet, pagesOf, RecordedSource } from '../support/recorded-source';

const capabilities = {
  filter: {},
  sort: { nulls: 'first' },
  top: true,
  count: true,
  getMany: { maxKeys: 5 },
} as const;
const columns = { Number: { sort: true }, Name: { filter: { eq: 'exact' } } } as const;

describe('explaining a request', () => {
  let source: RecordedSource;
  let service: TestService;

  beforeEach(async () => {
    source = new RecordedSource([itemsDeclaration(capabilities, columns)], () =>
      pagesOf(items([1, 2, 3]), 2),
    );
    service = openTestService({
      connections: [await openHandmadeConnection(source)],
      entitySets: [itemsSet],
      collation: 'ordinal',
      pageSize: 2,
    });
  });

  afterEach(() => {
    expect(source.queries).toEqual([]);
    expect(source.keyReads).toEqual([]);
  });

  test('of a collection says what goes to the source, page size included', async () => {
    expect(await service.explain("Items?$filter=Name eq 'item 2'&$select=Size")).toEqual({
      service: 'test',
      entitySet: 'Items',
      request: 'collection',
      connection: 'source',
      plan: {
        access: 'scan',
        entity: 'Items',
        remote: { filter: "Name eq 'item 2'", orderBy: ['Number'], top: 3, count: false },
        columns: ['Number', 'Size'],
        window: { skip: 0, top: 3 },
        count: 'none',
        parts: [{ clause: '$filter', text: "Name eq 'item 2'", place: 'source' }],
      },
      leastCalls: 1,
      suggestions: [],
    });
  });

  test('of a term that stays with the gateway says why', async () => {
    const { plan, suggestions } = await service.explain("Items?$filter=Size gt 5 and Name eq 'x'");
    expect(plan.residual).toBe('Size gt 5');
    expect(plan.parts).toMatchObject([
      { text: 'Size gt 5', place: 'gateway', reason: 'NotDeclared' },
      { text: "Name eq 'x'", place: 'source' },
    ]);
    expect(suggestions).toMatchObject([{ clause: '$filter', text: 'Size gt 5' }, { clause: '$select' }]);
  });

  test('of a count reads no rows', async () => {
    const { request, plan } = await service.explain('Items/$count');
    expect(request).toBe('count');
    expect(plan).toMatchObject({ count: 'source', remote: { top: 0, count: true } });
  });

  test('of a single row is a read by key', async () => {
    const model = await service.service.model();
    const guid = model.entitySets.get('Items')?.key.codec.encode([2]).guid;
    const { request, plan } = await service.explain(`Items(${guid})`);
    expect(request).toBe('entity');
    expect(plan).toMatchObject({ access: 'keys', keys: [[2]] });
  });

  test('says how many calls it costs at least', async () => {
    const model = await service.service.model();
    const codec = model.entitySets.get('Items')?.key.codec;
    const keys = [1, 2, 3, 4, 5, 6].map((number) => codec?.encode([number]).guid);
    expect(await service.explain(`Items?$filter=ItemId in (${keys.join(',')})`)).toMatchObject({
      leastCalls: 2,
    });
    expect(await service.explain('Items?$filter=false')).toMatchObject({ leastCalls: 0 });
  });

  test.each(['', '$metadata'])('has nothing to say of %p', async (target) => {
    await expect(service.explain(target)).rejects.toMatchObject({ code: 'InvalidQueryOption' });
  });

  test('fails as the request itself would', async () => {
    await expect(service.explain('Items?$filter=Nothing eq 1')).rejects.toMatchObject({
      code: 'UnknownProperty',
    });
    await expect(service.explain('Nothing')).rejects.toMatchObject({ code: 'UnknownResource' });
  });
});
