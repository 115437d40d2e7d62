import { describe, expect, test } from "vitest";
import { createBiasedMfLearner } from "../../../src/models/biased-mf/sgd.js";
import { ratingTable } from "../../../src/models/shared/rating-table.js";
import { fitInput, trainPart } from "../../support/parts.js";

describe("biased MF updates", () => {
  const train = trainPart(2, 2, [
    [0, 0, 5],
    [0, 1, 2],
  ]);
  const settings = {
    epochs: 1,
    patience: 0,
    nFactors: 2,
    learningRate: 0.1,
    regularisation: 0.2,
    initialDeviation: 0.5,
  };

  test("one epoch is the published steps, one rating after the other", () => {
    const table = ratingTable(fitInput(train));
    const learner = createBiasedMfLearner(table, settings, 1);
    const p = [...learner.factors.userFactors.subarray(0, 2)] as [number, number];
    const q = [...learner.factors.itemFactors] as number[];
    let bu = 0;
    const bi = [0, 0];
    [5, 2].forEach((rating, item) => {
      const [q0, q1] = [q[2 * item], q[2 * item + 1]];
      const e = rating - (3.5 + bu + bi[item] + p[0] * q0 + p[1] * q1);
      bu += 0.1 * (e - 0.2 * bu);
      bi[item] += 0.1 * (e - 0.2 * bi[item]);
      q[2 * item] = q0 + 0.1 * (e * p[0] - 0.2 * q0);
      q[2 * item + 1] = q1 + 0.1 * (e * p[1] - 0.2 * q1);
      p[0] += 0.1 * (e * q0 - 0.2 * p[0]);
      p[1] += 0.1 * (e * q1 - 0.2 * p[1]);
    });
    learner.runEpoch(1);
    const { userBias, itemBias, userFactors, itemFactors } = learner.factors;
    expect(userBias[0]).toBeCloseTo(bu, 14);
    bi.forEach((value, item) => expect(itemBias[item]).toBeCloseTo(value, 14));
    p.forEach((value, at) => expect(userFactors[at]).toBeCloseTo(value, 14));
    q.forEach((value, at) => expect(itemFactors[at]).toBeCloseTo(value, 14));
  });

  test("the seed decides the start", () => {
    const table = ratingTable(fitInput(train));
    const start = (seed: number): number[] => [
      ...createBiasedMfLearner(table, settings, seed).factors.itemFactors,
    ];
    expect(start(1)).toEqual(start(1));
    expect(start(1)).not.toEqual(start(2));
  });
});
