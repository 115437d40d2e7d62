/** A process that tries mutants one after the other; `supervise.mjs` ends it when one takes too long. */
import { createRequire } from "node:module";
import { join } from "node:path";
import { startCoverage } from "./coverage.mjs";
import { Modules } from "./modules.mjs";
import { runTests } from "./run-tests.mjs";
import { vitestOf } from "./vitest-words.mjs";

const { root, compiled, seed } = JSON.parse(process.argv[2]);
const { runner, words } = await vitestOf(root);
const modules = new Modules(root, compiled, words);
const startTests = runner.startTests;

let outside;
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => (outside ??= String(error).slice(0, 200)));
}
const fastCheck = createRequire(join(root, "package.json"))("fast-check");
fastCheck.configureGlobal({ seed, endOnFailure: true });

process.on("message", (request) => {
  void answer(request).then((reply) => process.send(reply));
});
process.on("disconnect", () => process.exit());
process.send({ ready: true });

async function answer(request) {
  outside = undefined;
  try {
    if (request.kind === "mutant") return await tryMutant(request);
    if (request.kind === "tests") return await measureTests(request);
    return await measureBranches(request);
  } catch (error) {
    return { failed: { name: "outside the tests", message: String(error?.stack).slice(0, 400) } };
  }
}

/** `groups`: `{ path, ids }` in the order in which they are tried. */
async function tryMutant({ changed, groups, testTimeout }) {
  for (const { path, ids } of groups) {
    const load = modules.fresh(changed);
    const { failed } = await runTests({ startTests, root, load, path, ids, testTimeout });
    if (failed !== undefined) return { failed };
    if (outside !== undefined) return { failed: { name: path, message: outside } };
  }
  return {};
}

/** Every test of a file, unchanged: its time, and which of `places` (`{ path: offsets }`) it reaches. */
async function measureTests({ path, places, testTimeout }) {
  const coverage = startCoverage();
  const reached = {};
  const cpuMs = {};
  const used = () => process.cpuUsage().user / 1000;
  const hooks = {
    before(test) {
      reached[""] = merge(reached[""], coverage.take(places));
      cpuMs[test.id] = -used();
    },
    after(test) {
      cpuMs[test.id] += used();
      reached[test.id] = coverage.take(places);
    },
  };
  const load = modules.fresh();
  const result = await runTests({ startTests, root, load, path, testTimeout, hooks });
  reached[""] = merge(reached[""], coverage.take(places));
  coverage.stop();
  return { ...result, reached, cpuMs };
}

function merge(one = [], other) {
  return [...new Set([...one, ...other])];
}

/** How often each block of `sources` ran over all test files. */
async function measureBranches({ paths, sources, testTimeout }) {
  const coverage = startCoverage();
  for (const path of paths) {
    await runTests({ startTests, root, load: modules.fresh(), path, testTimeout });
  }
  const blocks = coverage.blocks(sources);
  coverage.stop();
  return { blocks };
}
