/** A detached call has its own time, and leaves nothing behind when it ends. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterRequest, detachedCall } from '../../src/gateway/detached-call';
import { DeadlineExceeded } from '../../src/provider-sdk/index';

afterEach(() => {
  jest.useRealTimers();
});

test('ends by its signal when its time is up', async () => {
  const reason = await detachedCall(5, {}, async ({ signal }) => {
    await delay(50, undefined, { signal }).catch(() => undefined);
    return signal.reason as unknown;
  });
  expect(reason).toBeInstanceOf(DeadlineExceeded);
});

test.each([
  ['an end', () => Promise.resolve()],
  ['a failure', () => Promise.reject(new Error('failed'))],
])('leaves no timer behind after %s', async (_what, work) => {
  jest.useFakeTimers();
  await detachedCall(30_000, {}, work).catch(() => undefined);
  expect(jest.getTimerCount()).toBe(0);
});

test('after a request: its deadline and its caller stay, its signal does not', async () => {
  const left = new AbortController();
  const deadline = Date.now() + 1_000;
  left.abort();
  const call = await afterRequest({ signal: left.signal, deadline, caller: 'crm' }, (context) =>
    Promise.resolve(context),
  );
  expect(call.caller).toBe('crm');
  expect(call.signal.aborted).toBe(false);
  expect(Math.abs(call.deadline - deadline)).toBeLessThan(20);
});
