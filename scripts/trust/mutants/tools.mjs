/** Stryker's instrumenter, installed by a lockfile of its own into the cache: `npm ci` of the project stays as it is. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const npmOptions = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

/** Where everything of this part is kept and may be lost. */
export function cacheFolder(root) {
  return join(root, "node_modules", ".cache", "moviola", "mutants");
}

/** Resolves to Stryker's instrumenter, after `npm ci` where the lockfile is not yet installed. */
export async function loadInstrumenter(root) {
  const folder = join(cacheFolder(root), "tools");
  const stampPath = join(folder, "installed");
  const stamp = createHash("sha256")
    .update(readFileSync(join(here, "package-lock.json")))
    .digest("hex");
  if (!existsSync(stampPath) || readFileSync(stampPath, "utf8") !== stamp) {
    mkdirSync(folder, { recursive: true });
    for (const name of ["package.json", "package-lock.json"]) {
      copyFileSync(join(here, name), join(folder, name));
    }
    execFileSync("npm", npmOptions, { cwd: folder, shell: process.platform === "win32" });
    writeFileSync(stampPath, stamp);
  }
  const resolve = createRequire(join(folder, "package.json")).resolve;
  const { Instrumenter } = await import(
    pathToFileURL(resolve("@stryker-mutator/instrumenter")).href
  );
  const quiet = { isDebugEnabled: () => false, debug() {}, info() {}, warn() {}, error() {} };
  return new Instrumenter(quiet);
}
