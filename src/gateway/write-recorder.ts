/** Takes notes of a change while it is made, for its record. */
import { type ErrorCode, RequestError } from '../errors';
import type { Answer, Incoming } from './incoming';
import type { PreparedWrite } from './prepare-write';
import type { Value, WriteCommand } from '../provider-sdk/index';
import type { WriteRecord } from '../record/write-record';

/** Takes notes of one change while it is made, and gives one record at its end. */
export class WriteRecorder {
  #write: PreparedWrite | undefined;
  #attempts = 0;
  #verified = false;
  readonly #started = performance.now();

  constructor(
    private readonly incoming: Pick<Incoming, 'method' | 'correlationId' | 'caller' | 'notes'>,
    private readonly service: string,
    private readonly keep: (record: WriteRecord) => void,
  ) {}

  prepared(write: PreparedWrite): void {
    this.#write = write;
  }

  sent(): void {
    this.#attempts++;
  }

  verified(): void {
    this.#verified = true;
  }

  made({ status, headers }: Answer): void {
    const made = headers['OData-EntityId']?.slice(-37, -1);
    this.#finish({
      outcome: 'made',
      status,
      ...(made === undefined ? {} : { key: made }),
      ...(headers['ETag'] === undefined ? {} : { versionAfter: headers['ETag'] }),
    });
  }

  failed(error: unknown): void {
    const { status, code } =
      error instanceof RequestError ? error : ({ status: 500, code: 'InternalError' } as const);
    const plan = this.#write?.plan;
    // What failed is told of next; of what was made nobody tells.
    if (plan?.kind === 'write') this.incoming.notes?.gave(valuesOf(plan.command));
    this.#finish({ outcome: outcomeOf(status, code, this.#attempts), status, code });
  }

  #finish(outcome: Pick<WriteRecord, 'outcome' | 'status' | 'code' | 'key' | 'versionAfter'>): void {
    const { method, correlationId = '', caller = '', notes } = this.incoming;
    const record: WriteRecord = {
      correlationId,
      caller,
      service: this.service,
      method,
      ...(this.#write === undefined ? {} : subjectOf(this.#write)),
      ...outcome,
      attempts: this.#attempts,
      verified: this.#verified,
      milliseconds: Math.round(performance.now() - this.#started),
    };
    notes?.written(record);
    this.keep(record);
  }
}

function valuesOf(command: WriteCommand): readonly string[] {
  return givenIn(command).flatMap((value) =>
    typeof value === 'string' || typeof value === 'number' ? [String(value)] : [],
  );
}

function givenIn(command: WriteCommand): readonly Value[] {
  switch (command.kind) {
    case 'insert':
      return Object.values(command.values);
    case 'update':
      return [...command.key, ...Object.values(command.changes)];
    case 'delete':
      return command.key;
  }
}

function subjectOf({
  plan,
  key,
  entitySet,
  kind,
}: PreparedWrite): Pick<WriteRecord, 'entitySet' | 'operation' | 'key' | 'properties' | 'versionBefore'> {
  const version =
    plan.kind === 'write' && plan.versionCheck.by === 'source' ? plan.versionCheck.version : undefined;
  return {
    entitySet: entitySet.name,
    operation: kind,
    properties: plan.kind === 'write' ? plan.properties : [],
    ...(key === undefined ? {} : { key }),
    ...(version === undefined ? {} : { versionBefore: version }),
  };
}

function outcomeOf(status: number, code: ErrorCode, attempts: number): WriteRecord['outcome'] {
  if (code === 'WriteOutcomeUnknown' || (status === 500 && attempts > 0)) return 'unknown';
  return status === 503 || status === 500 ? 'notSent' : 'refused';
}
