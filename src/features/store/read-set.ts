import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { FeatureSet } from "../feature-set.js";
import { corrupt } from "./errors.js";
import { manifestFile, matrixFile } from "./location.js";
import { decodeRows, visitBlocks, type BlockFault } from "./matrix-file.js";
import { missingMask, parseSet, setHash, type StoredSet } from "./stored-set.js";

/**
 * The description of the set in `folder`, verified against its own hash and name; undefined when
 * there is none. The matrix is not read. Throws `E_FEATURE_CORRUPT`.
 */
export async function readDescription(folder: string): Promise<StoredSet | undefined> {
  const path = join(folder, manifestFile);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  });
  if (text === undefined) return undefined;
  const set = parseSet(path, text);
  const hash = setHash(set.manifest, set.itemIds);
  if (hash !== set.manifest.hash) throw corrupt(path, `set ${set.manifest.hash}`, `set ${hash}`);
  if (set.id !== basename(folder)) throw corrupt(path, `set ${basename(folder)}`, `set ${set.id}`);
  return set;
}

/** Reads the set in `folder` with its matrix, every block verified. Throws `E_FEATURE_CORRUPT`. */
export async function readSet(folder: string): Promise<FeatureSet | undefined> {
  const set = await readDescription(folder);
  if (set === undefined) return undefined;
  const { manifest } = set;
  let values = new Float32Array(0);
  const faults = await visitBlocks(join(folder, matrixFile), manifest, (bytes, block) => {
    // After the first block that is there and sound: a description may promise any size.
    if (values.length === 0) values = new Float32Array(manifest.nItems * manifest.dim);
    values.set(decodeRows(bytes, manifest.dtype), block * manifest.blockRows * manifest.dim);
  });
  if (faults.length > 0) throw faults[0].error;
  return new FeatureSet({ ...set, values, missing: missingMask(set.states) });
}

/** Damaged blocks of a set's matrix; none when it is sound. Nothing is kept in memory. */
export async function findFaults(folder: string, set: StoredSet): Promise<BlockFault[]> {
  return visitBlocks(join(folder, matrixFile), set.manifest, () => undefined);
}
