import { RequestError } from '../../../src/errors';
import type { PartAnswer } from '../../../src/gateway/batch/batch-run';
import { carryOut } from '../../../src/gateway/batch/carry-out';
import { changeSetPart, httpPart, ROOT } from '../../odata/batch/batch-texts';
import { jsonBatch, multipartBatch, recordingRun } from './recording-run';

const get = (url: string, id?: string): string =>
  httpPart(`GET ${url} HTTP/1.1`, id === undefined ? {} : { id });
const post = (url: string, id?: string): string =>
  httpPart(`POST ${url} HTTP/1.1`, { body: '{}', ...(id === undefined ? {} : { id }) });
const remove = (url: string): string => httpPart(`DELETE ${url} HTTP/1.1`);

function statuses(answered: readonly PartAnswer[]): readonly unknown[] {
  return answered.map((part) =>
    part.kind === 'request' ? part.answer.status : part.answers.map(({ status }) => status),
  );
}

const missing = new RequestError('NotFound', 'there is no such row.');

describe('order', () => {
  test('parts run in the order of the text, and are answered in it', async () => {
    const run = recordingRun();
    const batch = multipartBatch(post('A'), get('B'), remove('C(1)'), get('D'));
    expect(statuses(await carryOut(batch, run))).toEqual([201, 200, 200, 200]);
    expect(run.calls).toEqual(['POST A', 'GET B', 'DELETE C(1)', 'GET D']);
    expect(run.mostAtOnce()).toBe(1);
  });

  test('reads next to each other run four at a time', async () => {
    const run = recordingRun();
    const urls = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'];
    const answered = await carryOut(multipartBatch(...urls.map((url) => get(url))), run);
    expect(answered.map((part) => (part.kind === 'request' ? part.answer.body : ''))).toEqual(
      urls.map((url) => `of ${url}`),
    );
    expect(run.mostAtOnce()).toBe(4);
  });

  test('no read runs beside a write, a change set, or a read that it refers to', async () => {
    const run = recordingRun();
    const set = changeSetPart('c', [remove('C(1)'), remove('C(2)')]);
    await carryOut(multipartBatch(get('A'), post('B'), get('C'), set, get('D', 'd'), get('$d/E')), run);
    expect(run.calls).toEqual(['GET A', 'POST B', 'GET C', 'DELETE C(1), DELETE C(2)', 'GET D', 'GET D/E']);
    expect(run.mostAtOnce()).toBe(1);
  });

  test('a request gets its own headers and body, and the signal of the batch', async () => {
    const run = recordingRun();
    const headers = ['Prefer: return=minimal', 'Authorization: x'];
    await carryOut(
      multipartBatch(httpPart('PATCH A(1) HTTP/1.1', { headers, body: '{"a":1.0}' }), get('B')),
      run,
    );
    expect(run.requests[0]).toEqual({
      method: 'PATCH',
      target: 'A(1)',
      headers: { prefer: 'return=minimal' },
      body: '{"a":1.0}',
      place: 'part 1',
      signal: run.signal,
    });
    expect(run.requests[1]).not.toHaveProperty('body');
  });
});

describe('failures', () => {
  const batch = multipartBatch(post('A'), remove('B(1)'), get('C'), post('D'));

  test('the first one ends a batch, and is its last answer', async () => {
    const run = recordingRun({ answers: { 'B(1)': missing } });
    expect(statuses(await carryOut(batch, run))).toEqual([201, 404]);
    expect(run.calls).toEqual(['POST A', 'DELETE B(1)']);
  });

  test('with continue-on-error all is carried out', async () => {
    const run = recordingRun({ continueOnError: true, answers: { 'B(1)': missing } });
    expect(statuses(await carryOut(batch, run))).toEqual([201, 404, 200, 201]);
  });

  test('an answer that is an error counts like a thrown one, and 304 is none', async () => {
    const answers = { A: { status: 304, headers: {} }, B: { status: 502, headers: {} } };
    expect(
      statuses(await carryOut(multipartBatch(get('A'), get('B'), get('C')), recordingRun({ answers }))),
    ).toEqual([304, 502]);
  });

  test('among reads at the same time those before the failure are answered, those far behind are not begun', async () => {
    const run = recordingRun({ answers: { B: missing } });
    const urls = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I'];
    expect(statuses(await carryOut(multipartBatch(...urls.map((url) => get(url))), run))).toEqual([200, 404]);
    expect(run.calls.length).toBeLessThanOrEqual(5);
  });

  test('what is thrown and is no coded error is answered too', async () => {
    const run = recordingRun({ answers: { A: new TypeError('a fault') } });
    expect(statuses(await carryOut(multipartBatch(get('A')), run))).toEqual([500]);
  });

  test('a refused URL is answered for itself and reaches nobody', async () => {
    const run = recordingRun({ continueOnError: true });
    const answered = await carryOut(multipartBatch(get('//evil.example/A'), get('/other/A'), get('B')), run);
    expect(statuses(answered)).toEqual([400, 404, 200]);
    expect(run.calls).toEqual(['GET B']);
  });

  test('when the time is up nothing more is begun, and each request left over is answered so', async () => {
    const deadline = new AbortController();
    const run = recordingRun({ continueOnError: true, signal: deadline.signal });
    const answerOne: typeof run.answerOne = async (request) => {
      deadline.abort(new RequestError('UpstreamTimeout', 'the time is up.'));
      return run.answerOne(request);
    };
    const set = changeSetPart('c', [remove('C(1)'), remove('C(2)')]);
    const answered = await carryOut(multipartBatch(post('A'), get('B'), set), { ...run, answerOne });
    expect(statuses(answered)).toEqual([201, 504, [504, 504]]);
    expect(run.calls).toEqual(['POST A']);
  });
});

describe('references', () => {
  test.each([
    ['the entity that was created', post('A', '1'), 'GET A(9)/B?$top=1'],
    [
      'the entity that was changed',
      httpPart('PATCH A(1)?$select=X HTTP/1.1', { id: '1', body: '{}' }),
      'GET A(1)/B?$top=1',
    ],
    ['the entity that was read', get('A(1)', '1'), 'GET A(1)/B?$top=1'],
  ])('%s', async (_, first, expected) => {
    const run = recordingRun();
    await carryOut(multipartBatch(first, get('$1/B?$top=1')), run);
    expect(run.calls[1]).toBe(expected);
  });

  test('an upsert that created the entity under another address', async () => {
    const created = { status: 201, headers: { location: `${ROOT}A(2)` } };
    const run = recordingRun({ answers: { 'A(1)': created } });
    await carryOut(multipartBatch(httpPart('PUT A(1) HTTP/1.1', { id: '1', body: '{}' }), get('$1')), run);
    expect(run.calls[1]).toBe('GET A(2)');
  });

  test('204 with OData-EntityId', async () => {
    const run = recordingRun({
      answers: { A: { status: 204, headers: { 'OData-EntityId': `${ROOT}A(3)` } } },
    });
    await carryOut(multipartBatch(post('A', '1'), get('$1')), run);
    expect(run.calls[1]).toBe('GET A(3)');
  });

  test('from reference to reference', async () => {
    const run = recordingRun();
    await carryOut(multipartBatch(post('A', '1'), get('$1/B', '2'), get('$2/C')), run);
    expect(run.calls).toEqual(['POST A', 'GET A(9)/B', 'GET A(9)/B/C']);
  });

  test.each([
    ['elsewhere', { status: 201, headers: { Location: 'https://evil.example/A(1)' } }],
    ['nowhere', { status: 200, headers: {} }],
  ])('a POST whose entity is %s', async (_, answer) => {
    const run = recordingRun({ answers: { A: answer } });
    expect(statuses(await carryOut(multipartBatch(post('A', '1'), get('$1')), run))).toEqual([
      answer.status,
      424,
    ]);
    expect(run.calls).toEqual(['POST A']);
  });

  test('what refers to a failed request fails with 424, and what refers to that too', async () => {
    const run = recordingRun({ continueOnError: true, answers: { A: missing } });
    const batch = multipartBatch(post('A', '1'), get('$1/B', '2'), get('$2/C'), get('D'));
    expect(statuses(await carryOut(batch, run))).toEqual([404, 424, 424, 200]);
    expect(run.calls).toEqual(['POST A', 'GET D']);
  });
});

describe('dependsOn', () => {
  const request = { method: 'GET', url: 'A' };

  test('a request whose dependency failed is not carried out', async () => {
    const run = recordingRun({ continueOnError: true, answers: { A: missing } });
    const batch = jsonBatch(
      { ...request, id: '1' },
      { ...request, id: '2', url: 'B', dependsOn: ['1'] },
      { ...request, id: '3', url: 'C', dependsOn: ['2'] },
      { ...request, id: '4', url: 'D' },
    );
    expect(statuses(await carryOut(batch, run))).toEqual([404, 424, 424, 200]);
  });

  test('only 2xx is a success', async () => {
    const run = recordingRun({ continueOnError: true, answers: { A: { status: 304, headers: {} } } });
    const batch = jsonBatch({ ...request, id: '1' }, { ...request, id: '2', dependsOn: ['1'] });
    expect(statuses(await carryOut(batch, run))).toEqual([304, 424]);
  });

  test.each([
    [['g'], [200, 200], 200],
    [['2'], [200, 200], 200],
    [['g'], undefined, 424],
    [['2'], undefined, 424],
    [['3'], undefined, 424],
  ])('%j after a group that answers %j', async (dependsOn, group, expected) => {
    const run = recordingRun({
      continueOnError: true,
      answerTogether: async () => {
        if (group === undefined) throw missing;
        return group.map((status) => ({ status, headers: {} }));
      },
    });
    const batch = jsonBatch(
      { id: '2', method: 'DELETE', url: 'B(1)', atomicityGroup: 'g' },
      { id: '3', method: 'DELETE', url: 'B(2)', atomicityGroup: 'g', dependsOn: ['2'] },
      { ...request, id: '4', dependsOn },
    );
    expect(statuses(await carryOut(batch, run)).at(-1)).toBe(expected);
  });

  test('a group of which one request depends on a failure is not begun', async () => {
    const run = recordingRun({ continueOnError: true, answers: { A: missing } });
    const batch = jsonBatch(
      { ...request, id: '1' },
      { id: '2', method: 'DELETE', url: 'B(1)', atomicityGroup: 'g' },
      { id: '3', method: 'DELETE', url: 'B(2)', atomicityGroup: 'g', dependsOn: ['1'] },
    );
    expect(await carryOut(batch, run)).toMatchObject([
      { answer: { status: 404 } },
      { failure: { index: 1, answer: { status: 424 } } },
    ]);
    expect(run.calls).toEqual(['GET A']);
  });
});
