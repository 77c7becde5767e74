/** What is said of an entity set: each rule of the grade has a set that meets it and one that does not. */
import { describeSet, type DescribedSet } from '../../../src/gateway/catalog/describe-set';
import type { GradedSet } from '../../../src/gateway/catalog/graded-set';
import { buildModel } from '../../../src/model/build-model';
import type { EntitySetDefinition } from '../../../src/model/definition';
import type { Profile } from '../../../src/model/entity-set';
import type {
  ColumnDeclaration,
  EntityCapabilities,
  EntityDeclaration,
} from '../../../src/provider-sdk/index';

const able: EntityCapabilities = {
  filter: { or: true },
  sort: { nulls: 'first' },
  top: true,
  skip: true,
  count: true,
  getMany: { maxKeys: 50 },
  write: { insert: true, update: true },
};

const name: ColumnDeclaration = {
  name: 'Name',
  type: 'String',
  maxLength: 100,
  sort: true,
  filter: { eq: 'exact', startswith: 'exact' },
};

interface Case {
  readonly capabilities?: EntityCapabilities;
  /** Besides the key. Default: the name. */
  readonly columns?: readonly ColumnDeclaration[];
  readonly key?: Partial<ColumnDeclaration>;
  readonly profile?: Profile;
  readonly set?: Partial<EntitySetDefinition>;
  readonly settings?: Partial<GradedSet>;
}

function describeCase({ capabilities = able, columns = [name], ...rest }: Case): DescribedSet {
  const declaration: EntityDeclaration = {
    name: 'Things',
    key: ['Code'],
    collation: 'ignoreCase',
    capabilities,
    columns: [
      {
        name: 'Code',
        type: 'String',
        nullable: false,
        maxLength: 20,
        sort: true,
        filter: { eq: 'exact', in: 'exact' },
        ...rest.key,
      },
      ...columns,
    ],
  };
  const places: EntityDeclaration = {
    name: 'Places',
    key: ['Place'],
    capabilities: {},
    columns: [{ name: 'Place', type: 'String', nullable: false }],
  };
  const outcome = buildModel(
    {
      name: 'test',
      namespace: 'Test',
      profile: rest.profile ?? 'dataverse',
      collation: 'ignoreCase',
      entitySets: [
        {
          name: 'Things',
          typeName: 'Thing',
          connection: 'source',
          entity: 'Things',
          key: { name: 'ThingId', from: ['Code'] },
          ...rest.set,
        },
        {
          name: 'Places',
          typeName: 'Place',
          connection: 'source',
          entity: 'Places',
          key: { name: 'PlaceId', from: ['Place'] },
        },
      ],
    },
    (_connection, entity) => (entity === 'Things' ? declaration : places),
  );
  if ('faults' in outcome) throw new Error(JSON.stringify(outcome.faults));
  const set = outcome.model.entitySets.get('Things');
  if (set === undefined) throw new Error('no set');
  return describeSet({
    set,
    model: outcome.model,
    heldWhole: 0,
    isCached: true,
    maxPageSize: 5_000,
    ...rest.settings,
  });
}

const without = (ability: keyof EntityCapabilities): EntityCapabilities => {
  const { [ability]: _, ...rest } = able;
  return rest;
};

const column = (
  type: ColumnDeclaration['type'],
  more: Partial<ColumnDeclaration> = {},
): ColumnDeclaration => ({
  name: 'Odd',
  type,
  sort: true,
  ...more,
});

const members = { enumName: 'Kind', members: [{ name: 'One', value: 1 }] };

const lookup: Partial<EntitySetDefinition> = {
  properties: [
    { kind: 'column', name: 'Name', column: 'Name' },
    { kind: 'lookup', name: 'PlaceId', target: 'Places', from: ['Place'] },
  ],
};
const place = (filter: ColumnDeclaration['filter'] = {}): ColumnDeclaration => ({
  name: 'Place',
  type: 'String',
  filter,
});

describe('the grade of an entity set', () => {
  test('is A, without a word, where nothing is amiss', () => {
    expect(describeCase({}).grade).toEqual({ grade: 'A', findings: [] });
  });

  test.each<[string, Case, string, RegExp]>([
    [
      'types of other clients',
      { profile: 'standard', columns: [name, column('TimeOfDay')] },
      'D',
      /no column for the types of Odd/,
    ],
    [
      'no text',
      { columns: [column('Int32')], set: { properties: [{ kind: 'column', name: 'Odd', column: 'Odd' }] } },
      'D',
      /no text for the primary name/,
    ],
    [
      'a filter that is required',
      { capabilities: { ...able, filter: { required: [['Code'], ['Name']] } } },
      'D',
      /only with a filter on Code, or Name/,
    ],
    ['no count', { capabilities: without('count') }, 'B', /does not count/],
    ['no order by key', { key: { sort: false } }, 'B', /does not order by the key/],
    [
      'no row by key',
      { capabilities: without('getMany'), key: { filter: {} } },
      'B',
      /finds no row by its key/,
    ],
    ['no quick find', { columns: [{ ...name, filter: { eq: 'exact' } }] }, 'B', /does not take startswith/],
    ['short pages', { settings: { maxPageSize: 10 } }, 'B', /Pages end after 10 rows/],
    ['lookups that cannot be filtered', { columns: [name, place()], set: lookup }, 'B', /columns of PlaceId/],
    ['changes that the source does not take', { set: { write: ['insert', 'delete'] } }, 'B', /allows delete/],
    ['64 bits', { columns: [name, column('Int64')] }, 'B', /Odd may hold numbers beyond/],
    [
      'long decimals',
      { columns: [name, column('Decimal', { precision: 20, scale: 2 })] },
      'B',
      /more digits/,
    ],
    ['names alike', { columns: [name, { ...name, name: 'NAME' }] }, 'B', /Name, NAME differ in case only/],
  ])('warns of %s', (_, given, grade, text) => {
    const found = describeCase(given).grade;
    expect(found.grade).toBe(grade);
    expect(found.findings).toContainEqual({
      severity: 'warning',
      text: expect.stringMatching(text) as string,
      advice: expect.stringMatching(/.{10}\.$/) as string,
    });
  });

  test.each<[string, Case, RegExp]>([
    [
      'names of other letters',
      { columns: [name, { ...column('Int32'), name: 'Größe' }] },
      /Größe cannot be the schema name/,
    ],
    [
      'text of any length',
      { columns: [{ ...name, maxLength: undefined } as unknown as ColumnDeclaration] },
      /how long Name may be/,
    ],
    ['dates', { columns: [name, column('Date')] }, /Odd are dates/],
    ['enumerations', { columns: [name, column('Enum', members)] }, /Odd are enumerations/],
    ['columns left out', { columns: [name, column('Duration')] }, /Odd of the source are left out/],
    ['columns without order', { columns: [name, column('Int32', { sort: false })] }, /does not order by Odd/],
    [
      'lookups read one by one',
      { columns: [name, place({ eq: 'superset' })], set: lookup },
      /takes? no lists of keys/,
    ],
    [
      'what Dataverse does not do with lookups',
      { columns: [name, place({ eq: 'superset' })], set: lookup },
      /neither sorts by/,
    ],
    ['nothing cached', { settings: { isCached: false } }, /Nothing of this set is cached/],
  ])('notes %s', (_, given, text) => {
    const found = describeCase(given).grade;
    expect(found.grade).toBe('A');
    expect(found.findings).toContainEqual(
      expect.objectContaining({ severity: 'note', text: expect.stringMatching(text) as string }),
    );
  });

  test('is C where three things are amiss, and what the source cannot does not matter to a set that is held whole', () => {
    const poor = { capabilities: {}, key: { filter: {}, sort: false } };
    expect(describeCase(poor).grade.grade).toBe('C');
    expect(describeCase({ ...poor, settings: { heldWhole: 100 } }).grade).toEqual({
      grade: 'A',
      findings: [],
    });
  });
});

describe('the description of an entity set', () => {
  test('says what each property is made of, what its source does with it, and which column it becomes', () => {
    const { key, properties, write } = describeCase({
      columns: [
        name,
        place({ eq: 'exact' }),
        column('Enum', members),
        { ...column('String'), name: 'Memo', maxLength: 9_000 },
      ],
      set: {
        ...lookup,
        properties: [
          ...(lookup.properties ?? []),
          { kind: 'column', name: 'Kind', column: 'Odd' },
          { kind: 'column', name: 'Memo', column: 'Memo' },
        ],
        write: ['update', 'delete'],
      },
    });
    expect(key).toEqual({
      name: 'ThingId',
      from: ['Code'],
      rule: expect.stringMatching(/^A Guid that holds Code itself/) as string,
    });
    expect(write).toEqual(['update']);
    expect(properties).toEqual([
      {
        name: 'ThingId',
        type: 'Edm.Guid',
        nullable: false,
        from: ['Code'],
        filter: { eq: 'exact', in: 'exact' },
        sorts: false,
        dataverse: { type: 'Unique identifier' },
      },
      {
        name: 'Name',
        type: 'Edm.String',
        nullable: true,
        from: ['Name'],
        filter: { eq: 'exact', startswith: 'exact' },
        sorts: true,
        dataverse: { type: 'Single line of text', maxLength: 100 },
      },
      {
        name: 'PlaceId',
        type: 'Edm.Guid',
        nullable: true,
        from: ['Place'],
        lookup: 'Places',
        filter: { eq: 'exact' },
        sorts: false,
        dataverse: { type: 'Lookup' },
      },
      {
        name: 'Kind',
        type: 'Edm.Int32',
        nullable: true,
        from: ['Odd'],
        filter: {},
        sorts: false,
        dataverse: { type: 'Choice' },
      },
      {
        name: 'Memo',
        type: 'Edm.String',
        nullable: true,
        from: ['Memo'],
        filter: {},
        sorts: true,
        dataverse: { type: 'Multiple lines of text', maxLength: 9_000 },
      },
    ]);
  });

  test('a Guid of the source stays what it is', () => {
    expect(describeCase({ key: { type: 'Guid' } }).key.rule).toBe('The Guid in Code, as it is.');
  });
});
