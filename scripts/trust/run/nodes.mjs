/** Releases of Node from the npm registry, pinned, kept in the cache of the project. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** One release of each line that the README promises. */
export const nodeVersions = ["20.20.2", "22.23.3", "24.21.0"];

/**
 * Path of a Node of this version: this process's own, or the binary of the package `node-<platform>-<arch>`, fetched
 * once. Undefined where it cannot be had.
 */
export function nodeOf(version, root) {
  if (process.versions.node === version) return process.execPath;
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = join(root, "node_modules", ".cache", "moviola", "nodes", version);
  const program = process.platform === "win32" ? "node.exe" : "node";
  const path = join(folder, "node_modules", name, "bin", program);
  try {
    if (!existsSync(path)) fetchInto(folder, `${name}@${version}`);
    const said = execFileSync(path, ["--version"], { encoding: "utf8" }).trim();
    return said === `v${version}` ? path : undefined;
  } catch {
    return undefined;
  }
}

function fetchInto(folder, specifier) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const words = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync("npm", [...words, specifier], {
    cwd: folder,
    stdio: "ignore",
    timeout: 300_000,
    shell: process.platform === "win32",
  });
}
