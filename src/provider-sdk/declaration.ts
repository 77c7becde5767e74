/** What a connection says of its entities: columns, keys and abilities, given or discovered. */
import type { ColumnFilter, EntityCapabilities } from './capabilities';
import type { Collation } from './expression';
import type { ColumnType } from './value';

/** One entity of a source, something like a table. Names are the source's own; a service gives them public ones. */
export interface EntityDeclaration {
  readonly name: string;
  readonly columns: readonly ColumnDeclaration[];
  /** The columns that together identify a row, in the order of {@link Key}. At least one; all are `nullable: false`. */
  readonly key: readonly string[];
  readonly capabilities: EntityCapabilities;
  /** The column of a row that holds the source's concurrency token (ETag, row version), if it has one. */
  readonly concurrencyToken?: string;
  /**
   * The token has the form of an ETag, `W/"…"` with its quotes: callers see it as it is. Default: false, then the gateway
   * makes an ETag of it. Providers get it back in their own form either way.
   */
  readonly concurrencyTokenIsETag?: boolean;
  /**
   * Who asks decides which rows there are or what is in them, as {@link CallContext.caller} tells. What the gateway keeps
   * is then kept for each caller apart. Default: false, all callers share, and the connection is not told who asks.
   */
  readonly dependsOnCaller?: boolean;
  /** How this source compares text; `any` = as {@link RemoteQuery.collation} says. Default: `ordinal`. */
  readonly collation?: Collation | 'any';
  /** One sentence for the people who read the metadata. */
  readonly description?: string;
}

export interface ColumnDeclaration {
  readonly name: string;
  readonly type: ColumnType;
  /** Default: true. */
  readonly nullable?: boolean;
  /** Of text: the longest value, in characters. */
  readonly maxLength?: number;
  /** Of Decimal: all digits, and those after the point. Of DateTimeOffset and TimeOfDay: `scale` is the fractional digits. */
  readonly precision?: number;
  readonly scale?: number;
  /** Of Enum: its members. Required there. */
  readonly members?: readonly EnumMember[];
  /** Of Enum: a name for the type, shared by columns with the same members. Required there. */
  readonly enumName?: string;
  /** Of Enum: a value may be several members at once. */
  readonly flags?: boolean;
  /** The comparisons with constants that the source takes on this column. */
  readonly filter?: ColumnFilter;
  /**
   * The source can order by this column, in the order of its values (text: by the declared collation); or only from the
   * smallest, or only from the largest.
   */
  readonly sort?: boolean | 'ascending' | 'descending';
  readonly description?: string;
  /** May be given on insert, may be changed on update. Default: false. */
  readonly insertable?: boolean;
  readonly updatable?: boolean;
}

export interface EnumMember {
  readonly name: string;
  /** The number behind the name; public option values are made of it, so it must not change. */
  readonly value: number;
  readonly label?: string;
}
