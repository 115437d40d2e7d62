import { expect, test } from "vitest";
import { recommendAll } from "../../../src/experiment/index.js";
import { evaluateRating } from "../../../src/experiment/evaluate/rating.js";
import type { RatingPredictor } from "../../../src/models/contract.js";
import { ratingModel } from "../../../src/models/shared/rating-model.js";
import { fitInput, trainPart } from "../../support/parts.js";

const train = trainPart(2, 3, [
  [0, 0, 5],
  [1, 1, 0],
]);

/** Says 10 user + item - 4, pair by pair or many at once. */
function model(kind: "pairs" | "batch", clipped = true, asked: number[] = []): RatingPredictor {
  const score = (user: number, item: number): number => 10 * user + item - 4;
  const predictMany = (users: Int32Array, items: Int32Array): Promise<Float32Array> => {
    asked.push(users.length);
    return Promise.resolve(Float32Array.from(users, (user, pair) => score(user, items[pair])));
  };
  return ratingModel({
    ...{ id: "made-up", title: "Made up", source: "a test", floor: false, clipped },
    ...{ defaults: {}, searchSpace: {}, readSettings: () => ({}) },
    learn: () => Promise.resolve({ arrays: {} }),
    scorer: () => (kind === "pairs" ? score : { predictMany }),
  }).create({});
}

async function predicted(kind: "pairs" | "batch", clipped: boolean): Promise<number[]> {
  const predictor = model(kind, clipped);
  await predictor.fit(fitInput(train));
  return [...(await predictor.predict(Int32Array.of(0, 0, 1), Int32Array.of(0, 2, 1)))];
}

test("predictions of a batch are clipped as those of single pairs are", async () => {
  expect(await predicted("pairs", true)).toEqual([0, 0, 5]);
  expect(await predicted("batch", true)).toEqual([0, 0, 5]);
  expect(await predicted("pairs", false)).toEqual([-4, -2, 7]);
  expect(await predicted("batch", false)).toEqual([-4, -2, 7]);
});

test("a model that answers with a promise is evaluated and recommends as one that does not", async () => {
  const answers = [];
  for (const kind of ["pairs", "batch"] as const) {
    const predictor = model(kind, false);
    await predictor.fit(fitInput(train));
    const { interactions: heldOut } = trainPart(2, 3, [
      [0, 2, 1],
      [1, 2, 4],
    ]);
    const { metrics, units } = await evaluateRating({
      ...{ model: predictor, metrics: ["rmse"], heldOut, seed: 1 },
    });
    expect([...units.values.prediction]).toEqual([-2, 8]);
    const lists = await recommendAll({ model: predictor, seen: [train], topK: 2 });
    expect([...lists.items]).toEqual([2, 1, 2, 0]);
    answers.push({ metrics, lists });
  }
  expect(answers[1]).toEqual(answers[0]);
});

test("a graph is not asked about no pairs", async () => {
  const asked: number[] = [];
  const predictor = model("batch", true, asked);
  await predictor.fit(fitInput(train));
  expect(await predictor.predict(new Int32Array(0), new Int32Array(0))).toHaveLength(0);
  expect(asked).toEqual([]);
});
