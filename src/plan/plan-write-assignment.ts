/** What a given property comes to: values for columns of the source. */
import type { ColumnProperty, EntitySet, LookupProperty } from '../model/entity-set';
import type { GivenValue, WriteFault } from '../odata/write-request';
import type { ColumnDeclaration, Value } from '../provider-sdk/index';
import type { DecodeGuid } from './source-key';
import { toSourceValue } from './source-value';

/** One column to be set. */
export interface Assignment {
  readonly column: ColumnDeclaration;
  readonly value: Value;
  /** The property that says so. */
  readonly property: ColumnProperty | LookupProperty;
}

export type Assigned =
  | { readonly kind: 'columns'; readonly assignments: readonly Assignment[] }
  | { readonly kind: 'fault'; readonly fault: WriteFault };

export interface AssignmentScope {
  readonly entitySet: EntitySet;
  readonly decode: DecodeGuid;
  /** All that the body gives. */
  readonly given: readonly GivenValue[];
}

export function assign({ property, value }: GivenValue, scope: AssignmentScope): Assigned {
  if (property.kind === 'column') return assignColumn(property, value);
  return value === null ? clearLookup(property, scope) : assignLookup(property, String(value), scope);
}

function assignColumn(property: ColumnProperty, value: Value): Assigned {
  const converted = toSourceValue(property, value);
  switch (converted.kind) {
    case 'value':
      return columns([{ column: property.column, value: converted.value, property }]);
    case 'mismatch':
      return invalid(property, `expected ${converted.expected}, or null`);
  }
}

function assignLookup(property: LookupProperty, guid: string, { decode }: AssignmentScope): Assigned {
  const key = decode(property, guid);
  if (key === undefined) return invalid(property, `${property.target} can have no row with that Guid`);
  return columns(property.from.map((column, index) => ({ column, value: key[index] ?? null, property })));
}

/**
 * A lookup is empty as soon as one of its columns is. Those that make something else as well keep their values: the
 * company of the row itself, a column of another lookup that stays as it is.
 */
function clearLookup(property: LookupProperty, { entitySet, given }: AssignmentScope): Assigned {
  const parts = property.from.filter(({ name }) => !entitySet.declaration.key.includes(name));
  const others = lookupsThatStay(entitySet, given);
  const own = parts.filter((column) => !others.some((other) => isMadeOf(other, column)));
  if (own.length > 0 || parts.length === 0)
    return columns(own.map((column) => ({ column, value: null, property })));
  const inTheWay = others.filter((other) => parts.some((column) => isMadeOf(other, column)));
  const names = inTheWay.map(({ name }) => name).join(', ');
  return invalid(property, `it is made of the same columns as ${names} and can be emptied only with it`);
}

function lookupsThatStay({ properties }: EntitySet, given: readonly GivenValue[]): readonly LookupProperty[] {
  const emptied = new Set(given.flatMap(({ property, value }) => (value === null ? [property.name] : [])));
  return properties.filter((property) => property.kind === 'lookup').filter(({ name }) => !emptied.has(name));
}

function isMadeOf({ from }: LookupProperty, column: ColumnDeclaration): boolean {
  return from.some(({ name }) => name === column.name);
}

function columns(assignments: readonly Assignment[]): Assigned {
  return { kind: 'columns', assignments };
}

function invalid({ name }: { readonly name: string }, problem: string): Assigned {
  return {
    kind: 'fault',
    fault: { code: 'InvalidValue', message: `${name}: ${problem}.`, target: name },
  };
}
