import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A name beside `path` that no other process uses; `rename` from it to `path` is atomic. */
export function temporaryName(path: string): string {
  return join(
    dirname(path),
    `.${basename(path)}.tmp-${process.pid}-${randomBytes(4).toString("hex")}`,
  );
}

/** All of a file, or its pieces one after another where it would not fit into one text. */
export type FileContent = string | Uint8Array | Iterable<string> | AsyncIterable<string>;

/**
 * Writes a file so that a reader sees the old content or the new, never a part: the bytes go to a
 * temporary neighbour, are flushed to disk, and the neighbour is renamed. Makes missing folders. What killed
 * writers of the same file left beside it is removed.
 */
export async function writeFileAtomic(path: string, content: FileContent): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // First, since what they left may be what fills the disk; one that cannot be removed stops no write.
  await removeStaleTemporaries(dirname(path), basename(path)).catch(() => undefined);
  const temporary = temporaryName(path);
  try {
    const handle = await open(temporary, "wx");
    try {
      if (typeof content === "string" || content instanceof Uint8Array) {
        await handle.writeFile(content);
      } else for await (const piece of content) await handle.appendFile(piece);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Writes `value` as indented JSON with a final newline, atomically. */
export async function writeJsonAtomic(path: string, value: unknown): Promise<void> {
  await writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/**
 * Names of temporary neighbours in `directory` that writers which no longer run left behind: of all files and
 * folders, or of the one called `name`. With `alsoOwn` those of this process count, too, as after the death of one of
 * its threads. A missing directory has none.
 */
export async function staleTemporaries(
  directory: string,
  name?: string,
  alsoOwn = false,
): Promise<string[]> {
  const names = await readdir(directory).catch(() => [] as string[]);
  return names.filter((found) => {
    const [, of, owner] = /^\.(.+)\.tmp-(\d+)-[0-9a-f]{8}$/.exec(found) ?? [];
    if (owner === undefined || (name !== undefined && of !== name)) return false;
    return (alsoOwn && Number(owner) === process.pid) || !isProcessAlive(Number(owner));
  });
}

/** Removes what {@link staleTemporaries} names; returns the removed names. */
export async function removeStaleTemporaries(
  directory: string,
  name?: string,
  alsoOwn = false,
): Promise<string[]> {
  const stale = await staleTemporaries(directory, name, alsoOwn);
  for (const found of stale) await rm(join(directory, found), { recursive: true, force: true });
  return stale;
}

/** True while a process with this id runs on this machine. */
export function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
