import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { isMoviolaError } from "../../common/errors.js";
import { temporaryName, writeFileAtomic } from "../../common/files.js";
import { placeFolder } from "../../common/place-folder.js";
import type { FeatureManifest } from "../contract.js";
import { withRoom } from "./errors.js";
import { manifestFile, matrixFile, setName } from "./location.js";
import { writeMatrix } from "./matrix-file.js";
import { findFaults, readDescription } from "./read-set.js";
import { serialiseSet, type StoredSet } from "./stored-set.js";

/** A set as it is before its matrix is written. */
export interface UnwrittenSet extends Omit<StoredSet, "id" | "manifest"> {
  readonly manifest: Omit<FeatureManifest, "blockHashes">;
}

/** How a set is written. */
export interface WriteOptions {
  /** Rows from `start`, before `end`: `[rows x dim]`. */
  readonly rowsOf: (start: number, end: number) => Promise<Float32Array>;
  /** Replaces a sound set of the same hash; default false: that one stays. */
  readonly replace?: boolean;
}

/**
 * Writes a set under `directory` so that it is there whole or not at all: into a temporary neighbour,
 * which is then renamed. When another process was first, its set stays and is returned; a damaged one
 * is replaced. Throws `E_FEATURE_DISK`, `E_FEATURE_RANGE`.
 */
export async function writeSet(
  directory: string,
  set: UnwrittenSet,
  { rowsOf, replace = false }: WriteOptions,
): Promise<StoredSet> {
  const folder = join(directory, setName(set.manifest.hash));
  return withRoom(directory, async () => {
    await mkdir(directory, { recursive: true });
    const temporary = temporaryName(folder);
    try {
      await mkdir(temporary);
      const blockHashes = await writeMatrix(join(temporary, matrixFile), set.manifest, rowsOf);
      const manifest = { ...set.manifest, blockHashes };
      const stored: StoredSet = { ...set, id: setName(manifest.hash), manifest };
      await writeFileAtomic(join(temporary, manifestFile), serialiseSet(stored));
      const standing = await placeFolder(temporary, folder, (attempt) =>
        replace && attempt === 0 ? Promise.resolve(undefined) : readIfSound(folder),
      );
      return standing ?? stored;
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}

/** The set in `folder`, undefined when there is none or it is damaged in any place. */
export async function readIfSound(folder: string): Promise<StoredSet | undefined> {
  try {
    const set = await readDescription(folder);
    if (set === undefined || (await findFaults(folder, set)).length > 0) return undefined;
    return set;
  } catch (error) {
    if (isMoviolaError(error, "E_FEATURE_CORRUPT")) return undefined;
    throw error;
  }
}
