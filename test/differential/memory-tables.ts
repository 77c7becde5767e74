/** Tables for the `memory` provider: every type, every kind of key, lookups of each kind, and rows full of edges. */
import fc from 'fast-check';
import type { MemoryColumn, MemoryConfiguration } from '../../providers/memory/configuration';
import type { EntitySetDefinition } from '../../src/model/definition';
import type { Profile } from '../../src/model/entity-set';
import { exposeType } from '../../src/model/expose-type';
import { type ColumnDeclaration, foldCase, type Value } from '../../src/provider-sdk/index';
import { SOURCE } from '../support/open-test-service';
import { columnsOfEveryType } from '../support/random-expressions';
import { rowsOf } from '../support/random-values';

const SEED = 20_261_122;
const THINGS = 120;

const numbers = ['A-1', 'A-2', "O'Neil", '100%', 'a_b', 'a*b', 'é', 'E', ' pad ', '字', '12', ''].flatMap(
  (number) => [number, `${number} 1`, `${number}-02`],
);
const companies = ['usmf', 'USMF', 'demf', 'Größe'];
const codes = ['10', '20', 'retail', 'RETAIL', 'ß', 'a b'];
const longNames = [
  'A name that is much too long to be packed into a Guid, first of all',
  'a name that is much too long to be packed into a Guid, first of all',
  'Another name that is much too long to be packed into a Guid',
  'Ein Name, der viel zu lang ist, um in eine Guid zu passen: Größe',
];
const partIds = [
  '6f9619ff-8b86-d011-b42d-00c04fc964ff',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
];

/** Flags are left out: the configuration of the provider knows none. */
const columns = columnsOfEveryType.filter(({ flags }) => flags !== true);

export const memoryTables: MemoryConfiguration = {
  entities: {
    Things: {
      key: ['Company', 'Number'],
      columns: {
        Company: 'String',
        Number: 'String',
        Code: 'String',
        LongName: 'String',
        PartId: 'Guid',
        ...Object.fromEntries(columns.map((column) => [column.name, memoryColumn(column)])),
      },
      rows: things(),
    },
    Groups: {
      key: ['Company', 'Code'],
      columns: { Company: 'String', Code: 'String', Description: 'String' },
      rows: differentKeys(
        companies.flatMap((Company) =>
          codes.map((Code) => ({ Company, Code, Description: Code === '10' ? null : `${Company} ${Code}` })),
        ),
        ['Company', 'Code'],
      ),
    },
    LongNames: {
      key: ['Name'],
      columns: { Name: 'String', Size: 'Int32' },
      rows: differentKeys(
        longNames.map((Name, Size) => ({ Name, Size })),
        ['Name'],
      ),
    },
    Parts: {
      key: ['PartId'],
      columns: { PartId: 'Guid', Title: 'String' },
      rows: partIds.map((PartId, index) => ({ PartId, Title: `Part ${index}` })),
    },
    Readings: {
      key: ['At', 'Meter'],
      columns: { At: 'DateTimeOffset', Meter: 'Int64', Day: 'Date', Amount: 'Decimal' },
      rows: readings(),
    },
  },
};

export function memorySets(profile: Profile): readonly EntitySetDefinition[] {
  const exposed = columns.filter((column) => exposeType(column, profile) !== undefined);
  return [
    set(
      'Things',
      ['Company', 'Number'],
      [
        'Company',
        'Number',
        'Code',
        'PartId',
        { kind: 'lookup', name: 'Group', target: 'Groups', from: ['Company', 'Code'] },
        { kind: 'lookup', name: 'LongNameOf', target: 'LongNames', from: ['LongName'] },
        { kind: 'lookup', name: 'Part', target: 'Parts', from: ['PartId'] },
        ...exposed.map(({ name }) => name),
      ],
    ),
    set('Groups', ['Company', 'Code'], ['Company', 'Code', 'Description']),
    set('LongNames', ['Name'], ['Name', 'Size']),
    set('Parts', ['PartId'], ['PartId', 'Title']),
    set('Readings', ['At', 'Meter'], ['At', 'Meter', 'Day', 'Amount']),
  ];
}

type PropertyDefinition = NonNullable<EntitySetDefinition['properties']>[number];

function set(
  name: string,
  from: readonly string[],
  properties: readonly (string | PropertyDefinition)[],
): EntitySetDefinition {
  return {
    name,
    typeName: name.replace(/s$/, ''),
    connection: SOURCE,
    entity: name,
    key: { name: 'Id', from },
    properties: properties.map((property) =>
      typeof property === 'string' ? { kind: 'column', name: property, column: property } : property,
    ),
  };
}

function memoryColumn({ type, nullable, members }: ColumnDeclaration): MemoryColumn {
  return {
    type,
    ...(nullable === undefined ? {} : { nullable }),
    ...(members === undefined ? {} : { members: members.map(({ name }) => name) }),
  };
}

function things(): Record<string, Value>[] {
  const keys = companies.flatMap((Company, index) =>
    numbers.map((Number) => ({ Company, Number: index % 2 === 0 ? Number : `${Number}/${index}` })),
  );
  const points = fc.record({
    Code: fc.option(fc.constantFrom(...codes, 'a code of no group')),
    LongName: fc.option(
      fc.constantFrom(...longNames, 'A name that no row has, and that is too long to be packed'),
    ),
    PartId: fc.option(fc.constantFrom(...partIds, '11111111-2222-4333-8444-555555555555')),
  });
  const samples = fc.sample(fc.tuple(rowsOf(columns), points), { seed: SEED, numRuns: THINGS });
  const rows = samples
    .slice(0, keys.length)
    .map(([row, pointing], index) => ({ ...row, ...pointing, ...keys[(index * 7) % keys.length] }));
  return differentKeys(rows, ['Company', 'Number']);
}

/**
 * Without the rows whose keys differ from another's in case only: a service without case has no order for them. What
 * points to them stays, in each case.
 */
function differentKeys<Columns extends Record<string, Value>>(
  rows: readonly Columns[],
  key: readonly string[],
): Columns[] {
  const byKey = new Map(
    rows.map((row) => [JSON.stringify(key.map((part) => foldCase(String(row[part])))), row]),
  );
  return [...byKey.values()];
}

function readings(): Record<string, Value>[] {
  const days = ['2026-01-31', '1900-01-01', '9999-12-31', null];
  const instants = ['2026-01-31T08:30:00Z', '2026-01-31T08:30:00.0000001Z', '2024-02-29T00:00:00Z'];
  const meters = [1, -5, '9223372036854775807', '9007199254740993'];
  return instants.flatMap((At, row) =>
    meters.map((Meter, column) => ({
      At,
      Meter,
      Day: days[(row + column) % days.length] ?? null,
      Amount: column === 0 ? null : `${row * 10}.${column}`,
    })),
  );
}
