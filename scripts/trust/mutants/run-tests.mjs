/** Runs chosen tests of one file with Vitest's runner and stops at the first that fails. */
import { join } from "node:path";

/**
 * `ids`: which tests, undefined for all. Resolves to `{ tests: [{ id, name, state, ms }], failed }`, where `failed`
 * is the first failing test's name with its message, or that the file could not be loaded.
 */
export async function runTests({ startTests, root, load, path, ids, testTimeout, hooks = {} }) {
  const tests = [];
  let failed;
  const chosen = ids === undefined ? undefined : new Set(ids);
  const runner = {
    config: configOf(root, testTimeout),
    importFile: () => load(path),
    async onBeforeRunTask(test) {
      const isChosen = chosen === undefined || chosen.has(test.id);
      if (!isChosen || (failed !== undefined && chosen !== undefined)) test.mode = "skip";
      else await hooks.before?.(test);
    },
    async onAfterRunTask(test) {
      const { state, duration = 0, errors } = test.result ?? { state: "skip" };
      const name = `${path} > ${fullName(test)}`;
      tests.push({ id: test.id, name, state, ms: duration });
      if (state === "fail") failed ??= { name, id: test.id, message: messageOf(errors) };
      await hooks.after?.(test);
    },
  };
  const [file] = await startTests([{ filepath: join(root, path) }], runner);
  failed ??= failureOfSuites(file, path);
  return { tests, failed };
}

function configOf(root, testTimeout) {
  return {
    root,
    name: "",
    setupFiles: [],
    passWithNoTests: true,
    allowOnly: true,
    sequence: { shuffle: false, concurrent: false, seed: 1, hooks: "stack", setupFiles: "list" },
    maxConcurrency: 1,
    testTimeout,
    hookTimeout: testTimeout,
    retry: 0,
    tags: [],
    strictTags: false,
    diffOptions: { truncateThreshold: 3, maxDepth: 2 },
  };
}

function fullName(task) {
  const names = [];
  for (let at = task; at !== undefined && at.type !== "file"; at = at.suite) {
    if (at.filepath === undefined) names.unshift(at.name);
  }
  return names.join(" > ");
}

function messageOf(errors) {
  return String(errors?.[0]?.message ?? "").slice(0, 200);
}

/** A failure of loading the file or of a hook around a suite. */
function failureOfSuites(suite, path) {
  if (suite.result?.state === "fail" && suite.result.errors?.length > 0) {
    return { name: `${path}, outside its tests`, message: messageOf(suite.result.errors) };
  }
  for (const task of suite.tasks) {
    const found = task.type === "suite" ? failureOfSuites(task, path) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
