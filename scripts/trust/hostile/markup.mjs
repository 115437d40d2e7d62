/** The browser's check that planted markup stays inert: its test, counted. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const test = "test/hostile/markup.test.ts";

/** `{ places, passed, skipped, failures }`: places where markup is planted, and how the tests of the pages ended. */
export async function markupFacts(root) {
  const text = readFileSync(join(root, test), "utf8");
  const places = new Set([...text.matchAll(/\bplanted\("([^"]+)"\)/g)].map(([, place]) => place));
  const folder = mkdtempSync(join(tmpdir(), "moviola-markup-"));
  try {
    const out = join(folder, "results.json");
    await runTest(root, out);
    const { testResults } = JSON.parse(readFileSync(out, "utf8"));
    const all = testResults.flatMap(({ assertionResults }) => assertionResults);
    const failed = all.filter(({ status }) => status === "failed");
    return {
      places: places.size,
      passed: all.filter(({ status }) => status === "passed").length,
      skipped: all.filter(({ status }) => status !== "passed" && status !== "failed").length,
      failures: failed.map(({ fullName, failureMessages }) => ({
        where: "planted markup",
        what: `${fullName}: ${String(failureMessages[0]).split("\n")[0]}`,
        how: `node node_modules/vitest/vitest.mjs run ${test}`,
      })),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runTest(root, out) {
  const program = join(root, "node_modules", "vitest", "vitest.mjs");
  const words = [program, "run", test, "--reporter=json", `--outputFile=${out}`];
  // A failed test is read from the results; the exit code says the same.
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: root, maxBuffer: 2 ** 26 }, () => resolve());
  });
}
