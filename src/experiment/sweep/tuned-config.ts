import { resolve } from "node:path";
import { readSearch } from "../select/search-file.js";
import type { ReadTuned } from "./expand-models.js";

/**
 * Reads the model and best configuration of files that `moviola tune` wrote; relative paths are from
 * `folder`. Each file is read once. Throws `E_SELECT_FILE`.
 */
export function tunedReader(folder: string): ReadTuned {
  const known = new Map<string, ReturnType<ReadTuned>>();
  return (path) => {
    const found = known.get(path) ?? readBest(resolve(folder, path));
    known.set(path, found);
    return found;
  };
}

async function readBest(path: string): ReturnType<ReadTuned> {
  const { model, bestConfig } = await readSearch(path);
  return { model, config: bestConfig };
}
