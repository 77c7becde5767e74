/** One file for whoever is asked for help: the record and what it ran on. All of it is redacted where it comes from. */
import type { QueryRecord } from '../../../src/record/query-record';

/** @param gateway what the admin API says of the service, the connections, the process */
export function supportBundle(record: QueryRecord, gateway: SupportContext, made: Date): string {
  const used = new Set(record.calls?.map(({ connection }) => connection));
  const connections = gateway.connections.filter(({ name }) => used.has(name));
  return JSON.stringify(
    { kind: 'vtg-support-bundle', made: made.toISOString(), record, ...gateway, connections },
    undefined,
    2,
  );
}

export interface SupportContext {
  readonly service: object | undefined;
  readonly connections: readonly { readonly name: string }[];
  /** `GET /health`. */
  readonly health: object;
  readonly browser: string;
}
