/** What a connection tells the administrator of what it has learned: for as long as it is true. */
import { Experience } from '../../../providers/finance-operations/experience';

test('notes tell of refusals, batches and limits, and forget them', () => {
  let now = 1_000;
  const experience = new Experience(() => now, 10_000);
  expect(experience.notes()).toEqual([]);
  experience.rememberRefusal('CustomersV3', 'Balance', 'sort');
  experience.rememberBatchRefusal();
  experience.rememberLimit(4_500);
  experience.rememberLimit(100);
  expect(experience.notes()).toEqual([
    { subject: 'limits', text: 'F&O limits the calls, and asks to wait 5 s more.' },
    { subject: '$batch', text: expect.stringMatching(/^Batches are refused/) as string },
    {
      subject: 'CustomersV3.Balance',
      text: expect.stringMatching(/^F&O refused sorting by Balance/) as string,
    },
  ]);
  now += 5_000;
  expect(experience.notes()).toHaveLength(2);
  now += 6_000;
  expect(experience.notes()).toEqual([]);
});
