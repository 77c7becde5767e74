/** What a configuration says of a service's entity sets, before the source's declarations are known. */
import type { Collation, WriteCommand } from '../provider-sdk/index';
import type { Profile } from './entity-set';

export interface ServiceDefinition {
  readonly name: string;
  readonly namespace: string;
  readonly profile: Profile;
  readonly collation: Collation;
  readonly entitySets: readonly EntitySetDefinition[];
}

export interface EntitySetDefinition {
  readonly name: string;
  readonly typeName: string;
  readonly description?: string;
  readonly connection: string;
  /** The source's name of the entity. */
  readonly entity: string;
  /** The public name of the key, and the source's key columns that it is made of. */
  readonly key: { readonly name: string; readonly from: readonly string[] };
  /** Public properties in order; absent = every column under its own name. */
  readonly properties?: readonly PropertyDefinition[];
  /** What callers may change; absent = nothing. */
  readonly write?: readonly WriteCommand['kind'][];
  /** Rows are changed only with `If-Match`: nobody overwrites what he has not seen. Default: false. */
  readonly requireIfMatch?: boolean;
}

export type PropertyDefinition =
  | { readonly kind: 'column'; readonly name: string; readonly column: string; readonly description?: string }
  | {
      readonly kind: 'lookup';
      readonly name: string;
      /** The entity set of the same service that it points into. */
      readonly target: string;
      /** Columns of this entity, in the order of the target's key columns. */
      readonly from: readonly string[];
      readonly description?: string;
    };

/** Where a definition and the source's declaration disagree. */
export interface ModelFault {
  readonly entitySet: string;
  readonly property?: string;
  readonly message: string;
}
