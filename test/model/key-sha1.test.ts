/** SHA-1 and UTF-8 in plain TypeScript against those of Node. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha1 } from '../../src/model/key-sha1';
import { utf8Bytes, utf8Text } from '../../src/model/key-utf8';
import { anyCharacter } from '../support/any-character';

function hexOf(words: readonly number[]): string {
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

test('the digest of every length up to three blocks', () => {
  for (let length = 0; length <= 192; length += 1) {
    const message = Array.from({ length }, (_, at) => String.fromCharCode((at * 37 + length) % 256)).join('');
    expect(hexOf(sha1(message))).toBe(createHash('sha1').update(message, 'latin1').digest('hex'));
  }
});

test('the example of FIPS 180: abc', () => {
  expect(hexOf(sha1('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
});

test('UTF-8 there and back', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 40 }), (text) => {
      const bytes = utf8Bytes(text);
      expect(bytes).toBe(Buffer.from(text, 'utf8').toString('latin1'));
      expect(utf8Text(bytes ?? '')).toBe(text);
    }),
  );
});

test('what is not UTF-8 is nothing', () => {
  expect(utf8Bytes('a\ud800b')).toBeUndefined();
  expect(utf8Text('\xff')).toBeUndefined();
  expect(utf8Text('\xc0\x80')).toBeUndefined();
});
