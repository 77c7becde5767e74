/** Draws that several sets share: dates at noon, amounts, values that are often empty. */
import { decimal } from '../rows/cell';
import type { Random } from '../rows/random';

const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2012, 0, 1);

/** A date-only value between 2012 and 2025: noon, so that a shift of zone keeps the day. */
export function drawDate(random: Random): number {
  return FIRST_DAY + random.below(5_100) * DAY + DAY / 2;
}

/** A moment between 2012 and 2025, to the second. */
export function drawMoment(random: Random): number {
  return FIRST_DAY + random.below(5_100) * DAY + random.below(86_400) * 1000;
}

/** A drawn value, or nothing (the default of its property) this often. */
export function oftenEmpty<T>(random: Random, emptiness: number, draw: () => T): T | undefined {
  return random.chance(emptiness) ? undefined : draw();
}

/** A price or quantity with two fractional digits. */
export function drawAmount(random: Random, limit: number): bigint {
  return BigInt(1 + random.below(limit * 100)) * 10_000n;
}

/** A credit limit: mostly round, some with six fractional digits, a few with more digits than a double holds. */
export function drawCreditLimit(random: Random): bigint {
  const kind = random.next();
  if (kind < 0.2) return 0n;
  if (kind < 0.6) return decimal(String((1 + random.below(200)) * 500));
  if (kind < 0.83) return drawAmount(random, 100_000);
  if (kind < 0.97) return BigInt(random.below(2 ** 31)) * 7n + 1n;
  if (kind < 0.98) return 1n;
  return decimal(
    `${100_000_000_000 + random.below(2 ** 31)}.${String(random.below(1_000_000)).padStart(6, '0')}`,
  );
}

export function padded(number: number, digits: number): string {
  return `${number}`.padStart(digits, '0');
}
