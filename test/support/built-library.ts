import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Folder of the built library; undefined before `npm run build`. */
export function builtLibrary(): string | undefined {
  const folder = process.env.MOVIOLA_DIST ?? join(import.meta.dirname, "../../dist");
  return existsSync(join(folder, "experiment", "index.js")) ? folder : undefined;
}

/** Address of the built library's folder, without a final slash, for a child process that runs without TypeScript. */
export function builtAddress(): string {
  return pathToFileURL(builtLibrary() ?? "dist").href;
}
