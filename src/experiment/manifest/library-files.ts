import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The layers whose files can change a number; what stands above them only asks and shows. */
const decidingLayers = [
  "common",
  "compute",
  "data",
  "features",
  "metrics",
  "stats",
  "models",
  "experiment",
];

/** The folder of the running library: `dist` when built, `src` under a test runner. */
export const libraryFolder: string = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The package's root folder. */
export const packageFolder: string = dirname(libraryFolder);

/**
 * Paths, relative to `folder`, of the files that run in the deciding layers, sorted; without maps and
 * declarations. A missing layer is skipped.
 */
export async function decidingFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const layer of decidingLayers) {
    const entries = await readdir(join(folder, layer), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => []);
    for (const entry of entries) {
      if (!entry.isFile() || /\.(map|d\.ts|tsbuildinfo)$/.test(entry.name)) continue;
      found.push(join(entry.parentPath, entry.name).slice(folder.length + 1));
    }
  }
  return found.sort();
}
