import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeJsonAtomic } from "../../common/files.js";
import type { FeatureStore } from "../store/feature-store.js";
import { ladderFile } from "../store/location.js";
import { isAbout, type LadderResult } from "./verify-preset.js";

/** Keeps a result beside the manifest of every set whose vectors it is about; returns their ids. */
export async function storeLadder(store: FeatureStore, result: LadderResult): Promise<string[]> {
  const ids: string[] = [];
  for (const { id, manifest } of await store.list()) {
    if (!isAbout(result, manifest.identity)) continue;
    await writeJsonAtomic(join(store.folderOf(id), ladderFile), result);
    ids.push(id);
  }
  return ids;
}

/** The result that was stored for a set; undefined when it was never verified. */
export async function readLadder(
  store: FeatureStore,
  id: string,
): Promise<LadderResult | undefined> {
  try {
    return JSON.parse(await readFile(join(store.folderOf(id), ladderFile), "utf8")) as LadderResult;
  } catch {
    return undefined;
  }
}
