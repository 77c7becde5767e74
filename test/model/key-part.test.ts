/** The texts of key parts: for names, and for people. */
import { formatKey, keyPartText, plainDecimal } from '../../src/model/key-part';

test.each([
  [0, '0'],
  [-0, '0'],
  [-12.5, '-12.5'],
  [1e-7, '0.0000001'],
  [-1.25e-9, '-0.00000000125'],
  [1e21, '1000000000000000000000'],
  [-1.5e22, '-15000000000000000000000'],
])('%p has the plain text %s', (number, text) => {
  expect(plainDecimal(number)).toBe(text);
});

test('one text for a part, whatever form it came in', () => {
  expect(keyPartText(5)).toBe(keyPartText('5'));
  expect(keyPartText(true)).toBe('true');
});

test.each([
  [['usmf', 'US-000123'], 'usmf|US-000123'],
  [['usmf', 5637144576, true], 'usmf|5637144576|true'],
  [['usmf', 'a|b'], 'usmf|"a|b"'],
  [['usmf', ' a '], 'usmf|" a "'],
  [['usmf', ''], 'usmf|""'],
  [['usmf', '"'], 'usmf|"\\""'],
  [['usmf', 'a\u0000b'], 'usmf|"a\\u0000b"'],
  [['Müller & Söhne'], 'Müller & Söhne'],
])('the key %p is shown as %s', (parts, text) => {
  expect(formatKey(parts)).toBe(text);
});
