/**
 * What is mutated, and the tests that must notice: the folder of `test/` that mirrors it, no others. `most` mutants
 * are tried, drawn by the seed; all without it.
 */
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

export const folders = [
  { name: "stats", sources: ["src/stats"], tests: ["test/stats"], most: 130 },
  { name: "metrics", sources: ["src/metrics"], tests: ["test/metrics"], most: 130 },
  {
    name: "leak-check",
    sources: ["src/experiment/leak-check"],
    tests: ["test/experiment/leak-check"],
    most: 130,
  },
  { name: "papers", sources: ["src/papers"], tests: ["test/papers"], most: 130 },
  { name: "splits", sources: ["src/data/split"], tests: ["test/data/split"], most: 130 },
  {
    name: "readers",
    sources: ["src/data/read", "src/data/npy"],
    tests: ["test/data/read", "test/data/npy"],
    most: 130,
  },
];

/** Files under `paths` that end in `ending`, relative to `root`, sorted. */
export function filesUnder(root, paths, ending) {
  const found = paths.flatMap((path) => {
    const whole = join(root, path);
    if (!existsSync(whole)) return [];
    if (statSync(whole).isFile()) return [path];
    return readdirSync(whole, { recursive: true }).map((name) => join(path, String(name)));
  });
  return found.filter((path) => path.endsWith(ending)).sort();
}

export function sourcesOf(root, { sources }) {
  return filesUnder(root, sources, ".ts");
}

/**
 * Tests of real data are left out: they need files that are not part of the project. So are those that compile
 * programs: the compiler reads the sources as they are.
 */
export function testsOf(root, { tests }) {
  const compiles = (path) => readFileSync(join(root, path), "utf8").includes("support/compile.js");
  return filesUnder(root, tests, ".test.ts").filter((path) => {
    return !path.endsWith("real-data.test.ts") && !compiles(path);
  });
}
