/** Plays out what fast-check's scheduler orders, one step after the other, until some work is done. */
import type fc from 'fast-check';

/**
 * As `scheduler.waitFor(work)`. That one gives each step fifty turns of the microtask queue, which is half the time of a
 * short interleaving; here the queue runs empty by itself, as it does before the event loop goes on.
 */
export async function playOut(
  scheduler: Pick<fc.Scheduler, 'count' | 'waitOne'>,
  work: Promise<unknown>,
): Promise<void> {
  const progress = { isDone: false };
  const done = work.finally(() => {
    progress.isDone = true;
  });
  // Whoever waits for it below may come too late for a failure to be handled.
  done.catch(() => undefined);
  await queueToEmpty();
  while (!progress.isDone) {
    if (scheduler.count() > 0) await scheduler.waitOne();
    await queueToEmpty();
  }
  await done;
}

function queueToEmpty(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
