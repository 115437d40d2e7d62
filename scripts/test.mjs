/**
 * `npm test`: installs, builds, checks format, lint and types, and runs every test. The last line
 * counts the tests. Arguments after `--` go to Vitest, such as `npm test -- metrics`.
 */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, install, root, runPackage, step } from "./steps.mjs";

await install();
await build();

const checks = [
  await step("format", () =>
    runPackage("prettier", "prettier", ["--check", "--log-level=warn", "."]),
  ),
  ...(await Promise.all([
    step("types", () => runPackage("typescript", "tsc", ["-p", "tsconfig.check.json", "--pretty"])),
    step("lint", () => runPackage("eslint", "eslint", [".", "--max-warnings=0"])),
  ])),
];

const reportFolder = join(root, "node_modules", ".cache", "moviola");
const reportPath = join(reportFolder, "tests.json");
mkdirSync(reportFolder, { recursive: true });
rmSync(reportPath, { force: true });
const vitest = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${reportPath}`];
checks.push(
  await step("tests", () => runPackage("vitest", "vitest", [...vitest, ...process.argv.slice(2)])),
);

const { passed, failed, skipped } = countTests();
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = checks.every(Boolean) && failed === 0 && passed > 0 ? 0 : 1;

/** Counts from Vitest's report; a file that could not be loaded counts as one failure. */
function countTests() {
  try {
    const report = JSON.parse(readFileSync(reportPath, "utf8"));
    const broken = report.testResults.filter(
      (file) => file.status === "failed" && file.assertionResults.length === 0,
    ).length;
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests + broken,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
