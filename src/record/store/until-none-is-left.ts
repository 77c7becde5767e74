/** Deletes by and by, so that batches that wait get their turn in between. */

/** @param some deletes some, and says how many; none is the end */
export async function untilNoneIsLeft(some: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (;;) {
    const deleted = await some();
    if (deleted === 0) return sum;
    sum += deleted;
  }
}
