import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { rp3beta } from "../../../src/models/rp3beta/rp3beta.js";
import { fitInput, trainPart } from "../../support/parts.js";

const plain = { neighbours: 10, alpha: 1, beta: 0, normalise: false };
// User 0 has items 0 and 1, user 1 has item 1, user 2 has items 0, 1 and 2.
const train = trainPart(3, 3, [
  [0, 0],
  [0, 1],
  [1, 1],
  [2, 0],
  [2, 1],
  [2, 2],
]);

async function scores(config: Config, user: number): Promise<number[]> {
  const model = rp3beta.create({ ...plain, ...config });
  await model.fit(fitInput(train));
  return [...model.scoreUsers(Int32Array.of(user))];
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  // Weights are stored in single precision.
  actual.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 6));
}

/*
 * n_item = 2, 3, 1; n_user = 2, 1, 3. With alpha 1:
 *   w_01 = 1/2 (1/2 + 1/3) = 5/12   w_02 = 1/2 * 1/3 = 1/6
 *   w_10 = 1/3 (1/2 + 1/3) = 5/18   w_12 = 1/3 * 1/3 = 1/9
 *   w_20 = 1/3                      w_21 = 1/3
 */
describe("rp3beta on a graph of three users and three items", () => {
  test("walks three steps", async () => {
    expectClose(await scores({}, 1), [5 / 18, 0, 1 / 9]);
    expectClose(await scores({}, 0), [5 / 18, 5 / 12, 1 / 6 + 1 / 9]);
  });

  test("beta divides by the popularity of the end", async () => {
    expectClose(await scores({ beta: 1 }, 1), [5 / 36, 0, 1 / 9]);
    expectClose(await scores({ beta: 2 }, 0), [5 / 72, 5 / 108, 1 / 6 + 1 / 9]);
  });

  test("alpha is an exponent of both steps", async () => {
    // w_10 = 3^-2 (2^-2 + 3^-2), w_12 = 3^-2 3^-2
    expectClose(await scores({ alpha: 2 }, 1), [13 / 324, 0, 1 / 81]);
    // With alpha 0 walks are counted: two from 1 to 0, one to 2.
    expectClose(await scores({ alpha: 0 }, 1), [2, 0, 1]);
  });

  test("neighbours are chosen for the item where the walk starts", async () => {
    expectClose(await scores({ neighbours: 1 }, 1), [5 / 18, 0, 0]);
    // Beta 2 makes item 2 the nearest of 1; ties of w_20 and w_21 go to the lower index.
    expectClose(await scores({ neighbours: 1, beta: 2 }, 1), [0, 0, 1 / 9]);
    expectClose(await scores({ neighbours: 1 }, 2), [5 / 18 + 1 / 3, 5 / 12, 0]);
  });

  test("normalised, what leaves an item sums to 1", async () => {
    expectClose(await scores({ normalise: true }, 1), [5 / 7, 0, 2 / 7]);
  });
});

test("a user without history has score 0 everywhere; new users fold in exactly", async () => {
  const model = rp3beta.create(plain);
  await model.fit(fitInput(train));
  const others = trainPart(2, 3, [[1, 1]]);
  await model.partialFit!(fitInput(others));
  expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([0, 0, 0]);
  expect([...model.scoreUsers(Int32Array.of(1))]).toEqual(await scores({}, 1));
});

test.each([{ neighbours: 0 }, { alpha: -0.1 }, { beta: 5 }, { normalise: 1 }])(
  "refuses %o",
  (change) => {
    expect(() => rp3beta.create({ ...plain, ...change })).toThrow(/E_MODEL_CONFIG/);
  },
);
