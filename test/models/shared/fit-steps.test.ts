import { expect, test } from "vitest";
import type { Progress } from "../../../src/common/progress.js";
import { createModel } from "../../../src/models/registry.js";
import { boardInput, expectCode } from "../../support/model-contract.js";
import { modelEntry } from "../../../src/models/registry.js";

const entry = modelEntry("biased-mf");

test("progress names the model, counts epochs and tells the curve", async () => {
  const reports: Progress[] = [];
  await createModel("biased-mf", { epochs: 3 }).fit(
    boardInput(entry, { onProgress: (progress) => reports.push(progress) }),
  );
  expect(reports.map(({ done, total, unit }) => [done, total, unit])).toEqual([
    [1, 3, "epochs"],
    [2, 3, "epochs"],
    [3, 3, "epochs"],
  ]);
  expect(reports[0].task).toBe("fit biased-mf");
  expect(reports[0].note).toMatch(/^trainRmse \d\.\d{4}$/);
});

test("a timer can stop a fit between epochs", async () => {
  const controller = new AbortController();
  const model = createModel("biased-mf", { epochs: 1_000_000 });
  setTimeout(() => controller.abort(), 20);
  await expectCode("E_MODEL_ABORTED", () =>
    model.fit(boardInput(entry, { signal: controller.signal })),
  );
});
