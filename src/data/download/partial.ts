/** The beginning of a download on disk, and what is needed to continue it. */
import { open, readFile, rm, stat } from "node:fs/promises";
import { isProcessAlive, writeJsonAtomic } from "../../common/files.js";
import { MoviolaError } from "../../common/errors.js";
import { isRefusedWrite } from "../../common/refused-write.js";
import { diskError } from "./failure.js";

/** What the server said of the file that a beginning belongs to. */
export interface PartialNote {
  readonly address: string;
  /** Strong ETag or Last-Modified, for `If-Range`; null when the server gave neither. */
  readonly validator: string | null;
}

/** Names of the files beside a target while it is being fetched. */
export function partialPath(target: string): string {
  return `${target}.part`;
}

/** Bytes of the beginning that are there, with its note; 0 and undefined when there is none. */
export async function readPartial(
  target: string,
): Promise<{ readonly size: number; readonly note: PartialNote | undefined }> {
  const size = await stat(partialPath(target)).then(
    (status) => status.size,
    () => 0,
  );
  try {
    const text = await readFile(`${partialPath(target)}.json`, "utf8");
    const note = JSON.parse(text) as Partial<PartialNote>;
    if (typeof note.address !== "string") return { size, note: undefined };
    const validator = typeof note.validator === "string" ? note.validator : null;
    return { size, note: { address: note.address, validator } };
  } catch {
    return { size, note: undefined };
  }
}

/** Remembers what the beginning belongs to. */
export async function writeNote(target: string, note: PartialNote): Promise<void> {
  await writeJsonAtomic(`${partialPath(target)}.json`, note);
}

/** Throws the beginning away. */
export async function discardPartial(target: string): Promise<void> {
  await rm(partialPath(target), { force: true });
  await rm(`${partialPath(target)}.json`, { force: true });
}

/**
 * Removes what a process left beside a finished `target` that was killed between its rename and the end. Beside one
 * that a living process is at, nothing is touched.
 */
export async function clearLeavings(target: string): Promise<void> {
  const lock = lockPath(target);
  const owner = Number(await readFile(lock, "utf8").catch(() => ""));
  if (owner > 0 && isProcessAlive(owner)) return;
  try {
    await discardPartial(target);
    await rm(lock, { force: true });
  } catch {
    // The file is whole; where it lies may be a folder that takes no changes.
  }
}

function lockPath(target: string): string {
  return `${partialPath(target)}.lock`;
}

/**
 * Holds the download of `target` for this process while `work` runs. Throws `E_DOWNLOAD_BUSY` when
 * another living process holds it; the lock of a dead one is taken over.
 */
export async function withLock<T>(target: string, work: () => Promise<T>): Promise<T> {
  const path = lockPath(target);
  await takeLock(path, target);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function takeLock(path: string, target: string): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(path, "wx");
      await handle.writeFile(String(process.pid));
      await handle.close();
      return;
    } catch (error) {
      if (isRefusedWrite(error)) throw diskError(target, error);
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(path, "utf8").catch(() => ""));
    if (owner > 0 && isProcessAlive(owner)) {
      throw new MoviolaError("E_DOWNLOAD_BUSY", "This file is being fetched already", {
        where: target,
        got: `process ${owner} holds ${path}`,
        remedy: "Wait for it, or remove the lock file if that process is not a download",
      });
    }
    await rm(path, { force: true });
  }
}
