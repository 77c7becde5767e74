import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  NotFound,
  Unavailable,
  UpstreamContract,
  type EntityDeclaration,
} from '../../../src/provider-sdk/index';
import { callContext, connect, type Script } from './scripted-environment';

function property(Name: string, TypeName: string, DataType: string, more: object = {}) {
  return {
    Name,
    TypeName,
    DataType,
    IsKey: false,
    IsMandatory: false,
    AllowEdit: true,
    AllowEditOnCreate: true,
    ...more,
  };
}

const NAMESPACE = 'Microsoft.Dynamics.DataEntities';

const thing = {
  Name: 'Thing',
  EntitySetName: 'Things',
  IsReadOnly: false,
  Properties: [
    property('dataAreaId', 'Edm.String', 'String', { IsKey: true }),
    property('ThingId', 'Edm.String', 'String', { IsKey: true, AllowEdit: false }),
    property('OrganizationName', 'Edm.String', 'String'),
    property('Amount', 'Edm.Decimal', 'Real'),
    property('Days', 'Edm.Int32', 'Int32', { AllowEdit: false }),
    property('RecordId', 'Edm.Int64', 'Int64'),
    property('Since', 'Edm.DateTimeOffset', 'Date'),
    property('CreatedOn', 'Edm.DateTimeOffset', 'UtcDateTime'),
    property('IsGood', `${NAMESPACE}.NoYes`, 'Enum'),
    property('Status', `${NAMESPACE}.ThingStatus`, 'Enum'),
    property('Mystery', `${NAMESPACE}.Missing`, 'Enum'),
    property('Document', 'Edm.Guid', 'Guid'),
    property('Blob', 'Edm.Binary', 'Container'),
    property('Nothing', 'Edm.Void', 'Void'),
  ],
};

const status = {
  Name: 'ThingStatus',
  Members: [
    { Name: 'Open', Value: 0 },
    { Name: 'Closed', Value: 7 },
  ],
};

const metadata: Script = (path) => {
  if (path.startsWith('/metadata/PublicEntities'))
    return { body: { value: path.includes("'Things'") ? [thing] : [] } };
  if (path.startsWith('/metadata/PublicEnumerations')) return { body: { value: [status] } };
  return { status: 404 };
};

function columnOf(entity: EntityDeclaration | undefined, name: string) {
  return entity?.columns.find((column) => column.name === name);
}

describe('discovery', () => {
  test('declares what F&O says, and leaves out what no column can hold', async () => {
    const { connection, http } = await connect(metadata, { known: false });
    const [entity] = await connection.entities(['Things'], callContext());

    expect(entity?.key).toEqual(['dataAreaId', 'ThingId']);
    expect(entity?.columns.map(({ name, type, nullable }) => [name, type, nullable])).toEqual([
      ['dataAreaId', 'String', false],
      ['ThingId', 'String', false],
      ['OrganizationName', 'String', true],
      ['Amount', 'Decimal', false],
      ['Days', 'Int32', false],
      ['RecordId', 'Int64', false],
      ['Since', 'Date', true],
      ['CreatedOn', 'DateTimeOffset', true],
      ['IsGood', 'Boolean', false],
      ['Status', 'Enum', false],
      ['Document', 'Guid', false],
    ]);
    expect(columnOf(entity, 'Status')).toMatchObject({
      enumName: 'ThingStatus',
      members: [
        { name: 'Open', value: 0 },
        { name: 'Closed', value: 7 },
      ],
      sort: false,
    });
    expect(columnOf(entity, 'Amount')).toMatchObject({ precision: 32, scale: 6, sort: true });
    expect(columnOf(entity, 'OrganizationName')).toMatchObject({
      maxLength: 100,
      insertable: true,
      updatable: true,
    });
    expect(columnOf(entity, 'ThingId')).toMatchObject({ insertable: true, updatable: false });
    expect(columnOf(entity, 'Days')).toMatchObject({ insertable: true, updatable: false });
    expect(entity).toMatchObject({
      collation: 'ignoreCase',
      concurrencyToken: '@odata.etag',
      concurrencyTokenIsETag: true,
    });
    expect(http.paths).toEqual([
      "/metadata/PublicEntities?$filter=EntitySetName eq 'Things'",
      "/metadata/PublicEnumerations?$filter=Name eq 'ThingStatus' or Name eq 'Missing'",
    ]);
  });

  test('declares what can be changed, of an entity that can be at all', async () => {
    const [open] = await (
      await connect(metadata, { known: false })
    ).connection.entities(['Things'], callContext());
    expect(open?.capabilities.write).toEqual({
      insert: true,
      update: true,
      delete: true,
      version: true,
      together: 100,
    });
    const readOnly: Script = (path, request) =>
      path.startsWith('/metadata/PublicEntities')
        ? { body: { value: [{ ...thing, IsReadOnly: true }] } }
        : metadata(path, request);
    const closed = await connect(readOnly, { known: false });
    const [entity] = await closed.connection.entities(['Things'], callContext());
    expect(entity?.capabilities.write).toBeUndefined();
    expect(
      entity?.columns.some(({ insertable, updatable }) => insertable === true || updatable === true),
    ).toBe(false);
  });

  test('declares text as exact for its values, never by size, and loosely if the database is unusual', async () => {
    const exact = await connect(metadata, { known: false });
    const [strict] = await exact.connection.entities(['Things'], callContext());
    expect(columnOf(strict, 'OrganizationName')?.filter).toEqual({
      eq: 'exact',
      ne: 'exact',
      in: 'exact',
      null: 'exact',
      contains: 'exact',
      startswith: 'exact',
      endswith: 'exact',
    });
    const loose = await connect(metadata, { known: false, text: 'superset' });
    const [wide] = await loose.connection.entities(['Things'], callContext());
    expect(columnOf(wide, 'OrganizationName')?.filter).toEqual({
      eq: 'superset',
      in: 'superset',
      null: 'exact',
      contains: 'superset',
      startswith: 'superset',
      endswith: 'superset',
    });
  });

  test('a set that is not there is named', async () => {
    const { connection } = await connect(metadata, { known: false });
    await expect(connection.entities(['Nothings'], callContext())).rejects.toThrow(
      new NotFound(
        'F&O has no public entity set "Nothings". Names are case sensitive; "IsPublic" must be Yes.',
      ),
    );
    await expect(connection.entities(["x'/../"], callContext())).rejects.toThrow(NotFound);
  });

  test.each<[string, unknown]>([
    ['no list', {}],
    ['a property without name', { value: [{ ...thing, Properties: [{ TypeName: 'Edm.String' }] }] }],
    ['no key', { value: [{ ...thing, Properties: [property('A', 'Edm.String', 'String')] }] }],
  ])('an answer with %s breaks the contract', async (_name, body) => {
    const { connection } = await connect(() => ({ body }), { known: false });
    await expect(connection.entities(['Things'], callContext())).rejects.toThrow(UpstreamContract);
  });
});

describe('the disk cache', () => {
  const down: Script = () => {
    throw new Unavailable('down');
  };

  test('serves without any call, also while F&O is down', async () => {
    const { connection, cacheFolder } = await connect(metadata, { known: false });
    const fresh = await connection.entities(['Things'], callContext());
    const second = await connect(down, { known: false, cacheFolder });
    expect(await second.connection.entities(['Things'], callContext())).toEqual(fresh);
    expect(second.http.requests).toEqual([]);
    expect(await readdir(cacheFolder)).toEqual(['entity-Things.json']);
  });

  test('is renewed behind the caller once it is a day old', async () => {
    const { connection, cacheFolder } = await connect(metadata, { known: false, now: () => 0 });
    await connection.entities(['Things'], callContext());
    const day = 86_400_000;
    const young = await connect(metadata, { known: false, cacheFolder, now: () => day - 1 });
    await young.connection.entities(['Things'], callContext());
    await young.connection.close();
    expect(young.http.requests).toEqual([]);
    const old = await connect(metadata, { known: false, cacheFolder, now: () => day });
    await old.connection.entities(['Things'], callContext());
    await settle(() =>
      readFile(join(cacheFolder, 'entity-Things.json'), 'utf8').then((text) =>
        text.includes(`"fetched":${day}`),
      ),
    );
    await old.connection.close();
    expect(old.http.requests).toHaveLength(2);
  });

  test('outlives a renewal that fails', async () => {
    const { connection, cacheFolder } = await connect(metadata, { known: false, now: () => 0 });
    await connection.entities(['Things'], callContext());
    const old = await connect(down, { known: false, cacheFolder, now: () => 1e12 });
    expect(await old.connection.entities(['Things'], callContext())).toHaveLength(1);
    await settle(() => old.warnings.length === 1);
    expect(old.warnings[0]).toContain('could not be renewed');
    await old.connection.entities(['Things'], callContext());
    expect(old.http.requests).toHaveLength(1);
  });

  test.each<[string, (text: string) => string]>([
    ['of an older version', (text) => text.replace('"version":1', '"version":0')],
    ['of another environment', (text) => text.replace('contoso', 'fabrikam')],
    ['cut short', (text) => text.slice(0, 100)],
  ])('ignores a file %s', async (_name, damage) => {
    const { connection, cacheFolder } = await connect(metadata, { known: false });
    await connection.entities(['Things'], callContext());
    const path = join(cacheFolder, 'entity-Things.json');
    await writeFile(path, damage(await readFile(path, 'utf8')));
    const second = await connect(metadata, { known: false, cacheFolder });
    await second.connection.entities(['Things'], callContext());
    expect(second.http.requests).toHaveLength(2);
  });

  test('a folder that cannot be written costs a warning', async () => {
    const { connection, warnings } = await connect(metadata, {
      known: false,
      cacheFolder: '/dev/null/cache',
    });
    expect(await connection.entities(['Things'], callContext())).toHaveLength(1);
    expect(warnings[0]).toContain('could not be kept on disk');
  });
});

/** Waits for what happens behind the caller. */
async function settle(isDone: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isDone())) await new Promise((resolve) => setImmediate(resolve));
}
