/** Who is let in where no keys are configured: whoever calls this machine by its own name, and nobody by another. */
import 'reflect-metadata';
import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AdminGuard } from '../../../src/server/admin/admin.guard';
import { adminLockOf } from '../../../src/server/admin/admin-lock';
import { NEED } from '../../../src/server/admin/needs';

const guard = new AdminGuard(adminLockOf({ kind: 'none' }), new Reflector());

/** A request to a handler that needs this right; undefined: that does not say. */
function requestTo(need: string | undefined, host: string | undefined): ExecutionContext {
  const handler = (): void => undefined;
  if (need !== undefined) Reflect.defineMetadata(NEED, need, handler);
  const request = { headers: host === undefined ? {} : { host } };
  return {
    getHandler: () => handler,
    getClass: () => Object,
    switchToHttp: () => ({ getRequest: () => request }),
  } as unknown as ExecutionContext;
}

test.each(['localhost', 'LOCALHOST:3001', '127.0.0.1:3001', '127.0.0.2', '[::1]:3001', '[::1]', undefined])(
  'as %s it answers',
  (host) => {
    expect(guard.canActivate(requestTo('actions', host))).toBe(true);
    expect(guard.canActivate(requestTo('nothing', host))).toBe(true);
  },
);

test.each([
  'gateway.example',
  'localhost.example:3001',
  '127.0.0.1.example',
  '10.0.0.7:3001',
  '[::2]',
  '[::1].example',
  '',
])('as %j it does not, not even to what is open to everybody', (host) => {
  for (const need of ['queries', 'nothing']) {
    expect(() => guard.canActivate(requestTo(need, host))).toThrow(
      expect.objectContaining({ code: 'InvalidHeader', target: 'Host' }),
    );
  }
});

test('a handler that does not say what it needs answers nobody', () => {
  expect(() => guard.canActivate(requestTo(undefined, 'localhost'))).toThrow(
    expect.objectContaining({ code: 'InternalError' }),
  );
});
