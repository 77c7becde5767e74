import { tokenFetcherOf } from '../../../providers/finance-operations/credential';
import { type HttpAnswer, OutcomeUnknown, Unavailable } from '../../../src/provider-sdk/index';
import { ORIGIN, ScriptedHttp } from './scripted-environment';

const credential = {
  kind: 'clientSecret',
  tenantId: 'contoso.com',
  clientId: 'id',
  clientSecret: 'secret',
  authority: 'http://127.0.0.1:9',
} as const;

function fetchToken(answer: () => Promise<Partial<HttpAnswer>>) {
  return tokenFetcherOf(credential, ORIGIN, () => new ScriptedHttp(answer))?.();
}

describe('signing in by hand', () => {
  test('gives a token', async () => {
    const body = { access_token: 'T', expires_in: 3599 };
    expect(await fetchToken(async () => ({ body }))).toMatchObject({ token: 'T' });
  });

  test('leaves no outcome unknown, as it changes nothing: a host that is down is down', async () => {
    const down = new Unavailable('The source answered 503');
    const failed = fetchToken(() => Promise.reject(new OutcomeUnknown('sent', { cause: down })));
    await expect(failed).rejects.toBe(down);
  });
});
