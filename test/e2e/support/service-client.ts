/** Speaks OData JSON with one service of a gateway: entities go out, answers come back as they are. */
import type { HttpClient, Received, Sending } from './http-client';

export type Entity = Readonly<Record<string, unknown>>;

type Headers = NonNullable<Sending['headers']>;

export class ServiceClient {
  constructor(
    readonly http: HttpClient,
    readonly service: string,
  ) {}

  get(target: string, headers: Headers = {}): Promise<Received> {
    return this.send('GET', target, undefined, headers);
  }

  post(set: string, entity: Entity | string, headers: Headers = {}): Promise<Received> {
    return this.send('POST', set, entity, headers);
  }

  patch(address: string, entity: Entity | string, headers: Headers = {}): Promise<Received> {
    return this.send('PATCH', address, entity, headers);
  }

  put(address: string, entity: Entity | string, headers: Headers = {}): Promise<Received> {
    return this.send('PUT', address, entity, headers);
  }

  delete(address: string, headers: Headers = {}): Promise<Received> {
    return this.send('DELETE', address, undefined, headers);
  }

  send(
    method: string,
    target: string,
    entity: Entity | string | undefined,
    headers: Headers,
  ): Promise<Received> {
    const path = `/odata/${this.service}/${target.replaceAll(' ', '%20')}`;
    if (entity === undefined) return this.http.send(path, { method, headers });
    const body = typeof entity === 'string' ? entity : JSON.stringify(entity);
    return this.http.send(path, {
      method,
      body,
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  }

  /** The row of a key read, which must be there. */
  async read(address: string): Promise<Entity> {
    const answer = await this.get(address);
    if (answer.status === 200) return entityIn(answer);
    throw new Error(`GET ${address}: ${answer.status} ${answer.body}`);
  }

  /** The rows of a list. */
  async list(target: string): Promise<readonly Entity[]> {
    const { value } = entityIn(await this.get(target));
    return value as readonly Entity[];
  }
}

export function entityIn({ body }: Received): Entity {
  return JSON.parse(body) as Entity;
}
