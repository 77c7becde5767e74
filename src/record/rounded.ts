/** Milliseconds as records have them. */

/** Microseconds are what a clock of this kind can tell. */
export function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1_000) / 1_000;
}
