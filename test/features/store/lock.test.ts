import { mkdir, readdir, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect, it, vi } from "vitest";
import { withLock, type LockOwner } from "../../../src/features/store/lock.js";
import { newFolder } from "../support/poster-data.js";

/** A process id that no process has: Linux gives none above this. */
const nobody = 2 ** 22 + 1;

async function lockPath(owner?: LockOwner | string, ageSeconds = 0): Promise<string> {
  const path = join(await newFolder(), "locks", "one.lock");
  if (owner === undefined) return path;
  await mkdir(dirname(path));
  await writeFile(path, typeof owner === "string" ? owner : JSON.stringify(owner));
  const then = new Date(Date.now() - 1000 * ageSeconds);
  await utimes(path, then, then);
  return path;
}

const here = (pid: number): LockOwner => ({ pid, host: hostname(), token: "theirs" });
const elsewhere: LockOwner = { pid: 1, host: "another-machine", token: "theirs" };

/** Whether a lock is taken over within half a second. */
async function isTakenOver(path: string): Promise<boolean> {
  const signal = AbortSignal.timeout(500);
  try {
    return await withLock(path, { signal }, () => Promise.resolve(true));
  } catch (error) {
    if (!signal.aborted) throw error;
    return false;
  }
}

it("one after another, and the file goes away", async () => {
  const path = await lockPath();
  const events: string[] = [];
  const waitedFor: LockOwner[] = [];
  const work = (name: string) => async (): Promise<void> => {
    events.push(`${name} in`);
    await wait(150);
    events.push(`${name} out`);
  };
  const onWait = (owner: LockOwner): number => waitedFor.push(owner);
  await Promise.all([withLock(path, {}, work("a")), withLock(path, { onWait }, work("b"))]);
  expect(events).toEqual(
    events[0] === "a in" ? ["a in", "a out", "b in", "b out"] : ["b in", "b out", "a in", "a out"],
  );
  expect(waitedFor.every(({ pid }) => pid === process.pid)).toBe(true);
  expect(await readdir(dirname(path))).toEqual([]);
});

it("is given back when the work fails", async () => {
  const path = await lockPath();
  await expect(withLock(path, {}, () => Promise.reject(new Error("work failed")))).rejects.toThrow(
    "work failed",
  );
  expect(await isTakenOver(path)).toBe(true);
});

it("is waited for while its owner lives, here and elsewhere", async () => {
  expect(await isTakenOver(await lockPath(here(process.pid)))).toBe(false);
  expect(await isTakenOver(await lockPath(here(process.pid), 120))).toBe(false);
  expect(await isTakenOver(await lockPath(elsewhere))).toBe(false);
  expect(await isTakenOver(await lockPath(""))).toBe(false);
});

it("is taken over from a process that is gone", async () => {
  expect(await isTakenOver(await lockPath(here(nobody)))).toBe(true);
  expect(await isTakenOver(await lockPath(here(process.pid), 3600))).toBe(true);
  expect(await isTakenOver(await lockPath(elsewhere, 120))).toBe(true);
  for (const text of ["", "{", "null", "{}"]) {
    expect(await isTakenOver(await lockPath(text, 60))).toBe(true);
  }
});

it("is taken over also where the clock was set back, once it has stayed the same for long", async () => {
  // Its time is an hour from now; nobody's name is in it.
  const path = await lockPath("", -3600);
  expect(await isTakenOver(path)).toBe(false);
  const watched = vi.spyOn(performance, "now");
  let later = 0;
  watched.mockImplementation(() => (later += 2000));
  expect(await isTakenOver(path)).toBe(true);
  watched.mockRestore();
});

it("is taken over by one of many that wait, never by two at a time", async () => {
  const path = await lockPath(here(nobody));
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await wait(10);
    inside--;
  };
  await Promise.all(Array.from({ length: 8 }, () => withLock(path, {}, work)));
  expect(most).toBe(1);
  expect(await readdir(dirname(path))).toEqual([]);
});
