import { delimiter, resolve } from "node:path";

import { projectRoot } from "../../common/project-root.js";

/**
 * The folders in which data sets are looked for, in this order, without doubles, whether they exist
 * or not:
 *
 * 1. the environment variable `MOVIOLA_DATA` (several folders are separated as in `PATH`);
 * 2. `data/` of the project, then `data/` of the working folder;
 * 3. `../shared/data` beside the project.
 */
export function dataRoots(): string[] {
  const named = (process.env.MOVIOLA_DATA ?? "").split(delimiter).filter((path) => path !== "");
  const root = projectRoot();
  const roots = [
    ...named.map((path) => resolve(path)),
    resolve(root, "data"),
    resolve("data"),
    resolve(root, "../shared/data"),
  ];
  return [...new Set(roots)];
}
