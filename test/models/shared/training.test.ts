import { describe, expect, test } from "vitest";
import { BestEpoch, checkFinite, describePoint } from "../../../src/models/shared/training.js";
import { expectCode } from "../../support/model-contract.js";

/** Epochs until the end, and what is then left of a parameter that says the epoch. */
function stopped(values: readonly number[], patience: number): [epochs: number, kept: number] {
  const parameter = Float32Array.of(0);
  const best = new BestEpoch([parameter], patience);
  let epoch = 0;
  for (const value of values) {
    parameter[0] = ++epoch;
    if (best.isOver(epoch, value)) break;
  }
  best.restore();
  return [epoch, parameter[0]];
}

describe("BestEpoch", () => {
  test.each([
    ["ends after `patience` epochs without a better value", [0.1, 0.3, 0.2, 0.2, 0.9], 2, [4, 2]],
    ["an equal value is no better one", [0.3, 0.3, 0.3], 2, [3, 1]],
    ["keeps the best when the epochs run out first", [0.1, 0.3, 0.2], 9, [3, 2]],
    ["takes values of any sign", [-3, -1, -2, -4], 2, [4, 2]],
    ["a value that is no number is never the best", [Number.NaN, 0.1, Number.NaN], 5, [3, 2]],
    ["without any value the last epoch stays", [Number.NaN, Number.NaN], 5, [2, 2]],
  ])("%s", (_name, values, patience, expected) => {
    expect(stopped(values, patience)).toEqual(expected);
  });
});

test("checkFinite finds the one parameter that is no number, and a loss that is none", async () => {
  const fine = [Float32Array.of(1, -2), new Float64Array(3)];
  expect(() => checkFinite(fine, 1, 0.5)).not.toThrow();
  expect(() => checkFinite([], 1)).not.toThrow();
  for (const bad of [Number.NaN, Infinity, -Infinity]) {
    await expectCode("E_MODEL_DIVERGED", () => checkFinite([...fine, Float32Array.of(0, bad)], 2));
    await expectCode("E_MODEL_DIVERGED", () => checkFinite(fine, 2, bad));
  }
});

test("describePoint writes every value", () => {
  expect(describePoint({ epoch: 3, values: { loss: 0.51234, validNdcg: 0.2 } })).toBe(
    "loss 0.5123, validNdcg 0.2000",
  );
});
