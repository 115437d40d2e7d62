/** Which notebooks run beside each other, and which wait. */

/** A notebook in its turn. */
export interface QueuedNotebook {
  readonly name: string;
  /** It reads what the others leave in the run store: it starts when all before it have ended. */
  readonly readsRuns: boolean;
}

/**
 * Does the notebooks, at most `jobs` at a time, each in its turn; one that reads the run store waits for all
 * before it, and those behind it wait for its start. Results are in the order of `queue`. When one is rejected,
 * nothing new starts, the ones under way are waited for, and the first reason is thrown.
 */
export async function runQueue<T>(
  queue: readonly QueuedNotebook[],
  jobs: number,
  work: (name: string) => Promise<T>,
): Promise<T[]> {
  const results: Promise<T>[] = [];
  const underWay = new Set<Promise<unknown>>();
  let hasFailed = false;
  for (const { name, readsRuns } of queue) {
    while (underWay.size >= (readsRuns ? 1 : jobs)) await Promise.race(underWay);
    if (hasFailed) break;
    const result = work(name);
    results.push(result);
    const ended = result
      .catch(() => {
        hasFailed = true;
      })
      .finally(() => underWay.delete(ended));
    underWay.add(ended);
  }
  await Promise.all(underWay);
  return Promise.all(results);
}
