import { describe, expect, test } from "vitest";
import { popularity } from "../../../src/models/popularity/popularity.js";
import { fitInput, trainPart } from "../../support/parts.js";

const day = 86_400;

describe("popularity", () => {
  test("scores are the numbers of users of each item, a pair counting once", async () => {
    const model = popularity.create(popularity.defaults);
    await model.fit(
      fitInput(
        trainPart(3, 4, [
          [0, 0],
          [1, 0],
          [2, 0],
          [0, 2],
          [1, 2],
          [1, 2],
          [2, 3],
        ]),
      ),
    );
    expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([3, 0, 2, 1]);
  });

  test("every user gets the same scores, also one without history", async () => {
    const model = popularity.create(popularity.defaults);
    await model.fit(
      fitInput(
        trainPart(3, 2, [
          [0, 0],
          [1, 0],
          [1, 1],
        ]),
      ),
    );
    expect([...model.scoreUsers(Int32Array.of(0, 2))]).toEqual([2, 1, 2, 1]);
  });

  test("a half-life halves a row's weight with every such time before the latest row", async () => {
    const model = popularity.create({ halfLifeDays: 10 });
    const rows = [
      [0, 0, 1, 0],
      [1, 0, 1, 10 * day],
      [0, 1, 1, 20 * day],
    ] as const;
    await model.fit(fitInput(trainPart(2, 3, rows)));
    expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([0.25 + 0.5, 1, 0]);
  });

  test("decay without times is refused", async () => {
    const model = popularity.create({ halfLifeDays: 10 });
    await expect(model.fit(fitInput(trainPart(1, 1, [[0, 0]])))).rejects.toThrow(/E_MODEL_TIME/);
  });

  test("a negative half-life is refused", () => {
    expect(() => popularity.create({ halfLifeDays: -1 })).toThrow(/E_MODEL_CONFIG/);
  });
});
