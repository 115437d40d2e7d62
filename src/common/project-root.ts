import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import { isClone, packageRoot } from "./folders.js";

/**
 * The folder that data, runs and reports belong to: the clone that this code runs from; or, when the
 * code is installed as a package, the nearest folder with a `package.json` at or above the working
 * folder, or the working folder itself.
 */
export function projectRoot(): string {
  if (isClone()) return packageRoot();
  for (let folder = resolve("."); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
    if (folder === dirname(folder)) return resolve(".");
  }
}
