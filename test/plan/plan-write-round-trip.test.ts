/** What is written as a row can be sent back as a body, and says the same: every type, both profiles, every format. */
import fc from 'fast-check';
import { createGuidDecoder } from '../../src/gateway/decode-guid';
import type { EntitySet, Profile } from '../../src/model/entity-set';
import { createMemoryKeyMap } from '../../src/model/key-map';
import { createPropertyReader } from '../../src/model/read-property';
import { bindInsert, bindUpdate } from '../../src/odata/bind/bind-write';
import { readJson } from '../../src/odata/body/read-json';
import { negotiateFormat } from '../../src/odata/negotiate';
import { JsonBytes } from '../../src/odata/serialise-bytes';
import { createRowWriter } from '../../src/odata/serialise-row';
import { planWrite, type WritePlan } from '../../src/plan/plan-write';
import type { ColumnDeclaration, EntityDeclaration, Row, Value } from '../../src/provider-sdk/index';
import { SEED, TIMEOUT } from '../differential/runs';
import { cellsOf } from '../support/random-values';
import {
  customersDeclaration,
  emptyCustomer,
  sampleCustomer,
  sampleModel,
  sampleSet,
} from '../support/sample-model';

const runs = process.env['VTG_FULL'] === undefined ? 250 : 50_000;

const formats = fc.constantFrom(
  'application/json',
  'application/json;odata.metadata=none',
  'application/json;odata.metadata=full',
  'application/json;odata.metadata=full;IEEE754Compatible=true',
);

/** The sample, all of it writable. */
function writableSet(profile: Profile): EntitySet {
  const set = sampleSet('Customers', profile);
  const columns = set.declaration.columns.map((column) => ({ ...column, insertable: true, updatable: true }));
  const byName = new Map<string, ColumnDeclaration>(columns.map((column) => [column.name, column]));
  const writable = (column: ColumnDeclaration) => byName.get(column.name) ?? column;
  const write = { insert: true, update: true };
  const declaration: EntityDeclaration = { ...set.declaration, columns, capabilities: { write } };
  const properties = set.properties.map((property) =>
    property.kind === 'column'
      ? { ...property, column: writable(property.column) }
      : { ...property, from: property.from.map(writable) },
  );
  const key = { ...set.key, from: set.key.from.map(writable) };
  const propertiesByName = new Map(properties.map((property) => [property.name, property]));
  return { ...set, declaration, columns: byName, key, properties, propertiesByName };
}

/** A value that the declaration allows: the random ones know of no facets. */
function fits({ type, maxLength, precision, scale }: ColumnDeclaration, value: Value): boolean {
  if (value === null) return true;
  if (type === 'String') return String(value).length <= (maxLength ?? Infinity);
  if (type === 'TimeOfDay') return (String(value).split('.')[1] ?? '').length <= (scale ?? 7);
  if (type !== 'Decimal' || precision === undefined || scale === undefined) return true;
  return typeof value === 'number' && Math.abs(value) < 1e15 && Number.isInteger(value * 10 ** scale);
}

const cells = Object.fromEntries(
  customersDeclaration.columns.map((column) => [
    column.name,
    cellsOf(column).filter((value) => fits(column, value)),
  ]),
);

const rows = fc.oneof(
  { weight: 20, arbitrary: fc.record(cells) },
  fc.constantFrom<Row>(sampleCustomer, emptyCustomer),
);

function written(entitySet: EntitySet, row: Row, accept: string): string {
  const writeRow = createRowWriter({
    entitySet,
    namespace: 'Gateway.Sales',
    select: entitySet.properties,
    format: negotiateFormat({ kind: 'json', accept }),
    serviceRoot: 'https://gw.example.com/odata/sales/',
    omitNulls: false,
    readProperty: (property) => createPropertyReader(property, { keyMap }),
  });
  const out = new JsonBytes();
  writeRow(out, row);
  out.closeObject(0);
  return Buffer.from(out.finish()).toString();
}

const keyMap = createMemoryKeyMap();
const context = {
  decode: createGuidDecoder(keyMap, { find: () => undefined }),
  allowed: ['insert', 'update'],
  precondition: {},
} as const;

/** The columns that the profile shows, apart from those left out by `without`. */
function shown(entitySet: EntitySet, row: Row, without: readonly string[] = []): Row {
  const names = entitySet.properties.flatMap((property) =>
    property.kind === 'column' ? [property.column.name] : property.from.map(({ name }) => name),
  );
  const columns = [...new Set(names)].filter((name) => !without.includes(name));
  return Object.fromEntries(columns.map((name) => [name, row[name] ?? null]));
}

describe.each<Profile>(['dataverse', 'standard'])('profile %s', (profile) => {
  const entitySet = writableSet(profile);
  const scope = { entitySet, model: sampleModel(profile) };

  test(
    'a body gives the values that were written',
    () => {
      fc.assert(
        fc.property(rows, formats, (row, accept) => {
          const { given, guid } = bindInsert(readJson(written(entitySet, row, accept)), scope);
          const read = new Map(given.map(({ property, value }) => [property.name, value]));
          for (const property of entitySet.properties) {
            const value = createPropertyReader(property)(row);
            expect(property.kind === 'key' ? guid : read.get(property.name)).toEqual(value);
          }
        }),
        { seed: SEED, numRuns: runs },
      );
    },
    TIMEOUT,
  );

  test(
    'an insert of the body gives the row again',
    () => {
      fc.assert(
        fc.property(rows, formats, (row, accept) => {
          const body = readJson(written(entitySet, row, accept));
          const planned: WritePlan = planWrite(bindInsert(body, scope), context);
          const values =
            planned.kind === 'write' && planned.command.kind === 'insert' && planned.command.values;
          expect(values).toEqual(shown(entitySet, row));
        }),
        { seed: SEED, numRuns: runs },
      );
    },
    TIMEOUT,
  );

  test(
    'an update with the body gives all but the key',
    () => {
      fc.assert(
        fc.property(rows, formats, (row, accept) => {
          const body = readJson(written(entitySet, row, accept));
          const guid = String(createPropertyReader(entitySet.key)(row));
          const planned = planWrite(bindUpdate(body, guid, scope), context);
          const changes =
            planned.kind === 'write' && planned.command.kind === 'update' && planned.command.changes;
          expect(changes).toEqual(shown(entitySet, row, entitySet.declaration.key));
        }),
        { seed: SEED, numRuns: runs },
      );
    },
    TIMEOUT,
  );
});
