/** What lies in a folder: a hash for each file, over what of its content does not tell the time. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

/** Names of what is being written: those of src/common/files.ts, of a site's swap, of downloads, of folders in TMPDIR. */
const temporary = [
  /^\..+\.tmp-(\d+)-[0-9a-f]{8}$/,
  /^\..+\.old-(\d+)$/,
  /\.part(\.json|\.lock)?$/,
  /\.lock(\.takeover)?$/,
  // The folder of locks of running notebooks stays; locks of their own have the ending above.
  /^moviola-(?!notebooks-)/,
];

/** True for a path that no reader takes for something finished. */
export function isTemporary(path) {
  return path.split("/").some((name) => temporary.some((pattern) => pattern.test(name)));
}

/** Paths under `folder`, sorted, with `/`; also of folders when they are empty or temporary. */
export function pathsIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() || isTemporary(entry.name))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** `{ path: hash }` of all finished files; `normalise(path, bytes)` takes out what tells the time. */
export function snapshot(folder, normalise) {
  const files = {};
  for (const path of pathsIn(folder)) {
    if (isTemporary(path)) continue;
    const bytes = readFileSync(join(folder, path));
    files[path] = createHash("sha256").update(normalise(path, bytes)).digest("hex").slice(0, 16);
  }
  return files;
}

/** Temporary things that lie in `folder`. What a living process holds is named as such. */
export function leftovers(folder) {
  return pathsIn(folder)
    .filter((path) => temporary.some((pattern) => pattern.test(basename(path))))
    .filter((path) => !isOfSomeoneElse(path));
}

/** A process id may have been given away again: then nobody may touch what bears it. */
function isOfSomeoneElse(path) {
  const owner = /\.(?:tmp|old)-(\d+)/.exec(basename(path))?.[1];
  if (owner === undefined) return false;
  try {
    process.kill(Number(owner), 0);
    return true;
  } catch {
    return false;
  }
}

/** Paths whose hashes differ, or that only one of the two has. */
export function differences(one, other) {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].filter((path) => one[path] !== other[path]).sort();
}
