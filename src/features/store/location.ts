import { join, resolve } from "node:path";
import { cacheFolder } from "../../common/folders.js";

/** The folder where feature sets are kept: `MOVIOLA_FEATURES` when set, else `features` in `cacheFolder()`. */
export function defaultFeaturesFolder(): string {
  const named = process.env.MOVIOLA_FEATURES;
  return named === undefined || named === "" ? join(cacheFolder(), "features") : resolve(named);
}

/** Name of the matrix in a set's folder. */
export const matrixFile = "features.npy";

/** Name of the description in a set's folder. */
export const manifestFile = "manifest.json";

/** Name of the parity ladder's result in a set's folder. */
export const ladderFile = "ladder.json";

/** Folder, in the store, of vectors whose set is not finished. */
export const workFolder = "work";

/** Folder, in the store, of the locks of extractions under way. */
export const locksFolder = "locks";

/** True for the name of a finished set's folder; temporaries have other names. */
export function isSetName(name: string): boolean {
  return /^[0-9a-f]{16}$/.test(name);
}

/** The folder name of the set with this hash. */
export function setName(hash: string): string {
  return hash.slice(0, 16);
}
