import { expect, test } from "vitest";
import { compareRuns } from "../../../src/experiment/index.js";
import { describeFinding } from "../../../src/experiment/leak-check/finding.js";
import { comparisonTable } from "../../../src/report/show/comparison-table.js";
import { warningSentences } from "../../../src/report/show/run-warnings.js";
import { rankingRun } from "../../support/made-up-run.js";

const found = (count: number, row: string): string =>
  describeFinding({ summary: "A film has two ids", count, rows: [row], remedy: "merge" });

test("findings that differ in number and cases are told once, with least and most", () => {
  const warnings = [found(52, "user 7: a, b"), "No threshold was given", found(94, "user 6: c, d")];
  expect(warningSentences(warnings)).toEqual([
    "A film has two ids: 52 to 94 cases a split.",
    "No threshold was given",
  ]);
  expect(warningSentences([found(3, "x"), found(3, "y")])).toEqual([
    "A film has two ids: 3 cases a split.",
  ]);
});

test("a comparison's table tells what its runs warned of", () => {
  const values = [0.1, 0.2, 0.4];
  const runs = ["random", "popularity"].map((model) =>
    rankingRun({ model, warnings: [found(5, `${model}: row 1`)] }, values),
  );
  expect(comparisonTable(compareRuns(runs)).toText()).toContain(
    "A film has two ids: 5 cases a split.",
  );
});
