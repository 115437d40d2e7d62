import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { temporaryName } from "./files.js";

/** How often a place that is taken is looked at again. */
const maximumAttempts = 5;

/**
 * Renames the folder `temporary` to `folder`, so that a reader sees all of it or nothing. Where
 * something stands at that place, `standing` says what: a sound result of another process is returned
 * and `temporary` left to the caller; undefined means that it is to be replaced, which takes the old
 * folder out of the way in one step. Returns undefined when `temporary` is there now.
 */
export async function placeFolder<T>(
  temporary: string,
  folder: string,
  standing: (attempt: number) => Promise<T | undefined>,
): Promise<T | undefined> {
  for (let attempt = 0; ; attempt++) {
    try {
      await rename(temporary, folder);
      await flushPath(dirname(folder));
      return undefined;
    } catch (error) {
      if (!isOccupied(error) || attempt === maximumAttempts) throw error;
    }
    const other = await standing(attempt);
    if (other !== undefined) return other;
    await discardFolder(folder);
  }
}

function isOccupied(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  // Windows says EPERM where others say that the folder is not empty; ENOTDIR is a file in its place.
  return code === "ENOTEMPTY" || code === "EEXIST" || code === "EPERM" || code === "ENOTDIR";
}

/** Moves a folder out of the way in one step, then removes it. A missing one is not an error. */
async function discardFolder(folder: string): Promise<void> {
  const aside = temporaryName(folder);
  await rename(folder, aside).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  });
  await rm(aside, { recursive: true, force: true });
}

/** Makes sure that a file's or folder's content has reached the disk; folders only where that works. */
export async function flushPath(path: string): Promise<void> {
  const handle = await open(path, "r").catch(() => undefined);
  if (handle === undefined) return;
  try {
    await handle.sync();
  } catch {
    // Some systems refuse to flush what is open for reading; the rename is atomic all the same.
  } finally {
    await handle.close();
  }
}
