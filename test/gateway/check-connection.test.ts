/** A check ends in time and in a sentence, whatever the provider does. */
import { checkConnection } from '../../src/gateway/check-connection';
import { type Connection, Unavailable } from '../../src/provider-sdk/index';
import { openHandmadeConnection } from '../support/open-test-service';
import { RecordedSource } from '../support/recorded-source';

async function check(work: Connection['check'], signal = new AbortController().signal) {
  const source = new RecordedSource([], () => []);
  const connection = await openHandmadeConnection(Object.assign(source, { check: work }));
  return checkConnection(connection, { signal, deadline: Date.now() + 1_000 });
}

test('of a source that answers', async () => {
  expect(await check(() => Promise.resolve())).toMatchObject({ ok: true });
});

test('of a source that is left alone, which is asked all the same', async () => {
  let asked: boolean | undefined;
  await check((context) => {
    asked = context.isCheck;
    return Promise.resolve();
  });
  expect(asked).toBe(true);
});

test('of a source that fails, without its own words', async () => {
  const result = await check(() => Promise.reject(new Unavailable('canary')));
  expect(result).toMatchObject({ ok: false, message: 'The external system cannot be reached.' });
});

test('of a provider that never ends', async () => {
  const controller = new AbortController();
  const result = check(() => new Promise(() => undefined), controller.signal);
  controller.abort();
  expect(await result).toMatchObject({ ok: false });
});
