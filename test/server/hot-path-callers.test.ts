/** The short way to stored answers, for rows that depend on who asks: each caller gets its own, in the very same words. */
import 'reflect-metadata';
import type { Provider } from '../../src/provider-sdk/index';
import { shareGateway } from '../e2e/support/start-gateway';
import { CallerSource } from '../support/cached/caller-source';

class NoSettings {}

const source = new CallerSource();
const byCaller: Provider = {
  name: 'by-caller',
  configuration: NoSettings,
  open: () => Promise.resolve(source),
};

/** Each service has two callers, of the same ids in both. */
const configuration = `
connections:
  rows: { provider: by-caller }
services:
${['sales', 'other']
  .map(
    (name) => `
  ${name}:
    auth:
      keys:
        - { id: a, secret: the-long-key-of-a-in-${name}, header: x-api-key, query: code }
        - { id: b, secret: the-long-key-of-b-in-${name}, header: x-api-key }
    entitySets:
      Items:
        connection: rows
        entity: Items
        key: { name: ItemId, from: [Number] }
        cache: { ttl: 1h }`,
  )
  .join('\n')}
`;

describe('a URL that two callers ask for', () => {
  const gateway = shareGateway(configuration, [byCaller]);

  async function seenBy(service: string, caller: string, target: string): Promise<readonly string[]> {
    const { body } = await gateway.data.get(`/odata/${service}/${target}`, {
      'x-api-key': `the-long-key-of-${caller}-in-${service}`,
    });
    return [...new Set([...body.matchAll(/"Name":"([^"]*)"/g)].map(([, name = '']) => name))];
  }

  test('has the rows of each, also from memory', async () => {
    for (let round = 0; round < 3; round++) {
      for (const service of ['sales', 'other'])
        for (const caller of ['a', 'b'])
          expect(await seenBy(service, caller, 'Items?$top=5')).toEqual([`${service}/${caller}`]);
    }
    expect(source.asked).toHaveLength(4);
  });

  test('has them whichever way the key comes, and none without a key', async () => {
    const target = '/odata/sales/Items?$top=5';
    const { body } = await gateway.data.get(`${target}&code=the-long-key-of-a-in-sales`);
    expect(body).toContain('"Name":"sales/a"');
    expect((await gateway.data.get(target)).status).toBe(401);
    expect(source.asked.join()).not.toContain('the-long-key');
  });
});
