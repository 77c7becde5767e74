/** The tables of the record store as Kysely sees them. */

export interface RecordTables {
  readonly query: QueryRow;
  readonly record: RecordRow;
  /** `rest` is the JSON of those fields that have no column. */
  readonly detail: { readonly id: string; readonly rest: string };
  /** Every id of a request, its own and those that came with it. */
  readonly correlation: { readonly value: string; readonly id: string };
  /** What queries of a fingerprint have in common; the URL is one of theirs. */
  readonly shape: Pick<QueryRow, 'service' | 'method' | 'url' | 'entity_set'> & {
    readonly fingerprint: string;
  };
  readonly tally: TallyRow;
}

/** What was asked, and by whom. */
export interface QueryRow {
  readonly key: number;
  /** Of all that follows: the same in every instance. Absent from what older gateways wrote. */
  readonly digest: string | null;
  readonly service: string | null;
  readonly method: string;
  readonly url: string;
  readonly entity_set: string | null;
  readonly operation: string;
  readonly fingerprint: string | null;
  readonly caller: string | null;
}

export interface RecordRow {
  readonly id: string;
  /** The key of what was asked. */
  readonly query: number;
  readonly at: number;
  readonly milliseconds: number;
  readonly status: number;
  /** The first digit of the status. */
  readonly status_class: number;
  readonly correlation_id: string;
  readonly code: string | null;
  readonly cache: string | null;
  readonly is_hit: number | null;
  readonly pushed: number | null;
  readonly fetched: number | null;
  readonly returned: number | null;
  readonly upstream_milliseconds: number | null;
  /** How many requests it stands for. */
  readonly hits: number;
  /** Present where they are several. */
  readonly slowest: number | null;
  readonly is_lasting: number;
}

/** What the records of a fingerprint add up to from one moment on, for so long. */
export interface TallyRow {
  /** Milliseconds: a minute, an hour, or a day. */
  readonly span: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly fingerprint: string;
  /** Of requests: a record of folded hits counts as often as there were hits. */
  readonly count: number;
  readonly errors: number;
  readonly fetched: number;
  readonly returned: number;
  readonly hits: number;
  /** Milliseconds. */
  readonly upstream: number;
  /** JSON objects with commas between them: of each class of durations, how many requests. */
  readonly durations: string;
}
