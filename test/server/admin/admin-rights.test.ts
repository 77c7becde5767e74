/** Rights of administrators: each address needs one, and a key without it is told which. */
import 'reflect-metadata';
import { PATH_METADATA } from '@nestjs/common/constants';
import { readError } from '../../e2e/support/expect-error';
import { shareGateway } from '../../e2e/support/start-gateway';
import type { AuditEntry, Items } from '../../../src/server/admin/answers';
import { adminControllers } from '../../../src/server/admin/admin.module';
import { NEED } from '../../../src/server/admin/needs';
import { rights } from '../../../src/server/admin/rights';

test('every handler says which right it needs', () => {
  const mute = adminControllers.flatMap((controller) => {
    const prototype: object = controller.prototype;
    return Object.getOwnPropertyNames(prototype)
      .filter((name) => name !== 'constructor')
      .map((name): [string, object] => [`${controller.name}.${name}`, Reflect.get(prototype, name) as object])
      .filter(([, handler]) => Reflect.hasMetadata(PATH_METADATA, handler))
      .filter(([, handler]) => !Reflect.hasMetadata(NEED, handler) && !Reflect.hasMetadata(NEED, controller))
      .map(([name]) => name);
  });
  expect(mute).toEqual([]);
});

const secretOf = (right: string): string => `canary-of-the-key-for-${right}`;
const keys = rights.map(
  (right) => `{ id: ${right}, secret: ${secretOf(right)}, header: x-admin-key, rights: [${right}] }`,
);

const configuration = `
admin: { auth: { keys: [${keys.join(', ')}, { id: chief, secret: ${secretOf('all')}, header: x-admin-key }] } }
connections: {}
services: {}
`;

describe('with keys', () => {
  const gateway = shareGateway(configuration);

  const shown = async (path: string, headers?: Record<string, string>): Promise<unknown> =>
    JSON.parse((await gateway.admin.get(path, headers)).body);
  const withKeyOf = (right: string): Record<string, string> => ({ 'x-admin-key': secretOf(right) });

  test.each([
    ['/health', 'aggregates'],
    ['/metrics', 'aggregates'],
    ['/api/overview', 'aggregates'],
    ['/api/services', 'aggregates'],
    ['/api/connections', 'aggregates'],
    ['/api/cache', 'aggregates'],
    ['/api/settings', 'aggregates'],
    ['/api/fingerprints', 'aggregates'],
    ['/api/queries', 'queries'],
    ['/api/queries/none', 'queries'],
    ['/api/queries/live?status=none', 'queries'],
    ['/api/explain', 'queries'],
    ['/api/writes', 'queries'],
    ['/api/queries/export?format=csv', 'queries'],
    ['/api/audit', 'queries'],
    ['POST /api/cache/purge', 'actions'],
    ['POST /api/connections/none/breaker', 'actions'],
  ])('%s needs the right %s', async (address, needed) => {
    const [path = '', method = 'GET'] = address.split(' ').toReversed();
    for (const right of [...rights, 'all']) {
      const answer = await gateway.admin.send(path, { method, headers: withKeyOf(right) });
      if (right === needed || right === 'all') expect([401, 403]).not.toContain(answer.status);
      else
        expect([answer.status, readError(answer.body)]).toMatchObject([
          403,
          { code: 'Forbidden', target: needed },
        ]);
    }
    expect((await gateway.admin.send(path, { method })).status).toBe(401);
  });

  test.each([
    ['DELETE', '/api/queries', 'GET, HEAD'],
    ['DELETE', '/api/queries/1', 'GET, HEAD'],
    ['GET', '/api/captures/1', 'DELETE'],
    ['PUT', '/api/connections/tables/check', 'POST'],
    ['PATCH', '/metrics?a=b', 'GET, HEAD'],
    ['POST', '/api/none', undefined],
    ['GET', '/api/none', undefined],
    ['GET', `/api/queries/${'1'.repeat(300)}`, undefined],
    ['POST', '/api/queries/', undefined],
  ])('%s %s is answered with what the address takes: %s', async (method, path, allow) => {
    const { status, headers, body } = await gateway.admin.send(path, { method, headers: withKeyOf('all') });
    const [expected, code] = allow === undefined ? [404, 'UnknownResource'] : [405, 'MethodNotAllowed'];
    expect([status, headers.allow, readError(body)?.code]).toEqual([expected, allow, code]);
  });

  test('the head of the live queries ends at once', async () => {
    const { status, headers } = await gateway.admin.send('/api/queries/live', {
      method: 'HEAD',
      headers: withKeyOf('all'),
    });
    expect([status, headers['content-type']]).toEqual([200, 'text/event-stream']);
    expect(gateway.gateway.live.isWatched).toBe(false);
  });

  test('whoever has a key learns what it is good for, and everybody in which header it is expected', async () => {
    expect(await shown('/api/session', withKeyOf('queries'))).toEqual({
      id: 'queries',
      rights: ['queries'],
    });
    expect(await shown('/api/session', withKeyOf('all'))).toEqual({ id: 'chief', rights });
    expect((await gateway.admin.get('/api/session')).status).toBe(401);
    expect(await shown('/api/sign-in')).toEqual({ header: 'x-admin-key' });
    expect((await gateway.admin.get('/api/openapi.json')).status).toBe(401);
    expect(await shown('/api/openapi.json', withKeyOf('aggregates'))).toMatchObject({
      components: {
        securitySchemes: { 'x-admin-key': { type: 'apiKey', in: 'header', name: 'x-admin-key' } },
      },
    });
  });

  test('what is done and what is refused is in the audit, and what is looked at is not', async () => {
    const purge = (right: string, body: string) =>
      gateway.admin.send('/api/cache/purge', {
        method: 'POST',
        headers: { ...withKeyOf(right), 'content-type': 'application/json' },
        body,
      });
    await purge('actions', '{"tag":"list:of/this"}');
    await purge('actions', '{"service":"none","entitySet":"Things"}');
    await purge('queries', '{"all":true}');
    await gateway.admin.get('/api/session', withKeyOf('all'));
    await gateway.admin.get(`/api/queries/1?code=${secretOf('all')}`, { 'x-admin-key': 'wrong' });
    const newest = (await shown('/api/audit?limit=4', withKeyOf('queries'))) as Items<AuditEntry>;
    expect(newest.items).toMatchObject([
      { action: 'GET /api/queries/:id', administrator: '', detail: { id: '1' }, status: 401 },
      { action: 'POST /api/cache/purge', administrator: 'queries', detail: {}, status: 403 },
      {
        action: 'purge',
        administrator: 'actions',
        detail: { service: 'none', entitySet: 'Things' },
        status: 404,
      },
      {
        action: 'purge',
        administrator: 'actions',
        from: '127.0.0.1',
        detail: { tag: 'list:of/this' },
        status: 200,
      },
    ]);
    expect(JSON.stringify(newest)).not.toContain('canary');
    const older = (await shown(
      `/api/audit?before=${newest.next ?? ''}`,
      withKeyOf('queries'),
    )) as Items<AuditEntry>;
    expect(Number(older.items[0]?.id)).toBe(Number(newest.next) - 1);
    const faulty = await gateway.admin.get('/api/audit?before=x', withKeyOf('queries'));
    expect([faulty.status, readError(faulty.body)?.target]).toEqual([400, 'before']);
  });
});
