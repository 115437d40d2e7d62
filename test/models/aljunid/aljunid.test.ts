import { describe, expect, test } from "vitest";
import { aljunid } from "../../../src/models/aljunid/aljunid.js";
import type { ModelState } from "../../../src/models/state.js";
import { createRandom } from "../../../src/compute/random.js";
import { boardInput } from "../../support/model-contract.js";

const size = 2;
const widths = [3 * size, 4, 2, 1];

/** A state of random numbers for two users and three items. */
function smallState(): ModelState {
  const random = createRandom(5, "test/aljunid");
  const draw = (length: number): Float32Array =>
    Float32Array.from({ length }, () => 0.8 * random.normal());
  const layer = (name: string, at: number): Record<string, Float32Array> => ({
    [`${name}Weight`]: draw(widths[at] * widths[at + 1]),
    [`${name}Bias`]: draw(widths[at + 1]),
  });
  return {
    id: "aljunid",
    config: { ...aljunid.defaults, embeddingSize: size, hiddenSize: 4 },
    nUsers: 2,
    nItems: 3,
    arrays: {
      userTable: draw(2 * size),
      itemTable: draw(3 * size),
      ...layer("hidden1", 0),
      ...layer("hidden2", 1),
      ...layer("rating", 2),
    },
    numbers: { globalMean: 3, minimum: -100, maximum: 100, step: 1 },
  };
}

/** x W + b, and ReLU but for the last layer. */
function dense(x: readonly number[], weight: Float32Array, bias: Float32Array): number[] {
  return [...bias].map((start, column) =>
    x.reduce((sum, value, row) => sum + value * weight[row * bias.length + column], start),
  );
}

function byHand({ arrays }: ModelState, user: number, item: number): number {
  const array = (name: string): Float32Array => arrays[name] as Float32Array;
  const p = [...array("userTable").subarray(user * size, (user + 1) * size)];
  const q = [...array("itemTable").subarray(item * size, (item + 1) * size)];
  let x = [...p.map((value, at) => value * q[at]), ...p, ...q];
  for (const name of ["hidden1", "hidden2"]) {
    x = dense(x, array(`${name}Weight`), array(`${name}Bias`)).map((value) => Math.max(0, value));
  }
  return dense(x, array("ratingWeight"), array("ratingBias"))[0];
}

describe("the embedding network", () => {
  test("r^ = w . ReLU(W2 ReLU(W1 [p * q; p; q] + b1) + b2) + b, without dropout in use", async () => {
    const state = smallState();
    const model = aljunid.create(aljunid.defaults);
    model.restore(state);
    const users = Int32Array.of(0, 0, 0, 1, 1, 1);
    const items = Int32Array.of(0, 1, 2, 0, 1, 2);
    const predictions = await model.predict(users, items);
    // Single precision over sums of a dozen terms.
    predictions.forEach((value, at) =>
      expect(value).toBeCloseTo(byHand(state, users[at], items[at]), 5),
    );
  });

  test("dropout changes what is learned", async () => {
    const prints = await Promise.all(
      [0, 0.5].map(async (dropout) => {
        const model = aljunid.create({ ...aljunid.defaults, epochs: 1, dropout });
        await model.fit(boardInput(aljunid));
        return String(model.state().arrays.ratingWeight);
      }),
    );
    expect(prints[0]).not.toBe(prints[1]);
  });
});
