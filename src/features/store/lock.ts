/** One process at a time does a piece of work; others wait. */
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rm, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { isProcessAlive } from "../../common/files.js";

/** Who holds a lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  /** Drawn anew each time a lock is taken. */
  readonly token: string;
}

/** How a lock is waited for. */
export interface LockOptions {
  readonly signal?: AbortSignal;
  /** Called once for each owner that is waited for. */
  readonly onWait?: (owner: LockOwner) => void;
}

/** Between two heartbeats, and between two looks at another's lock, in milliseconds. */
const heartbeatMs = 2000;
const pollMs = 100;

/**
 * Age of a heartbeat, in milliseconds, at which its owner counts as gone: one on another machine, and
 * one whose process id still runs here (it may be another process by now, or one that computes
 * without a pause).
 */
const goneElsewhereMs = 60_000;
const goneHereMs = 15 * 60_000;

/** Age, in milliseconds, at which a lock file that names nobody was left by a killed process. */
const namelessMs = 5000;

/**
 * Does `work` while holding the lock file at `path`; waits for whoever holds it, and takes over from
 * an owner that is gone. The lock saves work: what it guards must stay sound without it, since a
 * process on another machine may be taken for gone while it sleeps.
 */
export async function withLock<T>(
  path: string,
  options: LockOptions,
  work: (waited: boolean) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const token = randomBytes(8).toString("hex");
  let waitedFor = "";
  const watch = new Watch();
  while (!(await tryTake(path, token))) {
    const seen = await readOwner(path);
    if (seen === undefined) continue;
    if (await isGone(path, { ...seen, ageMs: Math.max(seen.ageMs, watch.unchangedMs(seen)) })) {
      await discard(path, seen);
    } else {
      if (seen.owner !== undefined && seen.owner.token !== waitedFor) options.onWait?.(seen.owner);
      waitedFor = seen.owner?.token ?? waitedFor;
      await wait(pollMs, undefined, options.signal === undefined ? {} : { signal: options.signal });
    }
  }
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  heartbeat.unref();
  try {
    return await work(waitedFor !== "");
  } finally {
    clearInterval(heartbeat);
    const seen = await readOwner(path);
    if (seen?.owner?.token === token) await rm(path, { force: true });
  }
}

interface SeenLock {
  /** Undefined while a lock's file is empty or cannot be understood. */
  readonly owner: LockOwner | undefined;
  readonly mtimeMs: number;
  /** By the clocks of both; negative where the owner's was ahead, or this one was set back. */
  readonly ageMs: number;
}

/** How long a lock has stayed as it is, by a clock that nobody sets. */
class Watch {
  #seen = "";
  #since = 0;

  unchangedMs({ owner, mtimeMs }: SeenLock): number {
    const seen = `${owner?.token ?? ""} ${mtimeMs}`;
    if (seen !== this.#seen) {
      this.#seen = seen;
      this.#since = performance.now();
    }
    return performance.now() - this.#since;
  }
}

async function tryTake(path: string, token: string): Promise<boolean> {
  const handle = await open(path, "wx").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return undefined;
  });
  if (handle === undefined) return false;
  try {
    const owner: LockOwner = { pid: process.pid, host: hostname(), token };
    await handle.writeFile(JSON.stringify(owner));
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
  return true;
}

/** Undefined when nobody holds the lock any more. */
async function readOwner(path: string): Promise<SeenLock | undefined> {
  try {
    const { mtimeMs } = await stat(path);
    const ageMs = Date.now() - mtimeMs;
    return { owner: parseOwner(await readFile(path, "utf8")), mtimeMs, ageMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function parseOwner(text: string): LockOwner | undefined {
  try {
    const owner = JSON.parse(text) as Partial<LockOwner> | null;
    const { pid, host, token } = owner ?? {};
    if (typeof pid !== "number" || typeof host !== "string" || typeof token !== "string") {
      return undefined;
    }
    return { pid, host, token };
  } catch {
    return undefined;
  }
}

async function isGone(path: string, { owner, ageMs }: SeenLock): Promise<boolean> {
  if (owner === undefined) return ageMs > namelessMs;
  if (owner.host !== hostname()) return ageMs > goneElsewhereMs;
  if (isProcessAlive(owner.pid)) return ageMs > goneHereMs;
  // It may have ended in good order since it was looked at.
  return (await readOwner(path))?.owner?.token === owner.token;
}

/** How old a guard must be to be that of a process that died while it held it. */
const guardMs = 10_000;

/**
 * Removes a dead owner's lock. One process at a time does so, behind a guard file: only then is what
 * it looked at still what it removes.
 */
async function discard(path: string, seen: SeenLock): Promise<void> {
  const guard = `${path}.takeover`;
  const handle = await open(guard, "wx").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return undefined;
  });
  if (handle === undefined) {
    const other = await stat(guard).catch(() => undefined);
    if (other !== undefined && Date.now() - other.mtimeMs > guardMs)
      await rm(guard, { force: true });
    return wait(pollMs);
  }
  try {
    const now = await readOwner(path);
    if (now !== undefined && now.owner?.token === seen.owner?.token)
      await rm(path, { force: true });
  } finally {
    await handle.close();
    await rm(guard, { force: true });
  }
}
