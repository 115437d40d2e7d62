import { describe, expect, test } from "vitest";
import { slim } from "../../../src/models/slim/slim.js";
import { fitInput, trainPart } from "../../support/parts.js";

const plain = { l1Regularisation: 1, l2Regularisation: 2, neighbours: 0, tolerance: 1e-9 };
// Items 0 and 1 share no user; item 2 shares three with 0 and two with 1.
const train = trainPart(8, 4, [
  ...[0, 1, 2].flatMap((user) => [[user, 0] as const, [user, 2] as const]),
  [3, 0],
  ...[4, 5].flatMap((user) => [[user, 1] as const, [user, 2] as const]),
  [6, 1],
]);

describe("slim", () => {
  test("on items apart, weights are (G_kj - lambda) / (G_kk + beta)", async () => {
    const model = slim.create(plain);
    await model.fit(fitInput(train));
    // G_00 = 4, G_11 = 3, G_22 = 5, G_02 = 3, G_12 = 2.
    const scores = model.scoreUsers(Int32Array.of(3, 6, 7));
    const expected = [...[0, 0, 2 / 6, 0], ...[0, 0, 1 / 5, 0], ...[0, 0, 0, 0]];
    // Weights are stored in single precision.
    scores.forEach((score, at) => expect(score).toBeCloseTo(expected[at], 6));
    // Of item 2: towards 0 and 1.
    const both = model.scoreUsers(Int32Array.of(0));
    [2 / 7, 1 / 7, 2 / 6, 0].forEach((score, at) => expect(both[at]).toBeCloseTo(score, 6));
    expect(model.state().numbers.unfinished).toBe(0);
  });

  test("with neighbours, only the nearest have a weight", async () => {
    const model = slim.create({ ...plain, neighbours: 1 });
    await model.fit(fitInput(train));
    // Item 2 is nearer to 0 (3 of sqrt(4 * 5)) than to 1 (2 of sqrt(3 * 5)).
    const scores = model.scoreUsers(Int32Array.of(3, 6));
    expect(scores[2]).toBeCloseTo(2 / 6, 6);
    expect(scores[4 + 2]).toBe(0);
  });

  test("folds new users in exactly", async () => {
    const model = slim.create(plain);
    await model.fit(fitInput(train));
    const before = model.scoreUsers(Int32Array.of(0));
    await model.partialFit!(
      fitInput(
        trainPart(2, 4, [
          [1, 0],
          [1, 2],
        ]),
      ),
    );
    expect(model.scoreUsers(Int32Array.of(1))).toEqual(before);
  });

  test("refuses a catalogue whose pairs would not fit, before it begins", async () => {
    const model = slim.create(plain);
    const wide = trainPart(1, 20_000, [[0, 0]]);
    await expect(model.fit(fitInput(wide))).rejects.toThrow(/E_MODEL_SIZE/);
    expect(() => model.state()).toThrow(/E_MODEL_UNFITTED/);
  });

  test.each([
    { l1Regularisation: -1 },
    { l2Regularisation: Number.NaN },
    { neighbours: 0.5 },
    { tolerance: 0 },
  ])("refuses %o", (change) => {
    expect(() => slim.create({ ...plain, ...change })).toThrow(/E_MODEL_CONFIG/);
  });
});
