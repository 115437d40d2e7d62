import { afterAll, describe, expect, it } from "vitest";
import { configureCompute, sharedPool } from "../../../src/compute/pool/shared-pool.js";
import type { FitInput, Recommender } from "../../../src/models/contract.js";
import { createModel } from "../../../src/models/registry.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import { relativeDifference } from "../../compute/kernels/both-backends.js";
import { fitInput, trainPart } from "../../support/parts.js";
import { nTastes, planted, rowsOf, tasteOf } from "./planted.js";

const { train, valid } = planted();
const quick = { embeddingSize: 8, epochs: 30 };

afterAll(() => {
  configureCompute().close();
});

async function fitted(
  config: Record<string, string | number | boolean> = quick,
  changes: Partial<FitInput> = {},
): Promise<Recommender> {
  const model = createModel("bpr", config) as Recommender;
  await model.fit({ ...fitInput(train), ...changes });
  return model;
}

/** Share of pairs (unseen item of the own taste, item of another) that a user's scores put right. */
function ordered(model: Recommender, user: number): number {
  const scores = model.scoreUsers(Int32Array.of(user));
  const items = [...scores.keys()];
  const seen = new Set(
    items.filter((item) =>
      train.interactions.itemIndex.some(
        (other, row) => other === item && train.interactions.userIndex[row] === user,
      ),
    ),
  );
  const unseen = items.filter((item) => !seen.has(item));
  const own = unseen.filter((item) => tasteOf(item) === tasteOf(user));
  const others = unseen.filter((item) => tasteOf(item) !== tasteOf(user));
  const right = own.flatMap((one) => others.filter((other) => scores[one] > scores[other]));
  return right.length / (own.length * others.length);
}

function meanOrdered(model: Recommender, users: readonly number[]): number {
  return users.reduce((sum, user) => sum + ordered(model, user), 0) / users.length;
}

const someUsers = [0, 1, 2, 20, 31, 42, 57];

describe("BPR", () => {
  it.each([
    { ...quick },
    { ...quick, itemBias: false, sampling: "bootstrap" },
    { ...quick, negatives: "popularity", initialisation: "uniform" },
    { ...quick, optimiser: "adam", learningRate: 0.02, regularisation: 0, batchSize: 256 },
    { ...quick, optimiser: "adam", learningRate: 0.02, itemBias: false, initialisation: "xavier" },
  ])("finds the planted tastes: %o", async (config) => {
    const report = await createModel("bpr", config).fit(fitInput(train));
    const first = report.curve[0].values.loss;
    const last = report.curve.at(-1)!.values.loss;
    expect(last).toBeLessThan(0.75 * first);
    expect(meanOrdered(await fitted(config), someUsers)).toBeGreaterThan(0.95);
  });

  it.each(["sgd", "adam"])("gives the same bytes on 1, 2 and 4 threads: %s", async (optimiser) => {
    const large = planted(150, 600).train;
    const prints: string[] = [];
    for (const threads of [1, 2, 4]) {
      configureCompute({ threads });
      const config = { embeddingSize: 20, epochs: 3, optimiser };
      prints.push(fingerprint(await fitted(config, { train: large })));
    }
    expect(new Set(prints).size).toBe(1);
  });

  it.each(["sgd", "adam"])("comes to nearly the same on the twins: %s", async (optimiser) => {
    const scores: Float32Array[] = [];
    for (const backend of ["wasm", "typescript"] as const) {
      configureCompute({ backend });
      const model = await fitted({ ...quick, epochs: 3, optimiser });
      scores.push(model.scoreUsers(Int32Array.from(someUsers)));
    }
    configureCompute();
    // Single precision, added in another order over three epochs of steps.
    expect(relativeDifference(scores[0], scores[1])).toBeLessThan(1e-4);
  });

  it("has no bias to score with unless it is asked for one", async () => {
    const biasOf = async (config: object) => {
      const form = (await fitted({ ...quick, ...config })).form!()!;
      return form.kind === "factors" ? form.itemBias! : undefined;
    };
    for (const optimiser of ["sgd", "adam"]) {
      expect((await biasOf({ optimiser, itemBias: false }))!.every((bias) => bias === 0)).toBe(
        true,
      );
      expect((await biasOf({ optimiser }))!.some((bias) => bias !== 0)).toBe(true);
    }
  });

  it("gives users without rows the item biases", async () => {
    const model = await fitted(quick, { train: rowsOf(train, (user) => user !== 4) });
    const { itemBias } = model.state().arrays;
    expect(model.scoreUsers(Int32Array.of(4))).toEqual(itemBias);
  });

  it("stops with a word when the parameters diverge", async () => {
    const wild = { ...quick, learningRate: 40, regularisation: 1, negativeRegularisation: 1 };
    await expectCode("E_MODEL_DIVERGED", () => fitted(wild));
  });

  it("refuses a size that cannot fit before it allocates", async () => {
    await expectCode("E_MODEL_SIZE", () => fitted({ embeddingSize: 2 ** 26 }));
  });

  it("leaves nothing behind in a thousand fits", async () => {
    const tiny = trainPart(3, 4, [
      [0, 1],
      [1, 2],
      [1, 3],
    ]);
    const fit = () => fitted({ embeddingSize: 4, epochs: 1 }, { train: tiny });
    for (let round = 0; round < 10; round++) await fit();
    const { used, held } = sharedPool().memory;
    for (let round = 0; round < 1000; round++) await fit();
    expect(sharedPool().memory).toEqual({ used, held });
  });
});

describe("early stopping", () => {
  const config = { ...quick, epochs: 60, patience: 4, learningRate: 0.3, learningRateDecay: 1 };

  it.each(["sgd", "adam"])("keeps the best epoch on the validation part: %s", async (optimiser) => {
    const own = { ...config, optimiser, learningRate: optimiser === "adam" ? 0.05 : 0.3 };
    const model = createModel("bpr", own) as Recommender;
    const { curve, epochs } = await model.fit({ ...fitInput(train), valid });
    const values = curve.map(({ values }) => values.validNdcg);
    const best = values.indexOf(Math.max(...values)) + 1;
    expect(epochs).toBe(best + 4);
    expect(epochs).toBeLessThan(60);
    const straight = await fitted({ ...own, epochs: best, patience: 0 });
    expect(fingerprint(model)).toBe(fingerprint(straight));
  });

  it("measures nothing without patience or without validation rows", async () => {
    const model = createModel("bpr", { ...quick, patience: 0 });
    const { curve } = await model.fit({ ...fitInput(train), valid });
    expect(Object.keys(curve[0].values)).toEqual(["loss"]);
    const none = { ...trainPart(60, 90, []), kind: "valid" as const };
    const report = await createModel("bpr", quick).fit({ ...fitInput(train), valid: none });
    expect(report.epochs).toBe(30);
    expect(Object.keys(report.curve[0].values)).toEqual(["loss"]);
  });

  it("refuses validation rows outside the matrix", async () => {
    const beyond = { ...trainPart(60, 90, [[60, 0]]), kind: "valid" as const };
    await expectCode("E_MODEL_USER", () => fitted(quick, { valid: beyond }));
  });
});

describe("a warm start", () => {
  it.each(["sgd", "adam"])("goes on from the state: %s", async (optimiser) => {
    const state = (await fitted({ ...quick, optimiser })).state();
    const still = { ...quick, optimiser, learningRate: 0, epochs: 1 };
    const model = await fitted(still, { warmStart: state, seed: 9 });
    expect(model.state().arrays).toEqual(state.arrays);
    const cold = createModel("bpr", quick);
    const warm = createModel("bpr", quick);
    const { curve: slow } = await cold.fit(fitInput(train));
    const { curve: fast } = await warm.fit({ ...fitInput(train), warmStart: state });
    expect(fast[0].values.loss).toBeLessThan(0.5 * slow[0].values.loss);
  });

  it("refuses a state of another model or shape", async () => {
    const state = (await fitted()).state();
    for (const warmStart of [
      { ...state, id: "als" },
      { ...state, nUsers: 61 },
      { ...state, nItems: 91 },
      (await fitted({ ...quick, embeddingSize: 9 })).state(),
    ]) {
      await expectCode("E_MODEL_STATE", () => fitted(quick, { warmStart }));
    }
  });
});

describe("fold-in", () => {
  const isNew = (user: number): boolean => user >= 51;
  const newUsers = [51, 52, 53, 54, 55, 56, 57, 58, 59];

  it.each(["sgd", "adam"])("of new users comes close to a fit with them: %s", async (optimiser) => {
    const rate = { learningRate: 0.02, regularisation: 0 };
    const config = { ...quick, ...(optimiser === "adam" ? rate : quick), optimiser };
    const model = await fitted(config, { train: rowsOf(train, (user) => !isNew(user)) });
    const before = model.state().arrays;
    await model.partialFit!(fitInput(train));
    const again = await fitted(config);
    const gap = meanOrdered(again, newUsers) - meanOrdered(model, newUsers);
    expect(Math.abs(gap)).toBeLessThan(0.03);
    expect(meanOrdered(model, newUsers)).toBeGreaterThan(0.95);
    const { itemFactors, itemBias } = model.state().arrays;
    expect({ itemFactors, itemBias }).toEqual({
      itemFactors: before.itemFactors,
      itemBias: before.itemBias,
    });
  });

  it("depends on a user's history alone, and not on the threads", async () => {
    const model = await fitted();
    const trained = model.state();
    const history = [...Array(12).keys()].map((item) => nTastes * item);
    const users = (list: readonly number[]) =>
      trainPart(
        100,
        90,
        list.flatMap((user) => history.map((item) => [user, item] as const)),
      );
    const rows: Float32Array[] = [];
    for (const [threads, list] of [
      [1, [3, 99]],
      [2, [3, 40]],
      [4, [40, 3]],
    ] as const) {
      configureCompute({ threads });
      model.restore(trained);
      await model.partialFit!(fitInput(users(list)));
      rows.push(...list.map((user) => model.scoreUsers(Int32Array.of(user))));
    }
    for (const row of rows) expect(row).toEqual(rows[0]);
  });
});
