/** Figures as people read them: what differs reads differently, up to the labels of an axis. */
import { countText, dateTimeText, instantText, rateText } from '../../console/src/format/figures';

test.each([
  [
    [0, 0.05, 0.1, 0.15, 0.2],
    ['0/s', '0.05/s', '0.1/s', '0.15/s', '0.2/s'],
  ],
  [
    [0, 2.5, 5, 7.5, 10],
    ['0/s', '2.5/s', '5/s', '7.5/s', '10/s'],
  ],
  [
    [0, 500, 1_000, 1_500],
    ['0/s', '500/s', '1,000/s', '1,500/s'],
  ],
])('rates at the ticks %j', (ticks, texts) => {
  expect(ticks.map(rateText)).toEqual(texts);
});

test.each([
  [0, '0'],
  [999, '999'],
  [1_000, '1,000'],
  [1_234_567.5, '1,234,568'],
])('the count %d', (count, text) => {
  expect(countText(count)).toBe(text);
});

test('an instant of today is a time, another has its day', () => {
  const evening = new Date(2026, 10, 27, 18, 3, 7, 45).getTime();
  expect(instantText(evening, evening + 60_000)).toBe('18:03:07.045');
  expect(instantText(evening, evening + 86_400_000)).toBe('27 Nov 18:03:07.045');
  expect(dateTimeText(evening)).toBe('27 Nov 2026 18:03:07.045');
});
