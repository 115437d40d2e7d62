import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { contentHash } from "../../common/hash.js";
import { decidingFiles, libraryFolder, packageFolder } from "./library-files.js";
import type { Manifest } from "../run-record.js";

let known: Promise<Manifest["code"]> | undefined;

/**
 * Hash of the library's running files and of the lockfile. Read once a process: what runs is what
 * was loaded at its start.
 */
export function codeIdentity(): Promise<Manifest["code"]> {
  known ??= readIdentity(libraryFolder, packageFolder);
  return known;
}

/** As {@link codeIdentity}, of any folder of library files and any package folder; not cached. */
export async function readIdentity(
  library: string,
  packageRoot: string,
): Promise<Manifest["code"]> {
  const parts: (string | Uint8Array)[] = [];
  for (const path of await decidingFiles(library)) {
    parts.push(path, await readFile(join(library, path)));
  }
  return { hash: contentHash(parts), lockfileHash: await lockfileHash(packageRoot) };
}

/** Hash of the nearest `package-lock.json` at or above `folder`; "none" without one. */
async function lockfileHash(folder: string): Promise<string> {
  const bytes = await readFile(join(folder, "package-lock.json")).catch(() => undefined);
  if (bytes !== undefined) return contentHash([bytes]);
  const parent = dirname(folder);
  return parent === folder ? "none" : lockfileHash(parent);
}
