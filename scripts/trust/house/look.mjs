/** All that is looked at in the house, from the sources alone. */
import { deadExports } from "./dead-exports.mjs";
import { duplicates } from "./duplicates.mjs";
import { wrongImports } from "./imports.mjs";
import { knownGaps } from "./known-gaps.mjs";
import { docstringGaps } from "./public-names.mjs";
import { explained } from "./reasons.mjs";
import { limits, lineCount, longFunctions, readSources } from "./sources.mjs";

/** Kernels are loops written out: a call for each of their tiles would cost more than the lines. */
const isKernel = (where) => where.startsWith("src/compute/assembly/");

/** Facts of the code of `root`; each list is of faults, empty where all is well, but for what is named `known`. */
export function lookAtHouse(root) {
  const all = readSources(root, ["src", "test", "bench", "scripts"]);
  const sources = all.filter(({ path }) => path.startsWith("src/"));
  const code = all.filter(({ path }) => /^(src|scripts|bench|test\/support)\//.test(path));
  const lengths = sources.map(lineCount).sort((one, other) => one - other);
  const [longest] = [...all].sort((one, other) => lineCount(other) - lineCount(one));
  const long = sources.flatMap(longFunctions);
  const { counts, unexplained } = explained(duplicates(code));
  const { count, gaps } = docstringGaps(root);
  const missing = [...gaps.description, ...gaps.shape, ...gaps.default];
  return {
    nFiles: sources.length,
    median: lengths[Math.floor(lengths.length / 2)],
    longest: { path: longest.path, lines: lineCount(longest) },
    longFiles: all.filter((file) => lineCount(file) > limits.file).map(({ path }) => path),
    longFunctions: long.filter((where) => !isKernel(where)),
    knownLongKernels: long.filter(isKernel),
    longScripts: all.filter(({ path }) => path.startsWith("scripts/")).flatMap(longFunctions),
    wrongImports: sources.flatMap(wrongImports),
    deadExports: deadExports(all),
    reasons: [...counts].map(([{ between, why }, pairs]) => ({ between, why, pairs })),
    unexplained: unexplained.map(({ at, length }) => `${at}, ${length} lines`),
    nPublic: count,
    gaps: missing.filter((name) => !knownGaps.includes(name)),
    knownGaps: knownGaps.filter((name) => missing.includes(name)),
    mendedGaps: knownGaps.filter((name) => !missing.includes(name)),
  };
}
