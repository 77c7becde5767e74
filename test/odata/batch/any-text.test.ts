import * as fc from 'fast-check';
import { RequestError } from '../../../src/errors';
import { parseBatch } from '../../../src/odata/batch/parse-batch';
import { SEED, runs } from '../../differential/runs';
import { addresses, changeSetPart, httpPart, JSON_TYPE, MULTIPART, multipart } from './batch-texts';

test('nothing but coded errors comes of any text', () => {
  const good = multipart('b', [
    httpPart('GET A HTTP/1.1', { id: '1' }),
    changeSetPart('c', [httpPart('DELETE A(1) HTTP/1.1'), httpPart('POST A HTTP/1.1', { body: '{}' })]),
    httpPart('GET $1 HTTP/1.1'),
  ]);
  const request = { id: '1', method: 'GET', url: 'A' };
  const text = fc.oneof(
    mutated(good),
    mutated(
      JSON.stringify({
        requests: [request, { ...request, id: '2', method: 'POST', dependsOn: ['1'], body: { a: [1] } }],
      }),
    ),
  );
  fc.assert(
    fc.property(text, fc.constantFrom(MULTIPART, JSON_TYPE), (text, contentType) => {
      try {
        parseBatch(text, contentType, addresses);
      } catch (error) {
        expect(error).toBeInstanceOf(RequestError);
      }
    }),
    { seed: SEED, numRuns: runs(2) },
  );
});

/** The text with a few stretches left out, repeated or replaced. */
function mutated(text: string): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(20),
    into: fc.oneof(
      fc.constantFrom('', '\r\n', '\n', '--b', '--c--', '$', '"', '{', ':'),
      fc.string({ maxLength: 5 }),
    ),
  });
  return fc
    .array(edit, { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce((done, { at, length, into }) => done.slice(0, at) + into + done.slice(at + length), text),
    );
}
