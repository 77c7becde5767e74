/**
 * Lets processes take turns, and changes who comes first: noise of the machine, and the state in which one leaves it to
 * the next, then falls on all alike. Whoever waits while others warm up has cooled down again.
 */
export async function inTurns<Subject>(
  rounds: number,
  subjects: readonly Subject[],
  turn: (subject: Subject) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of round % 2 === 0 ? subjects : subjects.toReversed()) await turn(subject);
  }
}
