/** Asks a service of a gateway that keeps records, and finds those of what it has asked. */
import type { QueryRecord } from '../../../src/record/query-record';
import type { Received, Sending } from './http-client';
import type { SharedGateway } from './start-gateway';

export class RecordedService {
  constructor(
    private readonly gateway: SharedGateway,
    private readonly service: string,
    private readonly key: string,
  ) {}

  ask(target: string, { headers, ...sending }: Sending = {}): Promise<Received> {
    return this.gateway.data.send(`/odata/${this.service}/${target}`, {
      ...sending,
      headers: { 'x-api-key': this.key, ...headers },
    });
  }

  /** The newest first, of any service. */
  async find(filter: Readonly<Record<string, string>>): Promise<readonly QueryRecord[]> {
    const { status, body } = await this.gateway.admin.get(
      `/api/queries?${new URLSearchParams(filter).toString()}`,
    );
    expect(`${status} ${body}`).toMatch(/^200 /);
    return (JSON.parse(body) as { readonly items: readonly QueryRecord[] }).items;
  }

  /** The whole record of the request that was answered so. */
  async recordOf({ headers }: Received): Promise<QueryRecord> {
    const [summary, ...others] = await this.find({ correlationId: String(headers['x-correlation-id']) });
    expect(others).toEqual([]);
    return this.whole(summary);
  }

  /** With what lists do not show. */
  async whole(record: Pick<QueryRecord, 'id'> | undefined): Promise<QueryRecord> {
    const { body } = await this.gateway.admin.get(`/api/queries/${record?.id ?? ''}`);
    return JSON.parse(body) as QueryRecord;
  }
}
