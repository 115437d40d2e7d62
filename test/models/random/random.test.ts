import { describe, expect, test } from "vitest";
import { random } from "../../../src/models/random/random.js";
import { fitInput, trainPart } from "../../support/parts.js";

describe("random", () => {
  test("scores depend on seed and user alone, not on the batch", async () => {
    const train = trainPart(3, 50, [
      [0, 0],
      [1, 1],
    ]);
    const scoresOf = async (seed: number, users: number[]): Promise<number[]> => {
      const model = random.create({});
      await model.fit(fitInput(train, seed));
      return [...model.scoreUsers(Int32Array.from(users))];
    };
    const both = await scoresOf(1, [0, 2]);
    expect(await scoresOf(1, [2])).toEqual(both.slice(50));
    expect(both.slice(0, 50)).not.toEqual(both.slice(50));
    expect(await scoresOf(2, [2])).not.toEqual(both.slice(50));
  });
});
