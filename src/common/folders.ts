import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

let foundRoot: string | undefined;

/** The folder of the package itself: the clone, or `node_modules/moviola` where it is installed. */
export function packageRoot(): string {
  foundRoot ??= findRoot(dirname(fileURLToPath(import.meta.url)));
  return foundRoot;
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (existsSync(file)) {
      const { name } = JSON.parse(readFileSync(file, "utf8")) as { name?: string };
      if (name === "moviola") return folder;
    }
    if (dirname(folder) === folder) return start;
  }
}

/** True when the package runs from a clone of its repository, not as somebody's dependency. */
export function isClone(root: string = packageRoot()): boolean {
  return existsSync(join(root, "tsconfig.json")) && !root.includes(`${sep}node_modules${sep}`);
}

/**
 * Where generated things may be kept and lost: `MOVIOLA_CACHE` if set, `.moviola` in a clone, else
 * the operating system's folder for caches. Not made by this call.
 */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { MOVIOLA_CACHE, XDG_CACHE_HOME, LOCALAPPDATA } = environment;
  if (MOVIOLA_CACHE !== undefined && MOVIOLA_CACHE !== "") return MOVIOLA_CACHE;
  if (isClone()) return join(packageRoot(), ".moviola");
  if (process.platform === "win32" && LOCALAPPDATA !== undefined) {
    return join(LOCALAPPDATA, "moviola", "cache");
  }
  if (process.platform === "darwin") return join(homedir(), "Library", "Caches", "moviola");
  const base = XDG_CACHE_HOME === undefined || XDG_CACHE_HOME === "" ? undefined : XDG_CACHE_HOME;
  return join(base ?? join(homedir(), ".cache"), "moviola");
}
