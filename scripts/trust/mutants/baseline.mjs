/** The tests of a folder without a mutant: each one's time, and which mutants' places it reaches. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { testsOf } from "./folders.mjs";
import { cacheFolder } from "./tools.mjs";

/** A test that needs more processor time than this is not asked: each survivor would pay it. */
const slowMs = 700;

/**
 * `{ tests, nTests, slow, testsOf(mutant) }`, kept by `hash` of all that it rests on. A place that ran while a file
 * was loaded, or in a hook, is reached by all tests of the file.
 */
export async function measureBaseline({ root, folder, mutants, supervisor, hash }) {
  const file = join(cacheFolder(root), "baselines", `${folder.name}-${hash}.json`);
  const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  const { tests, reached } = known ?? (await measure({ root, folder, mutants, supervisor }));
  if (known === undefined) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify({ tests, reached }));
  }
  const quick = tests.filter(({ ms }) => ms <= slowMs);
  const slow = tests.filter(({ ms }) => ms > slowMs).map(({ name }) => name);
  const reachedBy = new Map(mutants.map(({ id }, index) => [id, new Set(reached[index])]));
  const reaching = ({ id }) => quick.filter((test) => reachedBy.get(id).has(test.id));
  return { tests: quick, nTests: tests.length, slow, testsOf: reaching };
}

async function measure({ root, folder, mutants, supervisor }) {
  const places = {};
  mutants.forEach((mutant, index) => (places[mutant.path] ??= []).push([index, mutant.at]));
  const reachedBy = mutants.map(() => new Set());
  const tests = [];
  for (const path of testsOf(root, folder)) {
    const request = { kind: "tests", path, places, testTimeout: 120_000 };
    const answer = await supervisor.ask(request, 300);
    if (answer.failed || answer.isTimedOut || answer.isCrashed) {
      throw new Error(`${path} fails without a mutant: ${JSON.stringify(answer.failed)}`);
    }
    const found = answer.tests
      .filter(({ state }) => state === "pass")
      .map(({ id, name }) => ({ id, name, path, ms: answer.cpuMs[id] }));
    for (const test of found) {
      for (const index of answer.reached[""] ?? []) reachedBy[index].add(test.id);
      for (const index of answer.reached[test.id] ?? []) reachedBy[index].add(test.id);
    }
    tests.push(...found);
    supervisor.close();
  }
  return { tests, reached: reachedBy.map((ids) => [...ids]) };
}
