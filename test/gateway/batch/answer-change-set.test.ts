import { RequestError } from '../../../src/errors';
import { carryOut } from '../../../src/gateway/batch/carry-out';
import { ChangeSetFailure } from '../../../src/gateway/batch/change-set-failure';
import { changeSetPart, httpPart } from '../../odata/batch/batch-texts';
import { multipartBatch, recordingRun } from './recording-run';

const post = (url: string, id: string): string => httpPart(`POST ${url} HTTP/1.1`, { id, body: '{}' });
const patch = (url: string, id: string): string => httpPart(`PATCH ${url} HTTP/1.1`, { id, body: '{}' });
const remove = (url: string): string => httpPart(`DELETE ${url} HTTP/1.1`);
const get = (url: string): string => httpPart(`GET ${url} HTTP/1.1`);

const conflict = new RequestError('Conflict', 'the row exists already.');

test('a change set is asked for at once, and answered request by request', async () => {
  const run = recordingRun();
  const [answered] = await carryOut(
    multipartBatch(changeSetPart('c', [post('A', '1'), remove('B(1)')])),
    run,
  );
  expect(run.calls).toEqual(['POST A, DELETE B(1)']);
  expect(answered).toMatchObject({ answers: [{ status: 201 }, { status: 200 }], failure: undefined });
});

test('a change set of one is a single request, for sources that know no transactions', async () => {
  const run = recordingRun({ answers: { 'B(1)': conflict } });
  const batch = multipartBatch(changeSetPart('c', [post('A', '1')]), changeSetPart('c', [remove('B(1)')]));
  expect(await carryOut(batch, run)).toMatchObject([
    { kind: 'changeSet', answers: [{ status: 201 }], failure: undefined },
    { kind: 'changeSet', answers: [{ status: 409 }], failure: { answer: { status: 409 } } },
  ]);
  expect(run.requests.map(({ target }) => target)).toEqual(['A', 'B(1)']);
});

test.each([
  ['as a whole', conflict, undefined, [409, 409, 409]],
  ['at one request', new ChangeSetFailure(conflict, 1), 1, [424, 409, 424]],
])('a change set that fails %s', async (_, error, index, statuses) => {
  const run = recordingRun({ answerTogether: () => Promise.reject(error) });
  const set = changeSetPart('c', [post('A', '1'), remove('B(1)'), remove('B(2)')]);
  const answered = await carryOut(multipartBatch(set, get('C')), run);
  expect(answered).toMatchObject([
    { failure: { answer: { status: 409 }, index }, answers: statuses.map((status) => ({ status })) },
  ]);
  const codes = { 409: 'Conflict', 424: 'DependencyFailed' } as Readonly<Record<number, string>>;
  expect(run.told.map((line) => line.replace(/^.*: /, ''))).toEqual(
    statuses.map((status) => `${status} ${codes[status] ?? ''}`),
  );
  expect(run.calls).toHaveLength(1);
});

test('an error that is answered and not thrown makes the set fail', async () => {
  const run = recordingRun({
    answerTogether: async () => [
      { status: 204, headers: {} },
      { status: 412, headers: {} },
    ],
  });
  const answered = await carryOut(multipartBatch(changeSetPart('c', [remove('A(1)'), remove('A(2)')])), run);
  expect(answered).toMatchObject([{ failure: { index: 1, answer: { status: 412 } } }]);
});

test('a fault of the one who answers is not taken for success', async () => {
  const run = recordingRun({ answerTogether: async () => [{ status: 204, headers: {} }] });
  const answered = await carryOut(multipartBatch(changeSetPart('c', [remove('A(1)'), remove('A(2)')])), run);
  expect(answered).toMatchObject([{ failure: { answer: { status: 500 } } }]);
});

test('a refused request in it keeps all of it from being begun', async () => {
  const run = recordingRun();
  const answered = await carryOut(
    multipartBatch(changeSetPart('c', [remove('A(1)'), remove('../other(1)')])),
    run,
  );
  expect(answered).toMatchObject([{ failure: { index: 1, answer: { status: 400 } } }]);
  expect(run.calls).toEqual([]);
});

describe('references', () => {
  test('to what the set itself creates, and to what it addresses', async () => {
    const run = recordingRun();
    const set = changeSetPart('c', [
      post('A', '1'),
      patch('B(1)?$select=X', '2'),
      post('$1/Lines', '3'),
      patch('$1?$select=Y', '4'),
      remove('$2'),
      remove('$3/Item'),
      remove('$4/Notes'),
    ]);
    await carryOut(multipartBatch(set), run);
    expect(run.calls).toEqual([
      'POST A, PATCH B(1)?$select=X, POST {created by 0}/Lines, PATCH {created by 0}?$select=Y, DELETE B(1), ' +
        'DELETE {created by 2}/Item, DELETE {created by 0}/Notes',
    ]);
  });

  test('from one set to another, and out of it', async () => {
    const run = recordingRun();
    const batch = multipartBatch(
      changeSetPart('c', [post('A', '1'), patch('B(1)', '2')]),
      changeSetPart('c', [patch('$1', '3'), remove('$2')]),
      get('$1/Lines'),
    );
    await carryOut(batch, run);
    expect(run.calls).toEqual(['POST A, PATCH B(1)', 'PATCH A(9), DELETE B(1)', 'GET A(9)/Lines']);
  });

  test('to a set that failed', async () => {
    const run = recordingRun({ continueOnError: true, answerTogether: () => Promise.reject(conflict) });
    const batch = multipartBatch(
      changeSetPart('c', [patch('A(1)', '1'), patch('A(2)', '2')]),
      changeSetPart('c', [remove('B(1)'), remove('$2')]),
      get('$1'),
    );
    expect(await carryOut(batch, run)).toMatchObject([
      { failure: { answer: { status: 409 } } },
      { failure: { index: 1, answer: { status: 424 } } },
      { answer: { status: 424 } },
    ]);
    expect(run.calls).toHaveLength(1);
  });
});
