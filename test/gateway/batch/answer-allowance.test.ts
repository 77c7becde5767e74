/** That a batch of large reads ends before memory does, and that small ones notice nothing. */
import { AnswerAllowance } from '../../../src/gateway/batch/answer-allowance';
import type { Answer } from '../../../src/gateway/incoming';

const MEBIBYTE = 1024 * 1024;

function page(body: string | Uint8Array): () => Promise<Answer> {
  return () => Promise.resolve({ status: 200, headers: {}, body });
}

test.each([
  ['bytes', new Uint8Array(4 * MEBIBYTE)],
  // Two bytes each in UTF-8.
  ['text', 'é'.repeat(2 * MEBIBYTE)],
])('reads are answered until their answers are too large together: %s', async (_kind, body) => {
  const allowance = new AnswerAllowance();
  for (let read = 0; read < 8; read++) await allowance.spend(page(body));
  let isAsked = false;
  const further = allowance.spend(async () => {
    isAsked = true;
    return page(body)();
  });
  await expect(further).rejects.toMatchObject({ code: 'LimitExceeded', status: 400 });
  expect(isAsked).toBe(false);
});

test('a hundred small answers, or none, are no trouble', async () => {
  const allowance = new AnswerAllowance();
  for (let read = 0; read < 100; read++) await allowance.spend(page('x'.repeat(100_000)));
  await allowance.spend(() => Promise.resolve({ status: 204, headers: {} }));
});
