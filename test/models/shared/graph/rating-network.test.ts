import { afterAll, describe, expect, test } from "vitest";
import { configureCompute } from "../../../../src/compute/pool/shared-pool.js";
import { expandAxis, gather, multiply, reshape } from "../../../../src/compute/graph/index.js";
import type { FitInput } from "../../../../src/models/contract.js";
import type { NetworkSettings } from "../../../../src/models/shared/graph/network-settings.js";
import type { RatingNetworkDefinition } from "../../../../src/models/shared/graph/network-types.js";
import {
  ratingNetworkModel,
  restoreNetwork,
} from "../../../../src/models/shared/graph/rating-network.js";
import { allScores, expectCode, fingerprint } from "../../../support/model-contract.js";
import { boardSize, checkerboard } from "../../../support/checkerboard.js";
import { trainPart } from "../../../support/parts.js";
import { biasNetwork } from "./bias-network.js";

afterAll(() => configureCompute());

const train = checkerboard({ positivesOnly: false });
const input: FitInput = { train, ratingScale: { minimum: 1, maximum: 5, step: 1 }, seed: 3 };
const valid: NonNullable<FitInput["valid"]> = {
  ...trainPart(boardSize + 1, boardSize + 1, [
    [0, 0, 4],
    [1, 1, 2],
    [2, 3, 3],
  ]),
  kind: "valid",
};

async function fit(
  config: object = {},
  changes: Partial<FitInput> = {},
  definition: RatingNetworkDefinition<NetworkSettings> = biasNetwork,
) {
  const entry = ratingNetworkModel(definition);
  const model = entry.create({ ...entry.defaults, ...config });
  return { model, report: await model.fit({ ...input, ...changes }) };
}

function rmseOf(predictions: Float32Array, ratings: Float32Array): number {
  const squares = predictions.map((value, at) => (value - ratings[at]) ** 2);
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / ratings.length);
}

describe("training of rating networks", () => {
  test("gives the same bytes with one and two threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads });
      prints.push(fingerprint((await fit()).model));
    }
    expect(prints[0]).toBe(prints[1]);
  });

  test("measures the curve without dropout, as predictions are made", async () => {
    const { model, report } = await fit({ patience: 0 }, { valid });
    expect(report.epochs).toBe(5);
    const last = report.curve.at(-1)!.values;
    for (const [part, name] of [
      [train, "trainRmse"],
      [valid, "validRmse"],
    ] as const) {
      const { userIndex, itemIndex, rating } = part.interactions;
      expect(last[name]).toBeCloseTo(rmseOf(await model.predict(userIndex, itemIndex), rating), 6);
    }
    // With half of the biases dropped and the rest doubled the loss is another number.
    expect(Math.sqrt(last.loss)).toBeGreaterThan(last.trainRmse + 0.01);
  });

  test("stops early and keeps the parameters of the best epoch", async () => {
    const { model, report } = await fit({ epochs: 50, patience: 2 }, { valid });
    const values = report.curve.map((point) => point.values.validRmse);
    const best = values.indexOf(Math.min(...values));
    expect(report.epochs).toBe(best + 3);
    const { userIndex, itemIndex, rating } = valid.interactions;
    const predictions = await model.predict(userIndex, itemIndex);
    expect(rmseOf(predictions, rating)).toBeCloseTo(values[best], 6);
  });

  test("does not stop without validation", async () => {
    const { report } = await fit({ epochs: 7, patience: 1 });
    expect(report.epochs).toBe(7);
    expect(Object.keys(report.curve[0].values)).toEqual(["loss", "trainRmse"]);
  });

  test("an index without training ratings adds nothing", async () => {
    const { model } = await fit();
    const { userTable, itemTable } = model.state().arrays;
    expect(userTable[boardSize]).toBe(0);
    expect(itemTable[boardSize]).toBe(0);
    expect([...userTable.subarray(0, boardSize)]).not.toContain(0);
    const unseen = Int32Array.of(boardSize);
    const [both] = await model.predict(unseen, unseen);
    expect(both).toBeCloseTo(3, 6);
    const [itemOnly] = await model.predict(unseen, Int32Array.of(4));
    expect(itemOnly).toBeCloseTo(Math.min(5, Math.max(1, 3 + itemTable[4])), 5);
  });

  test("says in a model's words that it has diverged", async () => {
    await expectCode("E_MODEL_DIVERGED", () => fit({ learningRate: 1e30 }));
  });

  test("is stopped between two steps", async () => {
    const controller = new AbortController();
    const stopped = fit({ epochs: 100_000 }, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expectCode("E_MODEL_ABORTED", () => stopped);
  });

  test("AdamW, a penalty and a limit of the gradient change what is learned", async () => {
    const configs = [{}, { optimiser: "adam-w", weightDecay: 0.1 }, { weightDecay: 0.1 }];
    const prints = await Promise.all(
      [...configs, { clipNorm: 0.001 }].map(async (config) =>
        fingerprint((await fit(config)).model),
      ),
    );
    expect(new Set(prints).size).toBe(4);
  });

  test("starts from another fit, where it is one of the same shape", async () => {
    const { model } = await fit();
    const state = model.state();
    const { model: still } = await fit({ learningRate: 1e-12, epochs: 1 }, { warmStart: state });
    // Steps of 1e-12 are below the last digit of all but the smallest numbers.
    const before = state.arrays.userTable;
    still.state().arrays.userTable.forEach((value, at) => expect(value).toBeCloseTo(before[at], 9));
    const { userTable: _left, ...arrays } = state.arrays;
    for (const warmStart of [
      { ...state, nItems: 5 },
      { ...state, arrays },
    ]) {
      await expectCode("E_MODEL_STATE", () => fit({}, { warmStart }));
    }
  });
});

/** Biases times a factor of each item, from a table, and of each pair, from an encoder. */
const scaled: RatingNetworkDefinition<NetworkSettings> = {
  ...biasNetwork,
  id: "scaled",
  prepare: ({ nItems }) => ({
    tables: {
      factor: { rows: nItems, values: Float32Array.from({ length: nItems }, (_none, k) => k / 10) },
    },
    numbers: { half: 0.5 },
  }),
  encoder: ({ table }) => ({
    inputs: { wide: { shape: ["batch", "two"] } },
    encode: (_users, items) => ({
      feeds: {
        wide: Float32Array.from([...items].flatMap((item) => [item, table("factor").rows])),
      },
      sizes: { two: 2 },
    }),
  }),
  build: (builder, inputs, settings) => {
    const { prediction, loss } = biasNetwork.build(builder, inputs, settings);
    const factor = reshape(gather(inputs.table("factor"), inputs.items), ["batch"]);
    const half = multiply(factor, inputs.facts.number("half"));
    return { prediction, loss, more: { half: expandAxis(half, -1), wide: inputs.encoded.wide } };
  },
};

describe("data of rating networks", () => {
  test("lie in the state, and further outputs are asked for by pairs", async () => {
    const { model } = await fit({}, {}, scaled);
    const { session, parameters } = restoreNetwork(scaled, model.state());
    const items = Int32Array.of(7, 30, 2);
    const { half, wide } = await session.run(parameters, Int32Array.of(0, 1, 2), items);
    expect([...half]).toEqual([...items].map((item) => Math.fround(Math.fround(item / 10) * 0.5)));
    expect([...wide]).toEqual([7, 31, 30, 31, 2, 31]);
    await session.close();
  });

  test("of another model are refused", async () => {
    const { model } = await fit({}, {}, scaled);
    const state = model.state();
    const without = (name: string): object =>
      Object.fromEntries(Object.entries(state.arrays).filter(([each]) => each !== name));
    const wrong = [
      { arrays: without("tableFactor") },
      { arrays: without("itemTable") },
      { arrays: { ...state.arrays, tableFactor: new Float32Array(30) } },
      { arrays: { ...state.arrays, tableFactor: new Float64Array(31) } },
      { arrays: { ...state.arrays, userTable: new Float32Array(5) } },
      { numbers: { ...state.numbers, half: Number.NaN } },
      { numbers: { ...state.numbers, step: Number.NaN } },
      { numbers: { ...state.numbers, tableFactorRows: Number.NaN } },
    ];
    for (const change of wrong) {
      const other = { ...state, ...change } as typeof state;
      await expectCode("E_MODEL_STATE", () => model.restore(other));
    }
    expect(await allScores(model)).toHaveLength(961);
  });

  test("that need too much memory are refused before they are laid out", async () => {
    const wide: RatingNetworkDefinition<NetworkSettings> = {
      ...biasNetwork,
      encoder: () => ({
        inputs: { x: { shape: ["batch", 2 ** 28] } },
        encode: () => ({ feeds: {} }),
      }),
      build: (builder, inputs, settings) => {
        multiply(inputs.encoded.x, 2);
        return biasNetwork.build(builder, inputs, settings);
      },
    };
    await expectCode("E_MODEL_SIZE", () => fit({}, {}, wide));
  });
});
