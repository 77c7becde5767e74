/** Figures as people read them: what differs reads differently, up to the labels of an axis. */
import { rateText } from '../../console/src/format/figures';

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
