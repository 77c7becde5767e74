/** The shapes in which the simulator knows an entity: its properties, key, navigations and enumerations. */

/** The namespace of every type that F&O publishes. */
export const NAMESPACE = 'Microsoft.Dynamics.DataEntities';

interface EnumerationMember {
  readonly name: string;
  readonly value: number;
}

export interface EnumerationSchema {
  readonly name: string;
  readonly members: readonly EnumerationMember[];
  /** Member name to value: what the database stores and sorts by. */
  readonly valueOf: ReadonlyMap<string, number>;
}

/** `Date` and `UtcDateTime` are both `Edm.DateTimeOffset` outside; a `Date` sits at noon. */
export type ScalarKind =
  'String' | 'Int32' | 'Int64' | 'Decimal' | 'Date' | 'UtcDateTime' | 'Guid' | 'Boolean';

interface AnyProperty {
  readonly name: string;
  readonly isKey: boolean;
  readonly isMandatory: boolean;
  /** Filled by the server: given neither on create nor on change. */
  readonly isReadOnly: boolean;
}

interface ScalarProperty extends AnyProperty {
  readonly kind: ScalarKind;
}

interface EnumProperty extends AnyProperty {
  readonly kind: 'Enum';
  readonly enumeration: EnumerationSchema;
}

export type PropertySchema = ScalarProperty | EnumProperty;

export interface NavigationSchema {
  readonly name: string;
  readonly targetSet: string;
  readonly isCollection: boolean;
  /** Own property to target property. `dataAreaId` always joins as well. */
  readonly on: Readonly<Record<string, string>>;
}

export interface EntitySchema {
  readonly setName: string;
  readonly typeName: string;
  readonly aotName: string;
  readonly label: string;
  readonly keyNames: readonly string[];
  readonly properties: readonly PropertySchema[];
  readonly propertyOf: ReadonlyMap<string, PropertySchema>;
  readonly navigations: readonly NavigationSchema[];
  /** Rows belong to one company each; a global entity ignores `cross-company`. */
  readonly isPerCompany: boolean;
  /** How many `RecVersion,RecId` pairs the etag of a row holds. */
  readonly dataSources: number;
  readonly firstRecordId: number;
}

/** The EDM type name of a property, as CSDL and error texts write it. */
export function edmTypeName(property: PropertySchema): string {
  switch (property.kind) {
    case 'Enum':
      return `${NAMESPACE}.${property.enumeration.name}`;
    case 'Date':
    case 'UtcDateTime':
      return 'Edm.DateTimeOffset';
    case 'String':
    case 'Int32':
    case 'Int64':
    case 'Decimal':
    case 'Guid':
    case 'Boolean':
      return `Edm.${property.kind}`;
  }
}

/** Strings and enumerations are nullable unless they are keys; every other type never is (facts page 1.2). */
export function isNullable(property: PropertySchema): boolean {
  return !property.isKey && (property.kind === 'String' || property.kind === 'Enum');
}
