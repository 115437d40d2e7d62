import { beforeAll, describe, expect, test } from "vitest";
import type { Config } from "../../../src/common/json.js";
import type { FeatureMatrix, FitInput, RatingPredictor } from "../../../src/models/contract.js";
import type { StateArray } from "../../../src/models/state.js";
import { differentiate, openSession } from "../../../src/compute/graph/index.js";
import { buildNetwork } from "../../../src/models/shared/graph/build-network.js";
import { factsOf, parametersOf } from "../../../src/models/shared/graph/network-state.js";
import { createModel } from "../../../src/models/registry.js";
import { xiaAttention } from "../../../src/models/xia/attention.js";
import { xia, xiaDefinition } from "../../../src/models/xia/xia.js";
import { randomValues } from "../../compute/graph/check-gradient.js";
import { boardFeatures } from "../../support/board-content.js";
import { boardInput, expectCode } from "../../support/model-contract.js";

const small: Config = {
  embeddingSize: 8,
  branchSize: 4,
  heads: 2,
  hiddenSize: 8,
  batchSize: 256,
  epochs: 1,
  learningRate: 0.01,
};

async function fit(config: Config = {}, changes: Partial<FitInput> = {}): Promise<RatingPredictor> {
  const model = xia.create({ ...xia.defaults, ...small, ...config });
  await model.fit(boardInput(xia, changes));
  return model;
}

/** Ids alone: no attributes, genres or features. */
const idsAlone: Partial<FitInput> = { userAttributes: [], itemContent: [], features: {} };

/** The same model with some arrays of its state replaced. */
function replaced(
  model: RatingPredictor,
  change: (name: string, array: StateArray) => number | undefined,
): RatingPredictor {
  const state = model.state();
  const arrays = Object.entries(state.arrays).map(([name, array]) => {
    const value = change(name, array);
    return [name, value === undefined ? array : array.slice().fill(value)] as const;
  });
  const other = xia.create(xia.defaults);
  other.restore({ ...state, arrays: Object.fromEntries(arrays) });
  return other;
}

const users = Int32Array.of(0, 3, 8, 30);
const items = Int32Array.of(5, 3, 30, 2);
const array = (model: RatingPredictor, name: string): Float32Array =>
  model.state().arrays[name] as Float32Array;

describe("the corrected head", () => {
  let model: RatingPredictor;
  beforeAll(async () => {
    model = await fit({ epochs: 2 }, idsAlone);
  });

  test("r^ = mu + b_u + b_i + w . h + c + p_u . q_i, with ids alone p_u and q_i are their codes", async () => {
    const headless = replaced(model, (name) => (name === "headWeight" ? 0 : undefined));
    const predictions = await headless.predict(users, items);
    const { globalMean } = model.state().numbers;
    const [p, q] = [array(model, "userIdTable"), array(model, "itemIdTable")];
    users.forEach((user, pair) => {
      const item = items[pair];
      let expected =
        globalMean + array(model, "headUserBias")[user] + array(model, "headItemBias")[item];
      expected += array(model, "headBias")[0];
      for (let at = 0; at < 4; at++) expected += p[user * 4 + at] * q[item * 4 + at];
      // Sums in single precision.
      expect(predictions[pair]).toBeCloseTo(Math.min(5, Math.max(1, expected)), 5);
    });
  });

  test("without interaction, biases and h the mean of all ratings is left", async () => {
    const plain = await fit({ interaction: false, biases: false }, idsAlone);
    const bare = replaced(plain, (name) => (name.startsWith("head") ? 0 : undefined));
    const { globalMean } = plain.state().numbers;
    for (const value of await bare.predict(users, items)) expect(value).toBeCloseTo(globalMean, 6);
    expect(plain.state().arrays.headUserBias).toBeUndefined();
  });

  test("L = mean (r - r^)^2 + lambda (b_u^2 + b_i^2 + |p_u|^2 + |q_i|^2)", async () => {
    const state = model.state();
    const settings = {
      ...xiaDefinition.readSettings(state.config),
      dropout: 0,
      regularisation: 0.3,
    };
    const marks = { users: new Uint8Array(31).fill(1), items: new Uint8Array(31).fill(1) };
    const mode = { seed: 1, trained: marks };
    const network = buildNetwork(xiaDefinition, settings, factsOf(state), mode);
    const { loss, prediction } = network.outputs;
    const session = await openSession(network.graph, { loss, prediction });
    const ratings = Float32Array.of(1, 5, 2, 4);
    const { feeds, sizes } = network.feedsOf({ users, items, ratings });
    const parameters = parametersOf(state, network.parameterLengths);
    const results = await session.run({ ...feeds, ...parameters }, sizes);
    await session.close();
    const lengthOf = (name: string, row: number, size: number): number =>
      array(model, name)
        .subarray(row * size, (row + 1) * size)
        .reduce((sum, value) => sum + value * value, 0);
    let expected = 0;
    users.forEach((user, pair) => {
      const item = items[pair];
      const penalty =
        lengthOf("headUserBias", user, 1) +
        lengthOf("headItemBias", item, 1) +
        lengthOf("userIdTable", user, 4) +
        lengthOf("itemIdTable", item, 4);
      const error = ratings[pair] - Number(results.prediction[pair]);
      expected += (error ** 2 + 0.3 * penalty) / 4;
    });
    expect(results.loss[0]).toBeCloseTo(expected, 5);
  });

  test("the gradient of L is its slope in a drawn direction, by central differences", async () => {
    const whole = await fit({ layers: 2, dropout: 0 });
    const state = whole.state();
    const marks = { users: new Uint8Array(31).fill(1), items: new Uint8Array(31).fill(1) };
    const settings = xiaDefinition.readSettings(state.config);
    const mode = { seed: 1, trained: marks };
    const network = buildNetwork(xiaDefinition, settings, factsOf(state), mode);
    const { graph, outputs, parameterLengths } = network;
    const names = [...parameterLengths.keys()];
    const targets = names.map((name) => graph.parameters.get(name)!.tensor);
    const gradients = differentiate(outputs.loss, targets);
    const named = names.map((name, at) => [name, gradients[at]] as const);
    const session = await openSession(graph, { loss: outputs.loss, ...Object.fromEntries(named) });
    const ratings = Float32Array.of(1, 5, 2, 4);
    const { feeds, sizes } = network.feedsOf({ users, items, ratings });
    const start = parametersOf(state, parameterLengths);
    const directions = names.map((name) => randomValues(start[name].length, `direction ${name}`));
    const at = (distance: number) => {
      const moved = names.map((name, k) => [
        name,
        start[name].map((value, place) => value + distance * directions[k][place]),
      ]);
      const parameters = Object.fromEntries(moved) as Record<string, Float32Array>;
      return session.run({ ...feeds, ...parameters }, sizes);
    };
    const middle = await at(0);
    const distance = 1e-3;
    const ends = [await at(distance), await at(-distance)].map(({ loss }) => Number(loss[0]));
    await session.close();
    let slope = 0;
    names.forEach((name, k) => {
      directions[k].forEach((step, place) => (slope += step * Number(middle[name][place])));
    });
    expect(Math.abs(slope)).toBeGreaterThan(0.1);
    // Losses of about 5 in single precision, 2e-3 apart: their quotient is good to some thousandths.
    expect(Math.abs((ends[0] - ends[1]) / (2 * distance) - slope)).toBeLessThan(
      2e-3 + 2e-3 * Math.abs(slope),
    );
  });

  test("a user or item without training rows has a code and a bias of 0", () => {
    expect([...array(model, "userIdTable").subarray(30 * 4)]).toEqual([0, 0, 0, 0]);
    expect([...array(model, "itemIdTable").subarray(30 * 4)]).toEqual([0, 0, 0, 0]);
    expect(array(model, "headItemBias")[30]).toBe(0);
  });
});

describe("the faithful head", () => {
  test("y = softmax(W h + b): the expectation is sum c p_c, the likeliest class its maximum", async () => {
    const faithful = { head: "classes", biases: false, interaction: false, branches: "one-hot" };
    const model = await fit({ ...faithful, missing: "mean", normFirst: false });
    const bare = replaced(model, (name) => (name === "headWeight" ? 0 : undefined));
    const odds = [...array(bare, "headBias")].map(Math.exp);
    const total = odds.reduce((sum, each) => sum + each, 0);
    const expected = odds.reduce((sum, each, at) => sum + ((at + 1) * each) / total, 0);
    for (const value of await bare.predict(users, items)) expect(value).toBeCloseTo(expected, 5);
    const state = bare.state();
    const reading = xia.create(xia.defaults);
    reading.restore({ ...state, config: { ...state.config, readOut: "argmax" } });
    const likeliest = 1 + odds.indexOf(Math.max(...odds));
    for (const value of await reading.predict(users, items)) expect(value).toBe(likeliest);
  });

  test("the preset takes the paper's settings, and leaves what is given otherwise", () => {
    const { config } = createModel("xia", { preset: "faithful", epochs: 2 }).describe();
    expect(config).toMatchObject({
      head: "classes",
      branches: "one-hot",
      missing: "mean",
      embeddingSize: 768,
      layers: 2,
      heads: 8,
      hiddenSize: 2048,
      learningRate: 0.0005,
      optimiser: "adam",
      batchSize: 256,
      epochs: 2,
    });
  });
});

describe("attention of [CLS]", () => {
  const ten = ["user id", "age", "occupation", "gender", "movie id", "genre"];

  test("adds up to 1 over the tokens, layer by layer, head by head", async () => {
    const model = await fit({ layers: 2 });
    const { tokens, layers, heads, weights } = await xiaAttention(model, users, items);
    // The board has no ZIP codes and no vectors of titles.
    expect(tokens).toEqual(["[CLS]", ...ten, "introduction", "poster", "[SEP]"]);
    expect([layers, heads, weights.length]).toEqual([2, 2, 4 * 2 * 2 * tokens.length]);
    for (let row = 0; row < weights.length; row += tokens.length) {
      const sum = weights.subarray(row, row + tokens.length).reduce((one, other) => one + other);
      expect(sum).toBeCloseTo(1, 5);
    }
  });

  test("has no poster in sin, and a title where its vectors are given", async () => {
    const { image, text } = boardFeatures(31);
    const model = await fit(
      { variant: "sin" },
      { features: { image, introduction: text, title: text } },
    );
    const { tokens } = await xiaAttention(model, users, items);
    expect(tokens).toEqual(["[CLS]", ...ten, "title", "introduction", "[SEP]"]);
  });

  test("is refused for another model, and for pairs that do not fit", async () => {
    const model = await fit();
    await expectCode("E_MODEL_PAIRS", () => xiaAttention(model, users, Int32Array.of(1)));
    await expectCode("E_MODEL_ITEM", () =>
      xiaAttention(model, Int32Array.of(0), Int32Array.of(31)),
    );
    await expectCode("E_MODEL_USER", () =>
      xiaAttention(model, Int32Array.of(-1), Int32Array.of(0)),
    );
    const other = { ...model, state: () => ({ ...model.state(), id: "other" }) };
    await expectCode("E_MODEL_STATE", () => xiaAttention(other, users, items));
  });
});

describe("ablations", () => {
  const others = (values: FeatureMatrix): FeatureMatrix => ({
    ...values,
    values: values.values.map((value) => -3 * value),
  });

  test("sin does not look at posters, cro does", async () => {
    const features = boardFeatures(31);
    const changed = { ...features, image: others(features.image) };
    const predict = async (variant: string, given: typeof features) =>
      (await fit({ variant }, { features: given })).predict(users, items);
    expect(await predict("sin", changed)).toEqual(await predict("sin", features));
    expect(await predict("cro", changed)).not.toEqual(await predict("cro", features));
  });

  test("without ids and biases, users of the same attributes are the same", async () => {
    const userAttributes = Array.from({ length: 31 }, (_unused, user) => ({
      age: 20 + 20 * (user % 2),
    }));
    const model = await fit({ ids: false, biases: false }, { userAttributes });
    const [first, third, second] = await model.predict(
      Int32Array.of(0, 2, 1),
      Int32Array.of(4, 4, 4),
    );
    expect(first).toBe(third);
    expect(second).not.toBe(first);
  });

  test.each<[Config, Partial<FitInput>]>([
    [{ branches: "one-hot" }, {}],
    [{ head: "classes", regularisation: 0 }, {}],
    [{ ids: false, biases: false, regularisation: 0 }, { userAttributes: [] }],
    [{ interaction: false, regularisation: 0, missing: "mean" }, { itemContent: [] }],
  ])("switches work together: %j", async (config, changes) => {
    const predictions = await (await fit(config, changes)).predict(users, items);
    for (const value of predictions) expect(value >= 1 && value <= 5).toBe(true);
  });

  test("nothing to make tokens of is refused", async () => {
    await expectCode("E_MODEL_FEATURES", () => fit({ ids: false }, idsAlone));
  });

  test("a missing poster is a learned mask, or the mean vector with a learned flag", async () => {
    const masked = await fit({ missing: "mask" });
    const mean = await fit({ missing: "mean" });
    expect(array(masked, "posterMask")).toHaveLength(8);
    expect(array(mean, "posterFlag")).toHaveLength(8);
    // Item 30 has no poster: the mask alone decides its token, the projection does not.
    const item = [Int32Array.of(1), Int32Array.of(30)] as const;
    const isProjection = (name: string): number | undefined =>
      name === "posterToWidthBias" ? 1 : undefined;
    expect(await replaced(masked, isProjection).predict(...item)).toEqual(
      await masked.predict(...item),
    );
    expect(await replaced(mean, isProjection).predict(...item)).not.toEqual(
      await mean.predict(...item),
    );
  });
});

test("a width that the heads cannot share is refused", async () => {
  await expectCode("E_MODEL_CONFIG", () => xia.create({ ...xia.defaults, embeddingSize: 30 }));
});
