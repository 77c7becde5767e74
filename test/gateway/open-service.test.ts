/** Opening a service: when its sources are asked what they hold, and what is said where they and the configuration disagree. */
import type { OutgoingClient } from '../../src/gateway/outgoing-http';
import { join } from 'node:path';
import { RequestError } from '../../src/errors';
import { openConnection } from '../../src/gateway/open-connections';
import { openService, type OpenService } from '../../src/gateway/open-service';
import { openRequestLedger } from '../../src/gateway/request-ledger';
import { openRowAliases } from '../../src/gateway/row-aliases';
import { createSharedCache } from '../../src/gateway/shared-cache';
import type { EntitySetDefinition } from '../../src/model/definition';
import { createMemoryKeyMap } from '../../src/model/key-map';
import { defaultSyntaxLimits } from '../../src/odata/syntax/syntax-limits';
import { type Connection, Unavailable, UpstreamContract } from '../../src/provider-sdk/index';
import { openHandmadeConnection, SOURCE } from '../support/open-test-service';
import { itemsDeclaration, itemsSet, RecordedSource } from '../support/recorded-source';

interface Opened {
  readonly service: OpenService;
  readonly logged: readonly string[];
}

async function open(connection: Connection, entitySets: readonly EntitySetDefinition[]): Promise<Opened> {
  const logged: string[] = [];
  const service = openService(
    {
      definition: {
        name: 'test',
        namespace: 'Test',
        profile: 'dataverse',
        collation: 'ignoreCase',
        entitySets,
      },
      root: 'http://gateway.test/odata/test/',
      timeout: 1_000,
      pageSize: 50,
      maxPageSize: 50,
      longestUrl: 32_768,
      cachePolicies: new Map(),
      wholeSets: new Map(),
      limits: defaultSyntaxLimits,
      budget: { rows: 100, calls: 10 },
    },
    {
      connections: new Map([[SOURCE, await openHandmadeConnection(connection)]]),
      keyMap: createMemoryKeyMap(),
      secret: 'secret',
      aliases: openRowAliases(':memory:'),
      ledger: openRequestLedger(':memory:'),
      cache: createSharedCache(),
      record: () => undefined,
      log: (_level, message) => logged.push(message),
    },
  );
  return { service, logged };
}

function source(): RecordedSource {
  return new RecordedSource([itemsDeclaration()], () => []);
}

describe('the model of a service', () => {
  test('is asked for when it is first needed, and once for all who wait', async () => {
    const items = source();
    const { service } = await open(items, [itemsSet]);
    expect(items.declared).toBe(0);
    const [one, other] = await Promise.all([service.model(), service.model()]);
    expect(one).toBe(other);
    expect(await service.model()).toBe(one);
    expect(items.declared).toBe(1);
  });

  test('is asked for again after the source was down', async () => {
    const items = source();
    let isDown = true;
    const declare = items.entities.bind(items);
    items.entities = () => (isDown ? Promise.reject(new Unavailable('down')) : declare());
    const { service } = await open(items, [itemsSet]);
    await expect(service.model()).rejects.toBeInstanceOf(Unavailable);
    await expect(service.model()).rejects.toBeInstanceOf(Unavailable);
    isDown = false;
    expect([...(await service.model()).entitySets.keys()]).toEqual(['Items']);
  });

  test('is refused with a sentence for each fault, of which the caller sees the first', async () => {
    const faulty: EntitySetDefinition[] = [
      { ...itemsSet, name: 'Things', entity: 'Nothing' },
      { ...itemsSet, key: { name: 'ItemId', from: ['Name'] } },
      {
        ...itemsSet,
        name: 'Others',
        properties: [
          { kind: 'column', name: 'Colour', column: 'Color' },
          { kind: 'lookup', name: 'Parent', target: 'Nowhere', from: ['Number'] },
          { kind: 'lookup', name: 'Twin', target: 'Others', from: ['Name'] },
          { kind: 'lookup', name: 'Pair', target: 'Others', from: ['Number', 'Size'] },
        ],
      },
    ];
    const { service, logged } = await open(source(), faulty);
    const fault = await service.model().catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(RequestError);
    expect(fault).toMatchObject({
      code: 'UpstreamContract',
      message:
        'The configuration of this service does not fit its source: Things: connection source has no entity Nothing.',
    });
    expect(logged).toEqual([
      'service test: Things: connection source has no entity Nothing',
      "service test: Items.ItemId: key must be made of the source's key columns Number, not of Name",
      'service test: Others.Colour: entity Items has no column Color',
      'service test: Others.Parent: the service has no usable entity set Nowhere',
      'service test: Others.Twin: column Name is of type String, but Others has Int32 in that place of its key',
      'service test: Others.Pair: a lookup into Others needs 1 columns, for Number',
    ]);
  });

  test('is refused if the provider declares nonsense', async () => {
    const declaration = { ...itemsDeclaration(), key: ['Nothing'] };
    const { service } = await open(new RecordedSource([declaration], () => []), [itemsSet]);
    await expect(service.model()).rejects.toThrow(UpstreamContract);
    await expect(service.model()).rejects.toThrow('Items has no column Nothing for its key');
  });

  test('needs a connection that is open', async () => {
    const { service } = await open(source(), [{ ...itemsSet, connection: 'elsewhere' }]);
    await expect(service.model()).rejects.toMatchObject({ code: 'InternalError' });
    expect(() => service.connection('elsewhere')).toThrow(RequestError);
  });
});

describe('a connection', () => {
  test('is closed together with the clients that it was lent', async () => {
    let closed = 0;
    const client: OutgoingClient = {
      load: () => ({ running: 0, waiting: 0 }),
      json: () => Promise.reject(new Unavailable('never asked')),
      close: () => Promise.resolve(void closed++),
    };
    const connection = await openConnection(
      {
        name: SOURCE,
        configuration: {},
        provider: {
          name: 'borrowing',
          configuration: Object,
          open: (_configuration, context) => {
            context.http('http://source.test');
            context.http('http://login.test');
            return Promise.resolve(source());
          },
        },
      },
      { cacheFolder: 'cache', http: () => client, log: () => undefined },
    );
    await connection.close();
    expect(closed).toBe(2);
  });

  test('has a cache folder of its own, and its name in what it logs', async () => {
    const logged: string[] = [];
    let folder = '';
    await openConnection(
      {
        name: 'contoso',
        configuration: {},
        provider: {
          name: 'talking',
          configuration: Object,
          open: (_configuration, context) => {
            folder = context.cacheFolder;
            context.log('warn', 'the clock is wrong');
            return Promise.resolve(source());
          },
        },
      },
      {
        cacheFolder: 'cache',
        http: () => {
          throw new Error('not needed');
        },
        log: (level, message) => logged.push(`${level}: ${message}`),
      },
    );
    expect(folder).toBe(join('cache', 'contoso'));
    expect(logged).toEqual(['warn: connection contoso: the clock is wrong']);
  });
});
