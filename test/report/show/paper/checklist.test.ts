import { expect, it } from "vitest";
import { checklist } from "../../../../src/report/show/paper/checklist.js";
import { ratingRun } from "../../../support/made-up-run.js";

it("the checklist takes data, splits, seeds, code and compute from the runs", () => {
  const runs = [1, 2].map((seed) =>
    ratingRun({ model: "bias", seed, split: `s${seed}` }, [0.1, 0.2]),
  );
  const bundle = checklist({
    records: runs.map(({ record }) => record),
    datasets: [],
    answers: { searchSpace: "None", selection: "None", deviations: "None", missing: "ML-1M" },
  }).toMimeBundle() as Record<string, string>;
  const text = bundle["text/plain"];
  expect(text).toMatch(/Seeds\s+1, 2/);
  expect(text).toContain("per-user-random (2 drawn)");
  expect(text).toContain("Node v20");
  expect(text).toMatch(/Compute\s+2 runs, .* on CPU/);
  expect(text).toMatch(/Not run\s+ML-1M/);
});
