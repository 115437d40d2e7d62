/** What every recommender keeps to besides the contract of all models. */
import { describe, expect, test } from "vitest";
import { isMoviolaError } from "../../src/common/errors.js";
import { rankingModels } from "../../src/models/registry.js";
import type { Recommender } from "../../src/models/contract.js";
import { boardSize, ownColour } from "../support/checkerboard.js";
import {
  allScores,
  boardInput,
  expectCode,
  fitted,
  testSettings,
} from "../support/model-contract.js";
import { trainPart } from "../support/parts.js";

describe.each(rankingModels.map((entry) => [entry.id, entry] as const))("%s", (_id, entry) => {
  test("on the checkerboard every model but a floor puts the own colour first", async () => {
    const model = (await fitted(entry)) as Recommender;
    if (model.describe().floor) return;
    for (let user = 0; user < boardSize; user++) {
      const scores = model.scoreUsers(Int32Array.of(user));
      const others = [...scores.subarray(0, boardSize)].filter((_score, item) => (user + item) % 2);
      expect(scores[ownColour(user)]).toBeGreaterThan(Math.max(...others));
    }
  });

  test("a batch gives what each user gives, also when a user stands in it twice", async () => {
    const model = (await fitted(entry)) as Recommender;
    const all = await allScores(model);
    const side = boardSize + 1;
    for (let user = 0; user < side; user++) {
      const row = all.subarray(user * side, (user + 1) * side);
      expect(model.scoreUsers(Int32Array.of(user))).toEqual(row.slice());
    }
    const twice = model.scoreUsers(Int32Array.of(3, 3));
    expect(twice.subarray(0, side)).toEqual(twice.subarray(side));
  });

  test("takes over new users with the same histories, or says that it cannot", async () => {
    const model = (await fitted(entry)) as Recommender;
    const before = await allScores(model);
    try {
      await model.partialFit!(boardInput(entry, { seed: 9 }));
    } catch (error) {
      expect(isMoviolaError(error, "E_MODEL_FOLD_IN")).toBe(true);
      expect(await allScores(model)).toEqual(before);
      return;
    }
    for (let user = 0; user < boardSize; user++) {
      const scores = model.scoreUsers(Int32Array.of(user));
      const others = [...scores.subarray(0, boardSize)].filter((_score, item) => (user + item) % 2);
      expect(scores[ownColour(user)]).toBeGreaterThan(Math.max(...others));
    }
    const narrow = boardInput(entry, { train: trainPart(2, 2, [[0, 1, 5]]) });
    await expectCode("E_MODEL_ITEM", () => model.partialFit!(narrow));
  });

  test("learns from a single row", async () => {
    const model = entry.create(testSettings(entry));
    await model.fit(boardInput(entry, { train: trainPart(2, 2, [[0, 1, 5]]) }));
    expect(model.scoreUsers(Int32Array.of(0, 1)).every(Number.isFinite)).toBe(true);
  });
});
