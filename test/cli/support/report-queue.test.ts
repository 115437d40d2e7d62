import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { runQueue } from "../../../src/cli/support/report-queue.js";

const plain = (name: string) => ({ name, readsRuns: false });
const reader = (name: string) => ({ name, readsRuns: true });

/** Work that ends when the test says so, and a log of starts and ends. */
function bench() {
  const log: string[] = [];
  const ends = new Map<string, { resolve: (name: string) => void; reject: (why: Error) => void }>();
  const work = (name: string): Promise<string> => {
    log.push(`+${name}`);
    return new Promise<string>((resolve, reject) => ends.set(name, { resolve, reject }));
  };
  const end = async (name: string, error?: Error): Promise<void> => {
    log.push(`-${name}`);
    if (error === undefined) ends.get(name)!.resolve(name);
    else ends.get(name)!.reject(error);
    await setImmediate();
  };
  return { log, work, end };
}

describe("runQueue", () => {
  test("at most so many at a time, results in the order of the queue", async () => {
    const { log, work, end } = bench();
    const all = runQueue(["a", "b", "c"].map(plain), 2, work);
    await setImmediate();
    expect(log).toEqual(["+a", "+b"]);
    await end("b");
    expect(log).toEqual(["+a", "+b", "-b", "+c"]);
    await end("c");
    await end("a");
    expect(await all).toEqual(["a", "b", "c"]);
  });

  test("one that reads the runs waits for all before it", async () => {
    const { log, work, end } = bench();
    const all = runQueue([plain("a"), plain("b"), reader("sum"), plain("c")], 2, work);
    await setImmediate();
    await end("a");
    expect(log).toEqual(["+a", "+b", "-a"]);
    await end("b");
    expect(log.slice(3)).toEqual(["-b", "+sum", "+c"]);
    await end("c");
    await end("sum");
    expect(await all).toEqual(["a", "b", "sum", "c"]);
  });

  test("after a failure nothing starts, and what is under way is waited for", async () => {
    const { log, work, end } = bench();
    let isOver = false;
    const all = runQueue(["a", "b", "c"].map(plain), 2, work).finally(() => (isOver = true));
    const failed = expect(all).rejects.toThrow("no film");
    await setImmediate();
    await end("a", new Error("no film"));
    expect(log).toEqual(["+a", "+b", "-a"]);
    expect(isOver).toBe(false);
    await end("b");
    await failed;
    expect(log).not.toContain("+c");
  });

  test("an empty queue is done", async () => {
    expect(await runQueue([], 2, () => Promise.reject(new Error("never")))).toEqual([]);
  });
});
