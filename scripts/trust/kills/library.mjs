/** The built library of the clone that is tried. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of `dist/`, such as `data/index.js`. */
export function library(root, path) {
  return import(pathToFileURL(join(root, "dist", path)).href);
}

/** Words that call the program as a user does. */
export function program(root, ...words) {
  return [join(root, "dist", "cli", "main.js"), ...words];
}
