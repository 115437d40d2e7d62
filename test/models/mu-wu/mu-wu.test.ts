import { afterAll, describe, expect, test } from "vitest";
import { configureCompute } from "../../../src/compute/pool/shared-pool.js";
import { createRandom } from "../../../src/compute/random.js";
import type { FeatureMatrix, FitInput, RatingPredictor } from "../../../src/models/contract.js";
import { muWu } from "../../../src/models/mu-wu/mu-wu.js";
import { boardInput, expectCode, fingerprint, testSettings } from "../../support/model-contract.js";
import { muWuByHand } from "./by-hand.js";

afterAll(() => configureCompute());

const size = 8;
const small = {
  hiddenSize: 6,
  embeddingSize: 4,
  attributeSize: 3,
  titleLength: 7,
  titleFilters: 2,
};
const config = { ...testSettings(muWu), ...small, epochs: 1, learningRate: 0.01 };
const cro = { ...config, variant: "cro", posterFilters: 2, posterBlocks: 2 };

/** Random pictures; item 3 has none. */
function pixels(nItems: number, name = "pixels"): FeatureMatrix {
  const random = createRandom(1, `test/${name}`);
  const dim = 3 * size * size;
  const values = Float32Array.from({ length: nItems * dim }, () => random.uniform());
  const missing = new Uint8Array(nItems);
  missing[3] = 1;
  return { nItems, dim, values, missing };
}

async function fit(settings: object, changes: Partial<FitInput> = {}): Promise<RatingPredictor> {
  const model = muWu.create({ ...muWu.defaults, ...settings });
  await model.fit(boardInput(muWu, { features: { pixels: pixels(31) }, ...changes }));
  return model;
}

const users = Int32Array.of(0, 5, 30, 30, 2, 11);
const items = Int32Array.of(4, 30, 30, 3, 3, 4);

describe("Mu and Wu's network", () => {
  test.each([
    ["sin", config],
    ["cro", cro],
  ] as const)(
    "%s: r^ = tanh(W_u [h_a]) . tanh(W_m [h_a; title; poster])",
    async (_name, settings) => {
      const model = await fit(settings);
      const state = model.state();
      // Without the scale's limits, to compare what is behind them.
      const numbers = { ...state.numbers, minimum: -100, maximum: 100 };
      model.restore({ ...state, numbers });
      const predictions = await model.predict(users, items);
      predictions.forEach((value, at) =>
        // Single precision over sums of some dozens of terms.
        expect(value).toBeCloseTo(muWuByHand(state, users[at], items[at]), 4),
      );
    },
  );

  test("posters decide in cro, and are not looked at in sin", async () => {
    const other = { features: { pixels: pixels(31, "other") } };
    const predict = async (settings: object, changes: Partial<FitInput> = {}): Promise<string> =>
      String(await (await fit(settings, changes)).predict(users, items));
    expect(await predict(config, other)).toBe(await predict(config));
    expect(await predict(cro, other)).not.toBe(await predict(cro));
  });

  test("cro needs pixels, of a size that its blocks can halve", async () => {
    const odd: FeatureMatrix = { ...pixels(31), dim: 10, values: new Float32Array(310) };
    const wrong: Record<string, FeatureMatrix>[] = [{}, { image: pixels(31) }, { pixels: odd }];
    for (const features of wrong) {
      await expectCode("E_MODEL_FEATURES", () => fit(cro, { features }));
    }
    await expectCode("E_MODEL_FEATURES", () => fit({ ...cro, posterBlocks: 4 }));
    await expect(fit(cro, { features: {} })).rejects.toThrow("poster-pixels");
  });

  test("gives the same bytes with one and two threads, and for a pair alone", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads });
      const model = await fit(cro);
      prints.push(fingerprint(model));
      const together = await model.predict(users, items);
      const alone: number[] = [];
      for (let at = 0; at < users.length; at++) {
        const [user, item] = [Int32Array.of(users[at]), Int32Array.of(items[at])];
        alone.push(...(await model.predict(user, item)));
      }
      expect(alone).toEqual([...together]);
    }
    expect(prints[0]).toBe(prints[1]);
  });

  test("does without attributes, genres and titles", async () => {
    const bare = { userAttributes: [], itemContent: [], features: {} };
    const model = await fit(config, bare);
    expect((await model.predict(users, items)).every(Number.isFinite)).toBe(true);
    expect(Object.keys(model.state().arrays)).not.toContain("tableGenres");
  });
});
