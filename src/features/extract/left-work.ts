import { existsSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FeatureStore } from "../store/feature-store.js";
import { locksFolder, workFolder } from "../store/location.js";
import { withLock } from "../store/lock.js";
import type { StoredSet } from "../store/stored-set.js";
import { isBlockName, readWorkBlock } from "../store/work-block.js";

/**
 * Removes blocks of work of the origin `name` that stand in a finished set: a process that was killed between
 * placing the set and clearing up leaves them, and its lock. Somebody who extracts the same at the moment is let be.
 */
export async function clearLeftWork(
  store: FeatureStore,
  name: string,
  { manifest }: StoredSet,
): Promise<void> {
  const folder = join(store.directory, workFolder, name);
  const blocks = (await readdir(folder).catch(() => [] as string[])).filter(isBlockName);
  const lock = join(store.directory, locksFolder, `${name}.lock`);
  if (blocks.length === 0 && !existsSync(lock)) return;
  const finished = new Set(manifest.sourceHashes);
  const busy = new AbortController();
  const options = { signal: busy.signal, onWait: () => busy.abort() };
  try {
    await withLock(lock, options, async () => {
      for (const path of blocks.map((block) => join(folder, block))) {
        const sources = (await readWorkBlock(path))?.sources ?? [];
        if (sources.every((source) => finished.has(source))) await rm(path, { force: true });
      }
    });
  } catch (error) {
    if (!busy.signal.aborted) throw error;
  }
}
