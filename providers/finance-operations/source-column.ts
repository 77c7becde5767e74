/** An entity's columns as F&O stores them: more kinds than OData shows, since a date and a time look the same there. */
import type { EnumMember } from '../../src/provider-sdk/index';

/**
 * How a column is stored and written. `text`: '' stands for null. `noYes`: an enum that means a Boolean. `day`: a date
 * kept at noon. `day` and `instant`: 1900-01-01 stands for null (facts page, traps 5 and 6).
 */
export type ColumnKind =
  'text' | 'noYes' | 'boolean' | 'enum' | 'day' | 'instant' | 'int32' | 'int64' | 'decimal' | 'guid';

export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly isKey: boolean;
  /** Of an enum. */
  readonly enumName?: string;
  readonly members?: readonly EnumMember[];
  readonly insertable: boolean;
  readonly updatable: boolean;
}

/** What `/metadata` says of one entity set. This is what the disk cache holds. */
export interface SourceEntity {
  readonly name: string;
  readonly typeName: string;
  readonly columns: readonly SourceColumn[];
}

/** Before this instant a date is empty. */
export const FIRST_INSTANT = '1900-01-02T00:00:00Z';

/** The namespace of every enum, as literals write it. */
export const NAMESPACE = 'Microsoft.Dynamics.DataEntities';
