/** Guesses which name was meant where an unknown one was written. */

/**
 * Text to append to a message: the name that comes close, or all that there are.
 *
 * @example suggestName('timout', ['timeout', 'profile']) // '; did you mean timeout?'
 * @example suggestName('colour', ['timeout', 'profile']) // '; there are profile, timeout'
 */
export function suggestName(name: string, known: readonly string[]): string {
  const close = closestName(name, known);
  if (close !== undefined) return `; did you mean ${close}?`;
  return known.length === 0 ? '; there is none' : `; there are ${known.toSorted().join(', ')}`;
}

function closestName(name: string, known: readonly string[]): string | undefined {
  const lower = name.toLowerCase();
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(lower, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return best?.candidate;
}

/**
 * The names that come closest, closest first.
 *
 * @example nearestNames('citi', ['Name', 'City', 'Cities'], 2) // ['City', 'Cities']
 */
export function nearestNames(name: string, known: readonly string[], most: number): readonly string[] {
  const lower = name.slice(0, LONGEST_COMPARED).toLowerCase();
  return known
    .map((candidate) => ({ candidate, distance: editDistance(lower, candidate.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ candidate }) => candidate);
}

/** The longest name that OData allows; of what strangers send, no more is worth the time. */
const LONGEST_COMPARED = 128;

/** Letters to insert, delete or replace until one text is the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
