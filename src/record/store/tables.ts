/** The tables of the record store as Kysely sees them. */

export interface RecordTables {
  readonly record: RecordRow;
  readonly detail: { readonly id: string; readonly record: string };
  /** Every id of a request, its own and those that came with it. */
  readonly correlation: { readonly value: string; readonly id: string };
}

interface RecordRow {
  readonly id: string;
  readonly at: number;
  readonly milliseconds: number;
  readonly service: string | null;
  readonly entity_set: string | null;
  readonly operation: string;
  readonly status: number;
  /** The first digit of the status. */
  readonly status_class: number;
  readonly code: string | null;
  readonly caller: string | null;
  readonly fingerprint: string | null;
  readonly is_hit: number | null;
  readonly pushed: number | null;
  readonly fetched: number | null;
  readonly returned: number | null;
  readonly upstream_milliseconds: number | null;
  readonly url: string;
}
