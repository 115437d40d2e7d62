/** How many notebooks run at once on a machine; the others queue. */
import { availableParallelism, tmpdir, totalmem, userInfo } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { MoviolaError } from "../../common/index.js";
import { withLock } from "../../features/store/lock.js";

/** Bytes of memory that a kernel and its runner should find. */
const bytesOfNotebook = 2 ** 30;
const mostPlaces = 64;
/** Milliseconds for which a place is looked for at once, and least ones until it is looked for again. */
const triedFor = 250;
const pause = 1000;

/** Set for the kernels of the runner: a cell that runs a notebook itself would wait for its own place. */
export const heldPlace: Readonly<Record<string, string>> = { MOVIOLA_IN_NOTEBOOK: "1" };

/** How a place is waited for. */
export interface PlaceOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once when there is none at first, with how many there are. */
  readonly onWait?: (places: number) => void;
  readonly environment?: NodeJS.ProcessEnv;
  /** Where the places' locks are; default: a folder of this user in the system's temporary one. */
  readonly folder?: string;
}

/**
 * Does `work` when one of this machine's places for notebooks is free, of this user's processes together: a
 * kernel for each of very many notebooks would start none in time and take all memory. `MOVIOLA_NOTEBOOKS` says how
 * many places there are: default one a core, or less where there is not a GiB for each; 0 for no limit. Where no
 * lock can be written, nothing waits. Rejects with the signal's reason, and with `E_NOTEBOOK_PLACES` for a
 * number that makes no sense.
 */
export async function inPlace<T>(options: PlaceOptions, work: () => Promise<T>): Promise<T> {
  const { signal, onWait, environment = process.env } = options;
  const places = placesOf(environment);
  if (places === 0 || environment.MOVIOLA_IN_NOTEBOOK !== undefined) return work();
  const folder = options.folder ?? join(tmpdir(), `moviola-notebooks-${userInfo().username}`);
  for (let isTold = false; ; isTold = true) {
    const attempt = await tryPlaces(folder, places, signal, work);
    if (attempt !== undefined) return attempt.outcome;
    signal?.throwIfAborted();
    if (!isTold) onWait?.(places);
    // Many may wait: each looks seldom, and not all at the same time.
    const milliseconds = pause + (process.pid % pause);
    await wait(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => {
      signal?.throwIfAborted();
    });
  }
}

/** Does `work` in the first free place; undefined when there is none for a moment. */
async function tryPlaces<T>(
  folder: string,
  places: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<{ readonly outcome: Promise<T> } | undefined> {
  const taken = new AbortController();
  let outcome: Promise<T> | undefined;
  const take = async (): Promise<void> => {
    // Another place was free at the same time.
    if (outcome !== undefined) return;
    outcome = work();
    taken.abort();
    await outcome.catch(() => undefined);
  };
  const ends = [taken.signal, AbortSignal.timeout(triedFor), ...(signal ? [signal] : [])];
  const until = AbortSignal.any(ends);
  const tries = Array.from({ length: places }, (_unused, place) =>
    withLock(join(folder, `${place}.lock`), { signal: until }, take),
  );
  const ended = await Promise.allSettled(tries);
  if (outcome !== undefined) return { outcome };
  const isWaiting = ended.some((one) => one.status === "fulfilled" || isAbort(one.reason));
  return isWaiting ? undefined : { outcome: work() };
}

function isAbort(reason: unknown): boolean {
  return reason instanceof Error && reason.name === "AbortError";
}

function placesOf({ MOVIOLA_NOTEBOOKS: text }: NodeJS.ProcessEnv): number {
  if (text === undefined || text === "") {
    const byMemory = Math.floor(totalmem() / bytesOfNotebook);
    return Math.min(mostPlaces, Math.max(1, Math.min(availableParallelism(), byMemory)));
  }
  const places = Number(text);
  if (/^\d+$/.test(text) && places <= mostPlaces) return places;
  throw new MoviolaError("E_NOTEBOOK_PLACES", "A setting of the runner makes no sense", {
    where: "MOVIOLA_NOTEBOOKS",
    expected: `how many notebooks may run at once, up to ${mostPlaces}; 0 for no limit`,
    got: text,
    remedy: "Leave it out for the default",
  });
}
