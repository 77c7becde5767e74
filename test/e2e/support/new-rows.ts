/** New rows of the environment for tests to send, and all that a good answer to one says. */
import { PUBLIC_URL } from './demo-configuration';
import type { Received } from './http-client';
import { type Entity, entityIn, type ServiceClient } from './service-client';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const ZEROS = '00000000-0000-0000-0000-000000000000';

let turn = 0;

/** A new group: its key is given by the caller. */
export function group(more: Entity = {}): Entity {
  turn += 1;
  return { Company: 'usmf', CustomerGroupId: `G${turn}`, Description: `Group ${turn}`, ...more };
}

/** A new customer: its number is the source's to give. */
export function customer(more: Entity = {}): Entity {
  return { Company: 'usmf', Name: "O'Brien & Söhne", CustomerGroupId: '30', Currency: 'USD', ...more };
}

/** What a good POST says, all of it. */
export function expectCreated(answer: Received, service: string, set: string, key: string): Entity {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status: 201 });
  const row = entityIn(answer);
  const address = `${PUBLIC_URL}/odata/${service}/${set}(${String(row[key])})`;
  expect(row[key]).toMatch(uuid);
  expect(row['@odata.context']).toBe(`${PUBLIC_URL}/odata/${service}/$metadata#${set}/$entity`);
  expect(answer.headers).toMatchObject({
    location: address,
    'odata-entityid': address,
    'odata-version': '4.0',
    etag: row['@odata.etag'],
  });
  return row;
}

/** Below the service root, as the answer to a POST tells it. */
export function addressOf(answer: Received): string {
  return String(answer.headers.location).replace(/^.*\//, '');
}

interface Made {
  readonly address: string;
  readonly row: Entity;
}

export async function makeGroup(sales: ServiceClient, more: Entity = {}): Promise<Made> {
  const answer = await sales.post('CustomerGroups', group(more));
  return { address: addressOf(answer), row: expectCreated(answer, 'sales', 'CustomerGroups', 'Id') };
}

export async function makeCustomer(sales: ServiceClient, entity: Entity): Promise<Made> {
  const answer = await sales.post('Customers', entity);
  return { address: addressOf(answer), row: expectCreated(answer, 'sales', 'Customers', 'CustomerId') };
}
