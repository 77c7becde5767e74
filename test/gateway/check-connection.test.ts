/** A check ends in time and in a sentence, whatever the provider does. */
import { checkConnection } from '../../src/gateway/check-connection';
import { Unavailable } from '../../src/provider-sdk/index';
import { openHandmadeConnection } from '../support/open-test-service';
import { RecordedSource } from '../support/recorded-source';

async function check(work: () => Promise<void>, signal = new AbortController().signal) {
  const source = new RecordedSource([], () => []);
  source.check = work;
  return checkConnection(await openHandmadeConnection(source), { signal, deadline: Date.now() + 1_000 });
}

test('of a source that answers', async () => {
  expect(await check(() => Promise.resolve())).toMatchObject({ ok: true });
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
