/** The instant of a request, which is the same in all of its clauses. */

/** `now()`, to the millisecond. */
export function nowText(): string {
  // JavaScript writes three digits of the second always, rows hold none that are zero at the end.
  return new Date().toISOString().replace(/\.?0+Z$/, 'Z');
}
