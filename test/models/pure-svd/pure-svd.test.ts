import { describe, expect, test } from "vitest";
import { pureSvd } from "../../../src/models/pure-svd/pure-svd.js";
import { fitInput, trainPart } from "../../support/parts.js";

// Users 0 to 3 have item 0, the first three item 1 also, and nobody else anything: two directions.
const train = trainPart(6, 6, [
  [0, 0],
  [1, 0],
  [2, 0],
  [3, 0],
  [0, 1],
  [1, 1],
  [2, 1],
]);

describe("pure-svd", () => {
  test("with one direction gives the projection of the history on it", async () => {
    const model = pureSvd.create({ embeddingSize: 1 });
    await model.fit(fitInput(train));
    // R^T R has the block [[4, 3], [3, 3]], whose strongest direction is q.
    const value = (7 + Math.sqrt(37)) / 2;
    const length = Math.hypot(3, value - 4);
    const q = [3 / length, (value - 4) / length];
    const scores = model.scoreUsers(Int32Array.of(3, 0, 5));
    const expected = [
      ...[q[0] * q[0], q[0] * q[1], 0, 0, 0, 0],
      ...[(q[0] + q[1]) * q[0], (q[0] + q[1]) * q[1], 0, 0, 0, 0],
      ...[0, 0, 0, 0, 0, 0],
    ];
    // Factors are stored in single precision.
    scores.forEach((score, at) => expect(score).toBeCloseTo(expected[at], 6));
  });

  test("gives a history back that lies in its directions", async () => {
    const model = pureSvd.create({ embeddingSize: 2 });
    await model.fit(fitInput(train));
    const scores = model.scoreUsers(Int32Array.of(0, 3));
    const expected = [1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    scores.forEach((score, at) => expect(score).toBeCloseTo(expected[at], 6));
  });

  test("uses a third of the directions at most", async () => {
    const model = pureSvd.create({ embeddingSize: 1000 });
    await model.fit(fitInput(train));
    expect(model.state().numbers.rank).toBe(2);
  });

  test("folds new users in exactly", async () => {
    const model = pureSvd.create({ embeddingSize: 1 });
    await model.fit(fitInput(train));
    const before = model.scoreUsers(Int32Array.of(3));
    await model.partialFit!(fitInput(trainPart(2, 6, [[1, 0]])));
    expect(model.scoreUsers(Int32Array.of(1))).toEqual(before);
    expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test.each([0, 1.5, -3])("refuses embeddingSize %d", (embeddingSize) => {
    expect(() => pureSvd.create({ embeddingSize })).toThrow(/E_MODEL_CONFIG/);
  });
});
