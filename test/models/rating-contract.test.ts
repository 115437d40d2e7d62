/** What every rating predictor keeps to besides the contract of all models. */
import { describe, expect, test } from "vitest";
import { ratingModels } from "../../src/models/registry.js";
import type { RatingPredictor } from "../../src/models/contract.js";
import { boardSize, otherColour, ownColour } from "../support/checkerboard.js";
import {
  allScores,
  boardInput,
  expectCode,
  fitted,
  testSettings,
} from "../support/model-contract.js";
import { trainPart } from "../support/parts.js";

const unclipped = ["zero-filled-item-cf", "zero-filled-user-cf", "zero-filled-svd"];
const users = Int32Array.from({ length: boardSize }, (_unused, user) => user);

describe.each(ratingModels.map((entry) => [entry.id, entry] as const))("%s", (id, entry) => {
  test("on the checkerboard a floor says 3 and every other model tells the colours apart", async () => {
    const model = (await fitted(entry)) as RatingPredictor;
    const own = await model.predict(users, users.map(ownColour));
    const other = await model.predict(users, users.map(otherColour));
    if (model.describe().floor) {
      for (const value of [...own, ...other]) expect(value).toBeCloseTo(3, 6);
    } else {
      expect(Math.min(...own)).toBeGreaterThan(Math.max(...other) + 0.5);
    }
  });

  test("a batch gives what each pair gives", async () => {
    const model = (await fitted(entry)) as RatingPredictor;
    const side = boardSize + 1;
    const singles = new Float32Array(side * side);
    for (let cell = 0; cell < singles.length; cell++) {
      const [user, item] = [Int32Array.of(Math.floor(cell / side)), Int32Array.of(cell % side)];
      singles[cell] = (await model.predict(user, item))[0];
    }
    expect(await allScores(model)).toEqual(singles);
  });

  test("keeps to the rating scale, unless its header says otherwise", async () => {
    const model = (await fitted(entry)) as RatingPredictor;
    const scores = await allScores(model);
    if (unclipped.includes(id)) {
      expect(Math.min(...scores)).toBeLessThan(1);
    } else {
      expect(Math.min(...scores)).toBeGreaterThanOrEqual(1);
      expect(Math.max(...scores)).toBeLessThanOrEqual(5);
    }
  });

  test("refuses ratings off the scale, in training and in validation", async () => {
    const off = trainPart(2, 2, [[0, 0, 6]]);
    const fit = (changes: object) => () =>
      entry.create(testSettings(entry)).fit(boardInput(entry, changes));
    await expectCode("E_MODEL_RATING", fit({ train: off }));
    await expectCode("E_MODEL_RATING", fit({ valid: { ...off, kind: "valid" } }));
  });

  test("refuses lists of users and items that differ in length", async () => {
    const model = (await fitted(entry)) as RatingPredictor;
    await expectCode("E_MODEL_PAIRS", () => model.predict(Int32Array.of(0, 1), Int32Array.of(0)));
  });

  test("learns from a single rating", async () => {
    const model = entry.create(testSettings(entry));
    await model.fit(boardInput(entry, { train: trainPart(2, 2, [[0, 1, 4]]) }));
    const scores = await model.predict(Int32Array.of(0, 1, 0), Int32Array.of(1, 0, 0));
    expect(scores.every(Number.isFinite)).toBe(true);
  });
});
