/** Does several things at once, but never more than so many. */

/** After one task has failed no other is begun, and those under way are awaited. */
export async function inParallel(tasks: readonly (() => Promise<void>)[], degree: number): Promise<void> {
  const waiting = [...tasks].reverse();
  const worker = async (): Promise<void> => {
    for (let task = waiting.pop(); task !== undefined; task = waiting.pop()) {
      try {
        await task();
      } catch (error) {
        waiting.length = 0;
        throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: degree }, worker));
  const failed = ended.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
}
