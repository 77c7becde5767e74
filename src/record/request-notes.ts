/** Takes notes of one request while it is answered, and makes its record at the end. */
import { correlationsOf } from './correlations';
import { fingerprintOf } from './fingerprint';
import { type Failure, failureNoteOf } from './failure-note';
import { literalsOf } from './literals-of';
import { maskQuoted, maskTarget } from './mask-literals';
import { planNoteOf } from './mask-notes';
import { NotedCalls } from './noted-calls';
import { NotedStages } from './noted-stages';
import type { CacheNote, NotedQuery, Operation, QueryRecord, RowFunnel, Stage } from './query-record';
import { nextRecordId } from './record-id';
import { rounded } from './rounded';
import { type WriteRecord, writeNoteOf } from './write-record';
import type { RequestError } from '../errors';
import type { ReadPlan } from '../plan/read-plan';
import type { HttpObservation } from '../provider-sdk/index';

/** What is known when a request arrives. */
export interface Arrival {
  readonly method: string;
  readonly correlationId: string;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Whether somebody keeps records, or watches: nobody else wants those of the requests within it. */
  readonly isHeard: () => boolean;
}

/** How it ended. */
export interface Ending {
  readonly status: number;
  /** The `Cache-Status` header of the answer. */
  readonly cacheStatus?: string | undefined;
}

/** A request that has not been answered yet, as administrators may see it. */
export interface RunningRequest
  extends
    Pick<QueryRecord, 'correlationId' | 'at' | 'method' | 'url' | 'operation'>,
    Partial<Pick<QueryRecord, 'service' | 'entitySet' | 'caller'>> {
  /** What is being done. */
  readonly stage: Stage;
  /** Calls of sources that have come back. */
  readonly calls: number;
}

/** Of one request until now, for whoever counts: no record is made for it. */
export interface RequestFigures {
  readonly milliseconds: number;
  readonly fetched: number;
  readonly returned: number;
  /** Milliseconds of all its calls. */
  readonly upstream: number;
}

export class RequestNotes {
  readonly #at = Date.now();
  readonly #started = performance.now();
  readonly #calls = new NotedCalls();
  readonly #stages = new NotedStages(this.#started);
  #service: string | undefined;
  #target = '';
  #masked: { readonly isBound: boolean; readonly url: string } | undefined;
  #caller: string | undefined;
  #deadline: number | undefined;
  #operation: Operation = 'other';
  #entitySet: string | undefined;
  #plan: ReadPlan | undefined;
  #rows: RowFunnel | undefined;
  #write: QueryRecord['write'];
  #brief: NotedQuery | undefined;
  #failure: Failure | undefined;
  #given: readonly string[] = [];
  #options = '';
  readonly #parts: QueryRecord[] = [];

  constructor(private readonly arrival: Arrival) {}

  /** The service is there, whoever asks. `target` is without keys. */
  addressed(service: string, target: string): void {
    this.#service = service;
    this.#target = target;
    this.#masked = undefined;
  }

  identified(caller: string, deadline: number): void {
    this.#caller = caller;
    this.#deadline = deadline;
  }

  understood(operation: Operation, entitySet?: string): void {
    this.#operation = operation;
    if (entitySet !== undefined) this.#entitySet = entitySet;
  }

  /** The stage that is under way is over. */
  ended(stage: Stage): void {
    this.#stages.ended(stage);
  }

  planned(plan: ReadPlan): void {
    this.#plan = plan;
  }

  /** Rows of one query that was run for the request; of several, all together. */
  fetched(rows: number): void {
    this.#rows = { fetched: (this.#rows?.fetched ?? 0) + rows, returned: this.#rows?.returned ?? 0 };
  }

  returned(rows: number): void {
    this.#rows = { fetched: this.#rows?.fetched ?? 0, returned: rows };
  }

  called(observation: HttpObservation): void {
    this.#calls.add(observation, performance.now() - this.#started);
  }

  /** Values that a change is made of: no text of its record may hold them, whoever says it. */
  gave(values: readonly string[]): void {
    this.#given = values;
  }

  /** Query options that came in the body; the same goes for their literals. */
  gaveOptions(options: string): void {
    this.#options = options;
  }

  written(write: WriteRecord): void {
    this.#write = writeNoteOf(write);
    this.understood(write.operation ?? this.#operation, write.entitySet);
  }

  /** @param raised class and sentence of the error as the provider threw it */
  failed({ code, message, target }: RequestError, raised: string | undefined): void {
    this.#failure = { code, message, target, raised };
  }

  /**
   * As a record or the log may hold it: a source repeats what it was asked, by the caller or in words of its own, and does
   * not quote it.
   */
  sentence(text: string): string {
    return this.#masking()(text);
  }

  /** Literals are looked for once, however many sentences there are: a filter may have thousands. */
  #masking(): (text: string) => string {
    const asked = `${this.#target}${this.#target.includes('?') ? '&' : '?'}${this.#options}`;
    const literals = [asked, ...this.#calls.failedUrls()].flatMap(literalsOf);
    const values = [...new Set([...this.#given, ...literals])];
    return (text) => maskQuoted(text, values);
  }

  /** The caller went away: what became of the request, no answer told him. */
  abandoned(): void {
    this.#failure ??= { code: 'CallerLeft', message: 'The caller went away before the answer.' };
  }

  /** Notes for a request within this one, which is a batch: what identifies the batch identifies it, too. */
  part(method: string, target: string): RequestNotes {
    const part = new RequestNotes({ ...this.arrival, method });
    part.#service = this.#service;
    part.#target = target;
    part.#caller = this.#caller;
    part.#deadline = this.#deadline;
    return part;
  }

  /** Its rows are rows of the batch, too. */
  partEnded(part: RequestNotes, ending: Ending): void {
    const rows = part.#rows;
    if (rows !== undefined) {
      this.fetched(rows.fetched);
      this.returned((this.#rows?.returned ?? 0) + rows.returned);
    }
    if (this.arrival.isHeard()) this.#parts.push(part.finish(ending));
  }

  serverTiming(): string {
    return this.#stages.serverTiming();
  }

  /** What an answer from memory to the same URL has in common with this one: asked for when all of it is known. */
  brief(): NotedQuery | undefined {
    this.#brief ??= this.#makeBrief();
    return this.#brief;
  }

  #makeBrief(): NotedQuery | undefined {
    if (this.#service === undefined) return undefined;
    const url = this.#maskedUrl();
    return {
      service: this.#service,
      url,
      fingerprint: fingerprintOf(this.#service, this.arrival.method, url),
      operation: this.#operation,
      ...(this.#entitySet === undefined ? {} : { entitySet: this.#entitySet }),
    };
  }

  /** Masked anew only when more is known: whoever watches asks every second. */
  #maskedUrl(): string {
    const isBound = this.#entitySet !== undefined;
    const known = this.#masked;
    if (known?.isBound === isBound) return known.url;
    const url = maskTarget(this.#target, isBound);
    this.#masked = { isBound, url };
    return url;
  }

  running(): RunningRequest {
    const { method, correlationId } = this.arrival;
    return {
      correlationId,
      at: this.#at,
      method,
      url: this.#maskedUrl(),
      operation: this.#operation,
      ...present({ service: this.#service, entitySet: this.#entitySet, caller: this.#caller }),
      stage: this.#stages.current(method),
      calls: this.#calls.count,
    };
  }

  figures(): RequestFigures {
    return {
      milliseconds: performance.now() - this.#started,
      fetched: this.#rows?.fetched ?? 0,
      returned: this.#rows?.returned ?? 0,
      upstream: this.#calls.milliseconds,
    };
  }

  /** Its record, behind those of the requests within it. */
  finishAll(ending: Ending): readonly [...QueryRecord[], QueryRecord] {
    const record = this.finish(ending);
    return [...this.#parts.map((part) => ({ ...part, batch: record.id })), record];
  }

  finish({ status, cacheStatus }: Ending): QueryRecord {
    const { method, correlationId, headers } = this.arrival;
    const write = this.#write;
    return {
      id: nextRecordId(),
      at: this.#at,
      milliseconds: rounded(performance.now() - this.#started),
      correlationId,
      method,
      ...(this.brief() ?? { url: '', operation: this.#operation }),
      status,
      ...present({
        caller: this.#caller,
        deadline: this.#deadline,
        correlations: correlationsOf(headers),
        cache: cacheStatus === undefined ? undefined : cacheNoteOf(cacheStatus),
        plan: this.#plan === undefined ? undefined : planNoteOf(this.#plan),
        rows: this.#rows,
        write,
        ...this.#calls.noted(),
        stages: this.#stages.noted(),
      }),
      ...(this.#failure === undefined ? {} : failureNoteOf(this.#failure, this.#masking())),
    };
  }
}

/** `vtg;hit;ttl=42` is `hit;ttl=42`, a hit. */
export function cacheNoteOf(cacheStatus: string): CacheNote {
  const status = cacheStatus.slice(cacheStatus.indexOf(';') + 1);
  return { status, isHit: status.startsWith('hit') };
}

type Present<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields that there are: the record says nothing of others. */
function present<Fields extends object>(fields: Fields): Present<Fields> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Present<Fields>;
}
