/** The built library: what a user gets is what is attacked. `MOVIOLA_DIST` names another build. */
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

export const projectRoot = fileURLToPath(new URL("../../..", import.meta.url));

/** Folder of the built library. */
export const distFolder = process.env.MOVIOLA_DIST ?? join(projectRoot, "dist");

/** A module of the built library, such as `data/index.js`. */
export function library(path) {
  return import(pathToFileURL(join(distFolder, path)).href);
}
