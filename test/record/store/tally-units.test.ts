/** A period is made of whole days, hours and minutes, and two short ends. */
import fc from 'fast-check';
import { cover, type Period, spans, type Units } from '../../../src/record/store/tally-units';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const moments = fc.integer({ min: 0, max: 5 * DAY }).chain((moment) =>
  // Whole units are where bounds go wrong.
  fc.constantFrom(...[1, MINUTE, HOUR, DAY].map((span) => Math.floor(moment / span) * span)),
);

function inOrder({ units, ends }: ReturnType<typeof cover>): readonly Period[] {
  return [...units, ...ends].toSorted((a, b) => a.from - b.from);
}

describe('a period', () => {
  test('is covered without a gap, and no moment of it twice', () => {
    fc.assert(
      fc.property(moments, moments, (from, to) => {
        const parts = inOrder(cover({ from, to }));
        if (from >= to) return expect(parts).toEqual([]);
        expect(parts[0]?.from).toBe(from);
        expect(parts.at(-1)?.to).toBe(to);
        for (const [index, { to: end }] of parts.slice(0, -1).entries())
          expect(parts[index + 1]?.from).toBe(end);
      }),
    );
  });

  test('is made of whole units, few of each, and ends of less than a minute', () => {
    const isWhole = ({ span, from, to }: Units): boolean => from % span === 0 && to % span === 0 && from < to;
    fc.assert(
      fc.property(moments, moments, (from, to) => {
        const { units, ends } = cover({ from, to });
        for (const some of units) {
          expect(isWhole(some)).toBe(true);
          const wider = spans[spans.indexOf(some.span) - 1] ?? Infinity;
          expect(some.to - some.from).toBeLessThan(2 * wider);
        }
        expect(units.length).toBeLessThanOrEqual(5);
        expect(ends.length).toBeLessThanOrEqual(2);
        for (const end of ends) expect(end.to - end.from).toBeLessThan(2 * MINUTE);
      }),
    );
  });

  test('without bounds is all days', () => {
    const always = { from: -Infinity, to: Infinity };
    expect(cover(always)).toEqual({ units: [{ span: DAY, ...always }], ends: [] });
    expect(cover({ from: -Infinity, to: DAY + 5 })).toEqual({
      units: [{ span: DAY, from: -Infinity, to: DAY }],
      ends: [{ from: DAY, to: DAY + 5 }],
    });
  });
});
