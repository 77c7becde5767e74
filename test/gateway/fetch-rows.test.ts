/** Carrying out a plan: what is read of the source, where reading stops, and what no row may hold. */
import { RequestError } from '../../src/errors';
import type { ScanBudget } from '../../src/gateway/fetch-rows';
import {
  type ColumnDeclaration,
  type EntityCapabilities,
  type Page,
  type Row,
} from '../../src/provider-sdk/index';
import {
  bodyText,
  openHandmadeConnection,
  openTestService,
  type TestService,
} from '../support/open-test-service';
import {
  items,
  itemsDeclaration,
  itemsSet,
  pagesOf,
  range,
  RecordedSource,
} from '../support/recorded-source';

interface Items {
  readonly source: RecordedSource;
  readonly service: TestService;
  numbers(target: string): Promise<readonly number[]>;
}

interface ItemsOptions {
  readonly capabilities?: EntityCapabilities;
  readonly columns?: Readonly<Record<string, Partial<ColumnDeclaration>>>;
  readonly pages?: readonly Page[];
  readonly budget?: ScanBudget;
}

async function openItems(options: ItemsOptions = {}): Promise<Items> {
  const { capabilities, columns, pages = pagesOf(items(range(1, 30)), 10), budget } = options;
  const source = new RecordedSource([itemsDeclaration(capabilities, columns)], () => pages);
  const connection = await openHandmadeConnection(source);
  const service = openTestService({
    connections: [connection],
    entitySets: [itemsSet],
    ...(budget === undefined ? {} : { budget }),
  });
  const numbers = async (target: string): Promise<readonly number[]> => {
    const { value } = JSON.parse(bodyText(await service.get(target))) as { value: { Number: number }[] };
    return value.map(({ Number: number }) => number);
  };
  return { source, service, numbers };
}

const inOrder = { sort: { nulls: 'first' } } as const;
const sortable = { Number: { sort: true } } as const;

async function faultOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no fault',
    (error: unknown) => error,
  );
}

describe('the scan budget', () => {
  test('refuses a query that reads too many rows, and names the term that the source did not take', async () => {
    const { service, source } = await openItems({ budget: { rows: 15, calls: 100 } });
    const fault = await faultOf(service.get("Items?$filter=contains(Name,'item') and Size gt 5"));
    expect(fault).toBeInstanceOf(RequestError);
    expect(fault).toMatchObject({ code: 'ScanBudgetExceeded', status: 400, target: '$filter' });
    expect((fault as Error).message).toContain('More than 15 rows');
    expect((fault as Error).message).toContain("$filter contains(Name,'item')");
    expect((fault as Error).message).toContain('$filter Size gt 5');
    expect(source.pages).toBe(2);
    expect(source.stopped).toBe(1);
  });

  test('does not name what the source took', async () => {
    const columns = { Size: { filter: { gt: 'exact' } } } as const;
    const { service } = await openItems({
      columns,
      budget: { rows: 15, calls: 100 },
      capabilities: { filter: {} },
    });
    const fault = await faultOf(service.get("Items?$filter=contains(Name,'item') and Size gt 5"));
    expect((fault as Error).message).toContain("contains(Name,'item')");
    expect((fault as Error).message).not.toContain('Size gt 5');
  });

  test('counts the calls to the source as well', async () => {
    const { service } = await openItems({ budget: { rows: 1_000, calls: 2 } });
    const fault = await faultOf(service.get("Items?$filter=Name eq 'x'"));
    expect(fault).toMatchObject({ code: 'ScanBudgetExceeded' });
    expect((fault as Error).message).toContain('More than 2 calls');
  });

  test('lets a query pass that needs just as much', async () => {
    const { numbers } = await openItems({ budget: { rows: 30, calls: 3 } });
    expect(await numbers("Items?$filter=endswith(Name,'7')")).toEqual([7, 17, 27]);
  });

  test('does not hinder a query that has enough rows before', async () => {
    const { numbers } = await openItems({
      capabilities: inOrder,
      columns: sortable,
      budget: { rows: 10, calls: 1 },
    });
    expect(await numbers("Items?$filter=endswith(Name,'7')&$top=1")).toEqual([7]);
  });
});

describe('reading stops', () => {
  test('with the page that fills the window', async () => {
    const { numbers, source } = await openItems({
      capabilities: inOrder,
      columns: sortable,
      pages: pagesOf(items(range(1, 30)), 2),
    });
    expect(await numbers('Items?$filter=Size ge 50&$skip=1&$top=2')).toEqual([6, 7]);
    expect(source.pages).toBe(4);
    expect(source.stopped).toBe(1);
  });

  test('not before the last row where somebody must count', async () => {
    const { service, source } = await openItems({ capabilities: inOrder, columns: sortable });
    const body = bodyText(await service.get('Items?$filter=Size ge 50&$top=2&$count=true'));
    expect(JSON.parse(body)).toMatchObject({ '@odata.count': 26 });
    expect(source.pages).toBe(3);
    expect(source.stopped).toBe(0);
  });

  test('not before the last row where the gateway orders', async () => {
    const { numbers, source } = await openItems();
    expect(await numbers('Items?$orderby=Size desc&$top=2')).toEqual([30, 29]);
    expect(source.pages).toBe(3);
  });

  test('before the first row where nothing can match', async () => {
    const { numbers, source } = await openItems();
    expect(await numbers('Items?$filter=ItemId eq null')).toEqual([]);
    expect(source.queries).toEqual([]);
  });

  test('a source that gives more rows than asked for does not lengthen the answer', async () => {
    const capabilities = { ...inOrder, top: true, count: true };
    const { numbers, source } = await openItems({ capabilities, columns: sortable });
    expect(await numbers('Items?$top=2')).toEqual([1, 2]);
    expect(source.queries).toMatchObject([{ top: 2 }]);
  });
});

describe('rows that are not as declared', () => {
  const wrong: Row = { Number: 2, Name: 5, Size: 20 };
  const pages = [{ rows: [...items([1]), wrong] }];

  test.each([
    ['where the filter looks at them', "Items?$filter=contains(Name,'item')&$select=Size"],
    ['where the order looks at them', 'Items?$orderby=Name&$select=Size'],
    ['where they are only returned', 'Items'],
    ['where they are the key', 'Items?$select=Name'],
  ])('are a fault of the source %s', async (_where, target) => {
    const { service } = await openItems({ pages });
    expect(await faultOf(service.get(target))).toMatchObject({ code: 'UpstreamContract' });
  });

  test('do no harm in columns that nobody asks for', async () => {
    const { numbers } = await openItems({ pages });
    expect(await numbers('Items?$select=Number&$filter=Size gt 10')).toEqual([2]);
  });

  test('a column that is missing is no null', async () => {
    const { service } = await openItems({ pages: [{ rows: [{ Number: 1, Size: 1 }] }] });
    expect(await faultOf(service.get('Items?$filter=Name eq null'))).toMatchObject({
      code: 'UpstreamContract',
    });
  });

  test('a null is no value of a column that never is null', async () => {
    const pagesWithNull = [{ rows: [{ Number: null, Name: 'x', Size: 1 }] }];
    const { service } = await openItems({ pages: pagesWithNull });
    expect(await faultOf(service.get('Items'))).toMatchObject({ code: 'UpstreamContract' });
  });

  test.each([undefined, -1, 1.5])('a count of %p is no count', async (count) => {
    const counted: Page[] = [count === undefined ? { rows: [] } : { rows: [], count }];
    const { service } = await openItems({ capabilities: { count: true }, pages: counted });
    expect(await faultOf(service.get('Items/$count'))).toMatchObject({ code: 'UpstreamContract' });
  });
});

describe('reads by key', () => {
  const guids = async (service: TestService): Promise<readonly string[]> => {
    const body = bodyText(await service.get('Items?$select=ItemId'));
    return (JSON.parse(body) as { value: { ItemId: string }[] }).value.map(({ ItemId }) => ItemId);
  };

  test('go in batches of the size that the source takes, and find the rows once', async () => {
    const { service, source, numbers } = await openItems({ capabilities: { getMany: { maxKeys: 4 } } });
    const [first, ...others] = (await guids(service)).slice(0, 10);
    const listed = [first, first, ...others].join(',');
    expect(await numbers(`Items?$filter=ItemId in (${listed})`)).toEqual(range(1, 10));
    expect(source.keyReads.map((keys) => keys.length)).toEqual([4, 4, 2]);
  });

  test('filter, order, cut and count what they find', async () => {
    const { service, numbers } = await openItems({ capabilities: { getMany: { maxKeys: 50 } } });
    const chain = (await guids(service)).slice(0, 9).map((guid) => `ItemId eq ${guid}`);
    const filter = `(${chain.join(' or ')}) and Size ge 30`;
    const rest = `$filter=${filter}&$orderby=Size desc&$skip=1&$top=2&$count=true`;
    expect(await numbers(`Items?${rest}`)).toEqual([8, 7]);
    expect(JSON.parse(bodyText(await service.get(`Items?${rest}`)))).toMatchObject({ '@odata.count': 7 });
  });

  test('an answer with another number of rows than keys is a fault of the source', async () => {
    const source = new RecordedSource([itemsDeclaration({ getMany: { maxKeys: 5 } })], () =>
      pagesOf(items([1]), 1),
    );
    const service = openTestService({
      connections: [
        await openHandmadeConnection(Object.assign(source, { getMany: () => Promise.resolve([]) })),
      ],
      entitySets: [itemsSet],
    });
    const [guid] = await guids(service);
    expect(await faultOf(service.get(`Items(${guid})`))).toMatchObject({ code: 'UpstreamContract' });
  });
});
