import { readdir, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import { removeStaleTemporaries } from "../../common/files.js";
import { FeatureSet } from "../feature-set.js";
import { defaultFeaturesFolder, isSetName, workFolder } from "./location.js";
import { findFaults, readDescription, readSet } from "./read-set.js";
import { missingMask, type StoredSet } from "./stored-set.js";
import { writeSet, type UnwrittenSet } from "./write-set.js";

/**
 * Feature sets on disk: one folder a set, named by the beginning of its hash, with `features.npy`, which
 * NumPy opens as it is, and `manifest.json`. A folder appears by one rename, so a set that was killed is
 * not there. Every block of rows has a checksum that reading verifies: damaged features are never taken
 * for sound ones.
 */
export class FeatureStore {
  /** Absolute path of the folder that holds the sets' folders. */
  readonly directory: string;

  /** `directory` is `MOVIOLA_FEATURES`, else `features` in the cache's folder, unless given. */
  constructor(directory?: string) {
    this.directory = directory === undefined ? defaultFeaturesFolder() : resolve(directory);
  }

  /** Folder of the set with this id, whether it is there or not. Throws `E_FEATURE_ID`. */
  folderOf(id: string): string {
    if (isSetName(id)) return join(this.directory, id);
    throw idError(id, "16 hexadecimal digits");
  }

  /** The set with this id, every block verified; undefined when it is not there. Throws `E_FEATURE_CORRUPT`, `E_FEATURE_ID`. */
  async read(id: string): Promise<FeatureSet | undefined> {
    return readSet(this.folderOf(id));
  }

  /** As {@link read}, without the matrix, which is not verified either. */
  async describe(id: string): Promise<StoredSet | undefined> {
    return readDescription(this.folderOf(id));
  }

  /** Verifies every block of a set, with little memory. Throws `E_FEATURE_CORRUPT` on the first damaged one. */
  async verify(id: string): Promise<StoredSet | undefined> {
    const set = await this.describe(id);
    if (set === undefined) return undefined;
    const faults = await findFaults(this.folderOf(id), set);
    if (faults.length > 0) throw faults[0].error;
    return set;
  }

  /** Keeps a set whose matrix is in memory; one of the same hash that is there and sound stays. */
  async write(set: UnwrittenSet, values: Float32Array): Promise<FeatureSet> {
    const { dim } = set.manifest;
    const rowsOf = (start: number, end: number): Promise<Float32Array> =>
      Promise.resolve(values.subarray(start * dim, end * dim));
    const stored = await writeSet(this.directory, set, { rowsOf });
    return new FeatureSet({ ...stored, values, missing: missingMask(stored.states) });
  }

  /** All sets, oldest first. Damaged descriptions are left out. */
  async list(): Promise<StoredSet[]> {
    const sets: StoredSet[] = [];
    for (const name of await this.#names()) {
      const set = await this.#describeIfSound(name);
      if (set !== undefined) sets.push(set);
    }
    const key = ({ manifest, id }: StoredSet): string => manifest.startedAt + id;
    return sets.sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }

  /** The id that begins with these digits. Throws `E_FEATURE_ID` when none or several do. */
  async resolve(beginning: string): Promise<string> {
    if (!/^[0-9a-f]{4,64}$/.test(beginning)) throw idError(beginning, "4 to 16 hexadecimal digits");
    const names = await this.#names();
    const found = names.filter((name) => name.startsWith(beginning.slice(0, 16)));
    if (found.length === 1) return found[0];
    const expected = found.length === 0 ? "the id of a stored set" : `one of ${found.join(", ")}`;
    throw idError(beginning, expected, this.directory);
  }

  /** Removes a set; one that is not there is no error. */
  async remove(id: string): Promise<void> {
    await rm(this.folderOf(id), { recursive: true, force: true });
  }

  /** Removes what killed writers left behind, but for the blocks that they finished. */
  async clean(): Promise<string[]> {
    return removeStaleTemporaries(this.directory);
  }

  /** Removes the blocks of extractions that never came to their end. */
  async removeWork(): Promise<void> {
    await rm(join(this.directory, workFolder), { recursive: true, force: true });
  }

  async #names(): Promise<string[]> {
    const names = await readdir(this.directory).catch(() => [] as string[]);
    return names.filter(isSetName).sort();
  }

  async #describeIfSound(id: string): Promise<StoredSet | undefined> {
    try {
      return await this.describe(id);
    } catch (error) {
      if (isMoviolaError(error, "E_FEATURE_CORRUPT")) return undefined;
      throw error;
    }
  }
}

function idError(id: string, expected: string, where?: string): MoviolaError {
  return new MoviolaError("E_FEATURE_ID", "This is not the id of a feature set", {
    ...(where === undefined ? {} : { where }),
    expected,
    got: JSON.stringify(id),
    remedy: "`moviola features list` lists the sets with their ids",
  });
}
