/** Durations and sizes as people write them. */

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const bytes: Readonly<Record<string, number>> = { B: 1, KiB: 1_024, MiB: 1_024 ** 2, GiB: 1_024 ** 3 };

export const durationPattern = /^\d{1,9}(?:ms|s|m|h)$/;
export const sizePattern = /^\d{1,9}(?:B|KiB|MiB|GiB)$/;

/**
 * Milliseconds; NaN if the text is no duration.
 *
 * @example parseDuration('25s') // 25000
 */
export function parseDuration(text: string): number {
  return durationPattern.test(text) ? parse(text, milliseconds) : Number.NaN;
}

/**
 * Bytes; NaN if the text is no size.
 *
 * @example parseSize('32KiB') // 32768
 */
export function parseSize(text: string): number {
  return sizePattern.test(text) ? parse(text, bytes) : Number.NaN;
}

function parse(text: string, units: Readonly<Record<string, number>>): number {
  const amount = Number.parseInt(text, 10);
  return amount * (units[text.replace(/^\d+/, '')] ?? Number.NaN);
}
