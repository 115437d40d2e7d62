import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join, relative } from "node:path";

import { fileHash } from "../../common/hash.js";

/** Files in a folder, sorted, whose names `accept` agrees to; none if there is no such folder. */
export async function listFiles(
  folder: string,
  accept: (name: string) => boolean = () => true,
): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    () => [] as Dirent[],
  );
  return entries
    .filter((entry) => entry.isFile() && accept(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** `path sha256` of every given file, paths relative to `root`. */
export async function contentLines(root: string, files: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const file of files) lines.push(`${relative(root, file)} ${await fileHash(file)}`);
  return lines;
}

/**
 * `path size time` of every file below the given folders: an identity that is quick to find for
 * large data, and changes when a file is replaced. Folders that do not exist say so.
 */
export async function fileStamps(folders: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  for (const folder of folders) {
    const files = await listFiles(folder);
    lines.push(`${folder} ${files.length}`);
    for (const file of files) {
      const { size, mtimeMs } = await stat(file);
      lines.push(`${relative(folder, file)} ${size} ${mtimeMs}`);
    }
  }
  return lines;
}
