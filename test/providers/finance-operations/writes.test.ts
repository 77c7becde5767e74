/** What is sent for a change, and what becomes of each answer. */
import { DataService } from '../../../providers/finance-operations/data-service';
import { TokenCache } from '../../../providers/finance-operations/token-cache';
import * as sdk from '../../../src/provider-sdk/index';
import type { HttpRequest, Key, Row, WriteCommand } from '../../../src/provider-sdk/index';
import { callContext, connect, customer, ORIGIN, ScriptedHttp, type Script } from './scripted-environment';

const ETAG = 'W/"JzEsNjg3MTk0ODI4MzMn"';

const insert = (values: Row): WriteCommand => ({ kind: 'insert', entity: 'CustomersV3', values });
const update = (changes: Row, version?: string, key: Key = ['usmf', 'US-001']): WriteCommand => ({
  kind: 'update',
  entity: 'CustomersV3',
  key,
  changes,
  ...(version === undefined ? {} : { version }),
});
const remove = (version?: string, key: Key = ['usmf', 'US-001']): WriteCommand => ({
  kind: 'delete',
  entity: 'CustomersV3',
  key,
  ...(version === undefined ? {} : { version }),
});

async function write(command: WriteCommand, script: Script, options: { maxUrlLength?: number } = {}) {
  const { connection, http } = await connect(script, options);
  const call = connection.write(command, callContext());
  const [outcome] = await Promise.allSettled([call]);
  return {
    result: outcome?.status === 'fulfilled' ? outcome.value : undefined,
    fault: outcome?.status === 'rejected' ? (outcome.reason as unknown) : undefined,
    requests: http.requests,
  };
}

const done: Script = (_path, { method }) =>
  method === 'POST' ? { status: 201, body: customer('NEW-1') } : { status: 204 };

describe('what is sent', () => {
  test('for a new row: what was given, with the company, and no more', async () => {
    const { requests, result } = await write(
      insert({ dataAreaId: 'usmf', CreditLimit: 1, OnHoldStatus: 'All' }),
      done,
    );
    expect(requests).toEqual([
      {
        method: 'POST',
        path: '/data/CustomersV3?cross-company=true',
        headers: {
          accept: 'application/json;odata.metadata=minimal',
          'content-type': 'application/json;odata.metadata=minimal',
          'odata-version': '4.0',
          'odata-maxversion': '4.0',
          prefer: 'return=representation',
        },
        body: '{"dataAreaId":"usmf","CreditLimit":1,"OnHoldStatus":"All"}',
        exactNumbers: true,
      },
    ]);
    expect(result).toEqual({ key: ['usmf', 'NEW-1'] });
  });

  test('for a change', async () => {
    const { requests, result } = await write(update({ CredManCustomerSince: null }, ETAG), done);
    expect(requests).toMatchObject([
      {
        method: 'PATCH',
        path: "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')?cross-company=true",
        body: '{"CredManCustomerSince":"1900-01-01T12:00:00Z"}',
        headers: { 'if-match': ETAG },
      },
    ]);
    expect(result).toEqual({ key: ['usmf', 'US-001'] });
  });

  test('for a deletion', async () => {
    const { requests, result } = await write(remove(), done);
    expect(requests).toMatchObject([
      {
        method: 'DELETE',
        path: "/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')?cross-company=true",
      },
    ]);
    expect(requests[0]).not.toHaveProperty('body');
    expect(requests[0]?.headers).not.toHaveProperty('if-match');
    expect(result).toEqual({ key: ['usmf', 'US-001'] });
  });

  test.each([
    ["O'Brien", "'O''Brien'"],
    ['a b_c~d.-', "'a%20b_c~d.-'"],
    ['Müller(1),2;3=4!@$', "'M%C3%BCller(1)%2C2%3B3%3D4!%40%24'"],
    ['', "''"],
  ])('with the key %j in the path', async (account, expected) => {
    const { requests } = await write(remove(undefined, ['usmf', account]), done);
    expect(requests[0]?.path).toBe(
      `/data/CustomersV3(dataAreaId='usmf',CustomerAccount=${expected})?cross-company=true`,
    );
  });

  test.each([
    ['a/b', "'a%252Fb'", "'a%2Fb'"],
    ['a\\b', "'a%255Cb'", "'a%5Cb'"],
    ['100%', "'100%2525'", "'100%25'"],
    ['EOM+15', "'EOM%252B15'", "'EOM%2B15'"],
    ['2%10 Net30', "'2%252510%20Net30'", "'2%2510%20Net30'"],
    ['a&b', "'a%2526b'", "'a%26b'"],
    ['a*', "'a%252A'", "'a*'"],
    ['a?', "'a%253F'", "'a%3F'"],
    ['a#b', "'a%2523b'", "'a%23b'"],
    ['a:b', "'a%253Ab'", "'a:b'"],
    ['<a>', "'%253Ca%253E'", "'%3Ca%3E'"],
    [`a"b'`, "'a%2522b'''", "'a%22b'''"],
  ])(
    'with the key %j encoded twice in a URL, and once in a batch; pinned to its version',
    async (account, inUrl, inBatch) => {
      const key: Key = ['usmf', account];
      const etag = String(customer('')['@odata.etag']);
      const reads: Script = (path, request) =>
        request.method === undefined ? { body: { value: [customer(account)] } } : done(path, request);
      const { requests, result } = await write(update({ CreditLimit: 1 }, undefined, key), reads);
      expect(result).toEqual({ key });
      expect(requests.map(({ path }) => path)).toEqual([
        expect.stringContaining('/data/CustomersV3?cross-company=true&$filter='),
        `/data/CustomersV3(dataAreaId='usmf',CustomerAccount=${inUrl})?cross-company=true`,
      ]);
      expect(requests[1]?.headers).toMatchObject({ 'if-match': etag });

      const together = await connect(reads);
      await together.connection
        .writeTogether([remove(undefined, key), insert({ CreditLimit: 1 })], callContext())
        .catch(() => undefined);
      const [, { body } = { body: undefined }] = together.http.requests;
      expect(body).toContain(
        `DELETE ${ORIGIN}/data/CustomersV3(dataAreaId='usmf',CustomerAccount=${inBatch})?cross-company=true`,
      );
      expect(body).toContain(`if-match: ${etag}`);
    },
  );

  test('to the row itself, if the caller has named its version', async () => {
    const { requests } = await write(remove(ETAG, ['usmf', 'a/b']), done);
    expect(requests).toMatchObject([{ method: 'DELETE', headers: { 'if-match': ETAG } }]);
  });

  describe('to a row whose key may be decoded in other ways', () => {
    const key: Key = ['usmf', 'a+b'];
    const change = update({ CreditLimit: 1 }, undefined, key);

    /** Finds the row by filter, and answers the change itself as these say, one after the other. */
    function answering(...answers: Awaited<ReturnType<Script>>[]): Script {
      return (_, { method }) =>
        method === undefined ? { body: { value: [customer('a+b')] } } : (answers.shift() ?? { status: 500 });
    }

    test('nothing, if there is no such row', async () => {
      const { fault, requests } = await write(change, () => ({ body: { value: [customer('a b')] } }));
      expect(fault).toBeInstanceOf(sdk.NotFound);
      expect(requests).toHaveLength(1);
    });

    test('again with its new version, if it was changed meanwhile', async () => {
      const { result, requests } = await write(change, answering({ status: 412 }, { status: 204 }));
      expect(result).toEqual({ key });
      expect(requests).toHaveLength(4);
      const refusals = Array.from({ length: 3 }, () => ({ status: 412 }));
      const hopeless = await write(change, answering(...refusals, { status: 204 }));
      expect(hopeless.fault).toBeInstanceOf(sdk.VersionMismatch);
    });

    test('through a batch, if its address finds nothing', async () => {
      const part = ['Content-Type: application/http', '', 'HTTP/1.1 204 No Content', '', ''].join('\r\n');
      const inner = `--c\r\n${part}\r\n--c--\r\n`;
      const batch = {
        headers: { 'content-type': 'multipart/mixed; boundary=b' },
        body: `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n${inner}--b--\r\n`,
      };
      const { result, requests } = await write(change, answering({ status: 404 }, batch));
      expect(result).toEqual({ key });
      expect(requests.map(({ method }) => method)).toEqual([undefined, 'PATCH', 'POST']);
      expect(requests[2]?.body).toContain(`if-match: ${String(customer('')['@odata.etag'])}`);
    });

    test('never, without a version to pin it to', async () => {
      const { fault, requests } = await write(change, () => ({
        body: { value: [customer('a+b', { '@odata.etag': undefined })] },
      }));
      expect(fault).toBeInstanceOf(sdk.UpstreamContract);
      expect(requests).toHaveLength(1);
    });
  });

  test.each(['a\tb', 'a\u007fb', '\ud800'])(
    'never, where no address can carry the key %j',
    async (account) => {
      for (const command of [
        update({ CreditLimit: 1 }, undefined, ['usmf', account]),
        remove(undefined, ['usmf', account]),
      ]) {
        const { fault, requests } = await write(command, done);
        expect(fault).toBeInstanceOf(sdk.InvalidValue);
        expect(fault).toMatchObject({
          column: 'CustomerAccount',
          safeText: expect.stringContaining('control characters'),
        });
        expect(requests).toEqual([]);
      }
    },
  );

  test('in a batch of its own, where a path would be too long', async () => {
    const { requests } = await write(remove(undefined, ['usmf', 'ü'.repeat(60)]), done);
    expect(requests).toMatchObject([{ method: 'POST', path: '/data/$batch?cross-company=true' }]);
    expect(requests[0]?.body).toContain(`CustomerAccount='${'%C3%BC'.repeat(60)}'`);
  });

  test.each(['', 'W/"a"\r\nx-evil: 1', '"é"', 'a', '*'])('never, with the version %j', async (version) => {
    const { fault, requests } = await write(remove(version), done);
    expect(fault).toBeInstanceOf(sdk.VersionMismatch);
    expect(requests).toEqual([]);
  });

  test('never, with a value that F&O cannot keep', async () => {
    const { fault, requests } = await write(update({ CreditLimit: null }), done);
    expect(fault).toMatchObject({ name: 'InvalidValue', column: 'CreditLimit' });
    expect(requests).toEqual([]);
  });
});

const failure = (items: string): unknown => ({
  error: {
    code: '',
    message: 'An error has occurred.',
    innererror: {
      message: `Write failed for table row of type 'CustCustomerV3Entity'. Infolog: ${items}`,
      stacktrace: '   at Secret.Place()',
    },
  },
});

const foreignKey =
  "Warning: The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.; Warning: validateField failed on field 'CustCustomerV3Entity.CustomerGroupId'.";
const duplicate =
  'Info: Cannot create a record in Customer groups (CustGroup). Customer group: Batch2, Batch 2 Test group T1.\nThe record already exists..';
const mandatory =
  "Warning: Field 'Customer group' must be filled in.; Warning: validateWrite failed on data source 'CustTable (CustTable)'.";
const restricted = 'Error: The customer cannot be deleted while dependent Sales orders exist..';
const conflict =
  'Error: Cannot edit a record in Customers (CustTable).\nAn update conflict occurred due to another user process deleting the record or changing one or more fields in the record..';

describe('what becomes of an answer', () => {
  test.each<[string, unknown, object]>([
    [
      foreignKey,
      sdk.InvalidValue,
      {
        column: 'CustomerGroupId',
        safeText:
          "The value 'Local' in field 'Customer group' is not found in the related table 'Customer groups'.",
      },
    ],
    [
      duplicate,
      sdk.Conflict,
      { safeText: expect.stringMatching(/The record already exists\.$/), column: undefined },
    ],
    [
      mandatory,
      sdk.InvalidValue,
      { safeText: "Field 'Customer group' must be filled in.", column: undefined },
    ],
    [
      restricted,
      sdk.Conflict,
      { safeText: 'The customer cannot be deleted while dependent Sales orders exist.' },
    ],
    [conflict, sdk.VersionMismatch, { safeText: expect.stringContaining('An update conflict occurred') }],
    [
      "Warning: validateField failed on field 'E.Other'.",
      sdk.InvalidValue,
      { column: undefined, safeText: undefined },
    ],
  ])('InfoLog %s', async (items, expected, details) => {
    for (const command of [insert({ CreditLimit: 1 }), update({ CreditLimit: 1 }), remove()]) {
      const { fault } = await write(command, () => ({ status: 400, body: failure(items) }));
      expect(fault).toBeInstanceOf(expected as typeof Error);
      expect(fault).toMatchObject(details);
      expect(String(fault)).not.toContain('Secret.Place');
    }
  });

  const noRoute = { Message: 'No HTTP resource was found that matches the request URI.' };
  const html = { 'content-type': 'text/html; charset=us-ascii' };

  test.each<[WriteCommand, Awaited<ReturnType<Script>>, unknown]>([
    [update({ CreditLimit: 1 }), { status: 404 }, sdk.NotFound],
    [remove(), { status: 404, body: { error: { message: 'x' } } }, sdk.NotFound],
    [remove(), { status: 404, body: noRoute }, sdk.UpstreamContract],
    [remove(), { status: 404, headers: html }, sdk.UpstreamContract],
    [insert({}), { status: 404 }, sdk.UpstreamContract],
    [remove(), { status: 412 }, sdk.VersionMismatch],
    [remove(), { status: 403 }, sdk.PermissionDenied],
    [remove(), { status: 405, body: noRoute }, sdk.PermissionDenied],
    [remove(), { status: 409 }, sdk.Conflict],
    [remove(), { status: 401 }, sdk.CredentialsInvalid],
    [insert({}), { status: 400, body: { error: { message: 'An error has occurred.' } } }, sdk.InvalidValue],
    [insert({}), { status: 400, headers: html }, sdk.UpstreamContract],
    // Success, but not the one that was asked for.
    [insert({}), { status: 200, body: customer('A') }, sdk.OutcomeUnknown],
    [insert({}), { status: 204 }, sdk.OutcomeUnknown],
    [insert({}), { status: 201 }, sdk.OutcomeUnknown],
    [insert({}), { status: 201, body: [] }, sdk.OutcomeUnknown],
    [insert({}), { status: 201, body: { dataAreaId: 'usmf' } }, sdk.OutcomeUnknown],
    [insert({}), { status: 201, body: customer('A', { CustomerAccount: 5 }) }, sdk.OutcomeUnknown],
    [update({ CreditLimit: 1 }), { status: 202 }, sdk.OutcomeUnknown],
    [remove(), { status: 201 }, sdk.OutcomeUnknown],
  ])('%j answered with %j', async (command, answer, expected) => {
    const { fault, requests } = await write(command, () => answer);
    expect(fault).toBeInstanceOf(expected as typeof Error);
    expect(requests).toHaveLength(1);
  });
});

describe('a token that is refused', () => {
  const context = callContext();
  const request: HttpRequest = { method: 'POST', path: '/data/CustomersV3', body: '{}' };

  async function send(script: Script, fetchToken?: () => Promise<string>) {
    const http = new ScriptedHttp(script);
    let tokens = 0;
    const fetch = fetchToken ?? (async () => `token ${++tokens}`);
    const cache = new TokenCache(
      async () => ({ token: await fetch(), expires: Date.now() + 3_600_000 }),
      Date.now,
    );
    const service = new DataService({ origin: ORIGIN, http, tokens: cache });
    const [outcome] = await Promise.allSettled([service.change(request, 'CustomersV3', context)]);
    return { outcome, sent: http.requests.map(({ token, body }) => [token, body]) };
  }

  test('is renewed, and the change is sent once more', async () => {
    const { outcome, sent } = await send((_, { token }) => ({ status: token === 'token 1' ? 401 : 201 }));
    expect(outcome).toMatchObject({ value: { status: 201 } });
    expect(sent).toEqual([
      ['token 1', '{}'],
      ['token 2', '{}'],
    ]);
  });

  test('twice ends it', async () => {
    const { outcome, sent } = await send(() => ({ status: 401 }));
    expect(outcome).toMatchObject({ reason: expect.any(sdk.CredentialsInvalid) });
    expect(sent).toHaveLength(2);
  });

  test('is the only reason to send a change again', async () => {
    const lost = new sdk.OutcomeUnknown('lost');
    const { outcome, sent } = await send(() => Promise.reject(lost));
    expect(outcome).toMatchObject({ reason: lost });
    expect(sent).toHaveLength(1);
  });
});

describe('several changes together', () => {
  const CRLF = '\r\n';

  /** The answer to a batch with these statuses and bodies, each under a number. */
  function batch(parts: readonly (readonly [number, number, unknown])[]): Awaited<ReturnType<Script>> {
    const inner = parts.map(([id, status, body]) =>
      [
        '--cs',
        'Content-Type: application/http',
        `Content-ID: ${id}`,
        '',
        `HTTP/1.1 ${status} X`,
        'Retry-After: 9',
        '',
        body === undefined ? '' : JSON.stringify(body),
        '',
      ].join(CRLF),
    );
    return {
      status: 200,
      headers: { 'content-type': 'multipart/mixed; boundary=b' },
      body: `--b${CRLF}Content-Type: multipart/mixed; boundary=cs${CRLF}${CRLF}${inner.join('')}--cs--${CRLF}--b--${CRLF}`,
    };
  }

  async function writeTogether(commands: readonly WriteCommand[], answer: Awaited<ReturnType<Script>>) {
    const { connection, http } = await connect(() => answer);
    const [outcome] = await Promise.allSettled([connection.writeTogether(commands, callContext())]);
    return {
      results: outcome?.status === 'fulfilled' ? outcome.value : undefined,
      fault: outcome?.status === 'rejected' ? (outcome.reason as unknown) : undefined,
      requests: http.requests,
    };
  }

  const two = [insert({ dataAreaId: 'USMF', CreditLimit: 1 }), update({ CreditLimit: 2 }, ETAG)];

  test('go out as one changeset', async () => {
    const { requests, results } = await writeTogether(
      [...two, remove()],
      batch([
        [1, 201, customer('N-1')],
        [2, 204, undefined],
        [3, 204, undefined],
      ]),
    );
    expect(requests).toHaveLength(1);
    const [{ headers = {}, body = '', ...request } = { path: '' }] = requests;
    expect(request).toEqual({
      method: 'POST',
      path: '/data/$batch?cross-company=true',
      answerType: 'multipart/mixed',
      exactNumbers: true,
    });
    const [, outer] =
      /^multipart\/mixed; boundary=(batch_[\da-f-]{36})$/.exec(headers['content-type'] ?? '') ?? [];
    const [, inner] = /boundary=(changeset_[\da-f-]{36})/.exec(String(body)) ?? [];
    expect(
      String(body)
        .replaceAll(outer ?? '', 'B')
        .replaceAll(inner ?? '', 'C')
        .split(CRLF),
    ).toEqual([
      '--B',
      'Content-Type: multipart/mixed; boundary=C',
      '',
      '--C',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      `POST ${ORIGIN}/data/CustomersV3?cross-company=true HTTP/1.1`,
      'accept: application/json;odata.metadata=minimal',
      'odata-version: 4.0',
      'odata-maxversion: 4.0',
      'content-type: application/json;odata.metadata=minimal',
      'prefer: return=representation',
      '',
      '{"dataAreaId":"USMF","CreditLimit":1}',
      '--C',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 2',
      '',
      `PATCH ${ORIGIN}/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')?cross-company=true HTTP/1.1`,
      'accept: application/json;odata.metadata=minimal',
      'odata-version: 4.0',
      'odata-maxversion: 4.0',
      'content-type: application/json;odata.metadata=minimal',
      `if-match: ${ETAG}`,
      '',
      '{"CreditLimit":2}',
      '--C',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 3',
      '',
      `DELETE ${ORIGIN}/data/CustomersV3(dataAreaId='usmf',CustomerAccount='US-001')?cross-company=true HTTP/1.1`,
      'accept: application/json;odata.metadata=minimal',
      'odata-version: 4.0',
      'odata-maxversion: 4.0',
      '',
      '',
      '--C--',
      '--B--',
      '',
    ]);
    expect(results).toEqual([
      { key: ['usmf', 'N-1'] },
      { key: ['usmf', 'US-001'] },
      { key: ['usmf', 'US-001'] },
    ]);
  });

  test('are told apart by their numbers, whatever the order of the answers', async () => {
    const inserts = [insert({ CreditLimit: 1 }), insert({ CreditLimit: 2 })];
    const { results } = await writeTogether(
      inserts,
      batch([
        [2, 201, customer('B')],
        [1, 201, customer('A')],
      ]),
    );
    expect(results).toEqual([{ key: ['usmf', 'A'] }, { key: ['usmf', 'B'] }]);
    const unnumbered = await writeTogether(
      inserts,
      batch([
        [7, 201, customer('A')],
        [7, 201, customer('B')],
      ]),
    );
    expect(unnumbered.results).toEqual([{ key: ['usmf', 'A'] }, { key: ['usmf', 'B'] }]);
  });

  test('none of them: nothing is sent', async () => {
    expect(await writeTogether([], batch([]))).toMatchObject({ results: [], requests: [] });
  });

  test.each<[readonly (readonly [number, number, unknown])[], unknown, object]>([
    [[[1, 500, failure(foreignKey)]], sdk.InvalidValue, { column: 'CustomerGroupId', command: undefined }],
    [[[1, 400, failure(duplicate)]], sdk.Conflict, { command: undefined }],
    [[[2, 412, undefined]], sdk.VersionMismatch, { command: 1 }],
    [[[1, 404, undefined]], sdk.NotFound, { command: 1 }],
    [[[1, 403, undefined]], sdk.PermissionDenied, {}],
    [[[1, 429, undefined]], sdk.RateLimited, { retryAfter: 9_000 }],
    [[[1, 500, { error: { message: 'An error has occurred.' } }]], sdk.OutcomeUnknown, {}],
    [[[1, 503, undefined]], sdk.OutcomeUnknown, {}],
    [[[1, 201, customer('N-1')]], sdk.OutcomeUnknown, {}],
    [
      [
        [1, 201, customer('N-1')],
        [2, 500, failure(foreignKey)],
      ],
      sdk.OutcomeUnknown,
      {},
    ],
    [
      [
        [1, 201, customer('N-1')],
        [2, 204, undefined],
        [3, 204, undefined],
      ],
      sdk.OutcomeUnknown,
      {},
    ],
    [
      [
        [1, 201, customer('N-1', { dataAreaId: 'demf' })],
        [2, 204, undefined],
      ],
      sdk.OutcomeUnknown,
      {},
    ],
    [[], sdk.OutcomeUnknown, {}],
  ])('answered with %j', async (parts, expected, details) => {
    const { fault, requests } = await writeTogether(two, batch(parts));
    expect(fault).toBeInstanceOf(expected as typeof Error);
    expect(fault).toMatchObject(details);
    expect(requests).toHaveLength(1);
  });

  test('name the command where there is but one', async () => {
    const { fault } = await writeTogether([remove()], batch([[1, 404, undefined]]));
    expect(fault).toMatchObject({ name: 'NotFound', command: 0 });
  });

  test.each<[Awaited<ReturnType<Script>>, unknown]>([
    [{ status: 400, body: { error: { message: 'x' } } }, sdk.UpstreamContract],
    [{ status: 403 }, sdk.PermissionDenied],
    [{ status: 404 }, sdk.UpstreamContract],
    [
      { status: 200, body: 'no multipart', headers: { 'content-type': 'multipart/mixed; boundary=b' } },
      sdk.OutcomeUnknown,
    ],
    [{ status: 200, body: '' }, sdk.OutcomeUnknown],
  ])('and the whole batch answered with %j', async (answer, expected) => {
    expect((await writeTogether(two, answer)).fault).toBeInstanceOf(expected as typeof Error);
  });

  test('are not sent if one cannot be', async () => {
    const { fault, requests } = await writeTogether([...two, update({ CreditLimit: null })], batch([]));
    expect(fault).toMatchObject({ name: 'InvalidValue', column: 'CreditLimit' });
    expect(requests).toEqual([]);
  });
});
