/** A service's entity sets as callers may see them: names, exposed types, keys and lookups over the columns of a source. */
import type {
  Collation,
  ColumnDeclaration,
  ColumnType,
  EntityDeclaration,
  WriteCommand,
} from '../provider-sdk/index';
import type { KeyCodec } from './key-codec';

/**
 * Which types a service exposes. `dataverse`: only those that Dataverse maps (dataverse-client 1.2), everything else
 * narrowed or left out. `standard`: the types of OData as they are, for other clients.
 */
export type Profile = 'dataverse' | 'standard';

/** One service root. */
export interface ServiceModel {
  readonly name: string;
  /** The schema namespace of `$metadata`. */
  readonly namespace: string;
  readonly profile: Profile;
  readonly collation: Collation;
  readonly entitySets: ReadonlyMap<string, EntitySet>;
}

export interface EntitySet {
  readonly name: string;
  /** The entity type's unqualified name. */
  readonly typeName: string;
  readonly description?: string;
  /** The connection that holds the rows, by its name in the configuration. */
  readonly connection: string;
  readonly declaration: EntityDeclaration;
  /** What the declaration lists, by name: there may be hundreds, and every plan looks some up. */
  readonly columns: ReadonlyMap<string, ColumnDeclaration>;
  readonly key: KeyProperty;
  /** What the configuration lets callers change; the source must be able to do it, too. */
  readonly write: readonly WriteCommand['kind'][];
  /** Rows are changed only with `If-Match`. */
  readonly requireIfMatch: boolean;
  /** All properties in metadata order, key first. */
  readonly properties: readonly Property[];
  readonly propertiesByName: ReadonlyMap<string, Property>;
}

/** A structural property. Its `type` is the exposed one; its values have the form that ColumnType gives for that. */
export type Property = ColumnProperty | KeyProperty | LookupProperty;

/** One column, its type narrowed if need be. */
export interface ColumnProperty {
  readonly kind: 'column';
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly description?: string;
  readonly column: ColumnDeclaration;
  readonly conversion: Conversion;
}

/**
 * How a column's value becomes the exposed one. `same`: as it is (integers and floats widen without a change of value).
 * `optionValue`: an enum member's name becomes its number. `midnight`: a Date becomes that day's first instant in UTC.
 */
export type Conversion = 'same' | 'optionValue' | 'midnight';

/** The key: a Guid made of the source's own key. */
export interface KeyProperty {
  readonly kind: 'key';
  readonly name: string;
  readonly type: 'Guid';
  readonly nullable: false;
  readonly description?: string;
  readonly from: readonly ColumnDeclaration[];
  readonly codec: KeyCodec;
  /** The connection that holds the row. */
  readonly connection: string;
}

/** The Guid of a row in another entity set of the service, made of columns that hold that row's natural key. */
export interface LookupProperty {
  readonly kind: 'lookup';
  readonly name: string;
  readonly type: 'Guid';
  readonly nullable: true;
  readonly description?: string;
  readonly from: readonly ColumnDeclaration[];
  /** The entity set that it points into. */
  readonly target: string;
  readonly codec: KeyCodec;
  /** The connection that holds the row it points to. */
  readonly connection: string;
}
