/** Compiles property paths and enumeration literals, with the refusals that go with each. */
import { invalidQuery, unsupportedQuery } from '../http/answer';
import { DECIMAL_SCALE } from '../rows/cell';
import { relatedRows } from '../rows/related-rows';
import type { Table } from '../rows/table';
import { enumerations } from '../schema/enumerations';
import {
  edmTypeName,
  type EntitySchema,
  NAMESPACE,
  type NavigationSchema,
  type PropertySchema,
} from '../schema/entity-schema';
import type { FilterScope } from './filter-scope';
import type { Operand } from './operand';

/** A row of the table that a path ends in, found from the row that is tested. */
type RowMap = (row: number) => number;

const sameRow: RowMap = (row) => row;

/** A property of the row, or of the row that a single navigation leads to. */
export function propertyOperand(path: string, scope: FilterScope): Operand {
  const [first = path, second, ...deeper] = path.split('/');
  if (deeper.length > 0) throw unsupportedQuery();
  if (second === undefined) return readerOf(scope.table, first, sameRow, scope);
  const navigation = scope.table.entity.navigations.find((each) => each.name === first);
  if (navigation === undefined) throw unknownProperty(scope.table.entity, first);
  if (navigation.isCollection) throw unsupportedQuery();
  const target = scope.related(navigation.targetSet);
  return readerOf(target, second, joinTo(scope.table, target, navigation), scope);
}

/** The text with which F&O refuses a name that the type does not have (facts page 2.5). */
export function unknownProperty(entity: EntitySchema, name: string): Error {
  return invalidQuery(`Could not find a property named '${name}' on type '${NAMESPACE}.${entity.typeName}'.`);
}

/** A row that has no partner reads as the defaults, as an outer join does in F&O: row -1 is in no column. */
function joinTo(table: Table, target: Table, navigation: NavigationSchema): RowMap {
  const find = relatedRows(table, target, navigation);
  return (row) => find(row)[0] ?? -1;
}

function readerOf(table: Table, name: string, toRow: RowMap, scope: FilterScope): Operand {
  const property = table.entity.propertyOf.get(name);
  if (property === undefined) throw unknownProperty(table.entity, name);
  if (scope.isVirtual(table.entity.setName, name)) throw unsupportedQuery();
  return operandOf(table, property, toRow, scope);
}

function operandOf(table: Table, property: PropertySchema, toRow: RowMap, scope: FilterScope): Operand {
  const cell = table.reader(property);
  switch (property.kind) {
    case 'String': {
      const folded = table.folded(property, scope.rules);
      return {
        family: 'text',
        origin: 'row',
        read: (row) => String(cell(toRow(row))),
        readFolded: toRow === sameRow ? (row) => folded[row] ?? '' : (row) => folded[toRow(row)] ?? '',
      };
    }
    case 'Enum':
      if (scope.refusesEnums) throw unsupportedQuery();
      return {
        family: 'enum',
        origin: 'row',
        edmType: edmTypeName(property),
        read: (row) => String(cell(toRow(row))),
      };
    case 'Int32':
    case 'Int64':
      return {
        family: 'number',
        origin: 'row',
        edmType: edmTypeName(property),
        read: (row) => BigInt(cell(toRow(row))) * DECIMAL_SCALE,
      };
    case 'Decimal':
      return {
        family: 'number',
        origin: 'row',
        edmType: 'Edm.Decimal',
        read: (row) => BigInt(cell(toRow(row))),
      };
    case 'Date':
    case 'UtcDateTime':
      return { family: 'instant', origin: 'row', read: (row) => Number(cell(toRow(row))) };
    case 'Guid':
      return { family: 'guid', origin: 'row', read: (row) => String(cell(toRow(row))) };
    case 'Boolean':
      return { family: 'boolean', origin: 'row', read: (row) => cell(toRow(row)) === true };
  }
}

/** `Microsoft.Dynamics.DataEntities.NoYes'Yes'`; the type name must be qualified, the member must exist. */
export function enumLiteral(type: string, member: string): Operand {
  const enumeration = type.startsWith(`${NAMESPACE}.`)
    ? enumerations.get(type.slice(NAMESPACE.length + 1))
    : undefined;
  if (enumeration?.valueOf.has(member) !== true) {
    throw invalidQuery(`The string '${type}'${member}'' is not a valid enumeration type constant.`);
  }
  return { family: 'enum', origin: 'constant', edmType: type, read: () => member };
}
