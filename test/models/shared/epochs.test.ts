import { describe, expect, test } from "vitest";
import type { FitReport } from "../../../src/models/contract.js";
import { learnByEpochs, type EpochLearner } from "../../../src/models/shared/epochs.js";
import { createFitSteps } from "../../../src/models/shared/fit-steps.js";
import { ratingTable } from "../../../src/models/shared/rating-table.js";
import { createModel, modelEntry } from "../../../src/models/registry.js";
import { boardInput, expectCode } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

const train = trainPart(1, 2, [[0, 0, 3]]);
const valid = { ...trainPart(1, 2, [[0, 1, 3]]), kind: "valid" as const };

/** Says after each epoch what the list says, for every pair. */
function scripted(values: readonly number[]): EpochLearner {
  const said = Float64Array.of(0);
  return {
    parameters: [said],
    runEpoch: (epoch) => void (said[0] = values[epoch - 1]!),
    scorer: () => () => said[0],
  };
}

function run(
  learner: EpochLearner,
  settings: { epochs: number; patience: number },
  part: typeof valid | undefined,
): Promise<FitReport> {
  const input = fitInput(train);
  return learnByEpochs(learner, settings, ratingTable(input), part, createFitSteps("test", input));
}

describe("learnByEpochs", () => {
  // Distances from 3: 2, 1, 0.5, 1, 0.5, 1, 0.1.
  const values = [5, 4, 3.5, 4, 2.5, 4, 3.1];

  test("stops after `patience` epochs without a better validation and keeps the best epoch", async () => {
    const learner = scripted(values);
    const report = await run(learner, { epochs: 7, patience: 2 }, valid);
    expect(report.epochs).toBe(5);
    expect(learner.parameters[0][0]).toBe(3.5);
    expect(report.curve.map(({ values: point }) => point.validRmse)).toEqual([2, 1, 0.5, 1, 0.5]);
  });

  test("a longer patience gets over the hump", async () => {
    const learner = scripted(values);
    expect((await run(learner, { epochs: 7, patience: 4 }, valid)).epochs).toBe(7);
    expect(learner.parameters[0][0]).toBe(3.1);
  });

  test("keeps the best epoch also when the epochs run out first", async () => {
    const learner = scripted([4, 3, 5]);
    expect((await run(learner, { epochs: 3, patience: 5 }, valid)).epochs).toBe(3);
    expect(learner.parameters[0][0]).toBe(3);
  });

  test.each([
    ["no validation part", 2, undefined],
    ["an empty one", 2, { ...trainPart(1, 2, []), kind: "valid" as const }],
    ["patience 0", 0, valid],
  ])("runs all epochs and keeps the last with %s", async (_name, patience, part) => {
    const learner = scripted(values);
    const report = await run(learner, { epochs: 6, patience }, part);
    expect(report.epochs).toBe(6);
    expect(learner.parameters[0][0]).toBe(4);
    expect("validRmse" in report.curve[0].values).toBe(patience === 0);
  });

  test("parameters that are no longer finite end it", async () => {
    const learner = scripted([3, Number.NaN]);
    await expectCode("E_MODEL_DIVERGED", () => run(learner, { epochs: 2, patience: 0 }, undefined));
  });

  test.each(["biased-mf", "svd-pp"])(
    "%s with a far too large learning rate says so",
    async (id) => {
      const model = createModel(id, { learningRate: 50 });
      await expectCode("E_MODEL_DIVERGED", () => model.fit(boardInput(modelEntry(id))));
    },
  );

  test("the curve has both parts in the same mode: with equal ratings, equal values", async () => {
    const { curve } = await run(scripted(values), { epochs: 7, patience: 0 }, valid);
    for (const { values: point } of curve) expect(point.trainRmse).toBe(point.validRmse);
    // Predictions are clipped: 9 counts as 5.
    const wild = await run(scripted([9]), { epochs: 1, patience: 0 }, valid);
    expect(wild.curve[0].values.trainRmse).toBe(2);
  });
});
