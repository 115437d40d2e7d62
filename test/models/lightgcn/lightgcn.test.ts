import { afterEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/pool/shared-pool.js";
import type { FitInput } from "../../../src/models/contract.js";
import { lightGcn } from "../../../src/models/lightgcn/lightgcn.js";
import { createModel } from "../../../src/models/registry.js";
import { boardSize } from "../../support/checkerboard.js";
import { boardInput, expectCode, fingerprint } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";

const quick = { ...lightGcn.defaults, epochs: 3, batchSize: 64, embeddingSize: 8 };

async function fit(config: Config, changes: Partial<FitInput> = {}) {
  const model = lightGcn.create({ ...quick, ...config });
  const report = await model.fit(boardInput(lightGcn, changes));
  return { model, report };
}

/** Validation rows of the board: the held-out own colours, or items of the other colour. */
function validPart(item: (user: number) => number): FitInput["valid"] {
  const rows = Array.from({ length: boardSize }, (_unused, user) => [user, item(user), 5] as const);
  return { ...trainPart(boardSize + 1, boardSize + 1, rows), kind: "valid" };
}

afterEach(() => {
  configureCompute();
});

describe("LightGCN", () => {
  it("gives the same bytes on 1, 2 and 4 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2, 4]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fit({})).model));
    }
    expect(new Set(prints).size).toBe(1);
  });

  it("learns the same without compiled kernels, but for rounding", async () => {
    configureCompute({ backend: "wasm" });
    const compiled = (await fit({})).model.state().arrays.userFactors;
    configureCompute({ backend: "typescript" });
    const twin = (await fit({})).model.state().arrays.userFactors;
    // Adam's first steps are as long for a tiny gradient as for a large one, so rounding of a
    // gradient near 0 shows.
    for (let at = 0; at < twin.length; at++)
      expect(Math.abs(twin[at] - compiled[at])).toBeLessThan(1e-3);
  });

  it("learns: the loss falls", async () => {
    const { report } = await fit({ epochs: 12, learningRate: 0.02, regularisation: 0 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(report.epochs).toBe(12);
    expect(losses[11]).toBeLessThan(0.7 * losses[0]);
  });

  it("stops early on the validation part and keeps the best epoch", async () => {
    const valid = validPart((user) => (user + 1) % boardSize);
    const { report, model } = await fit(
      { epochs: 200, patience: 2, learningRate: 0.05 },
      { valid },
    );
    expect(report.epochs).toBeLessThan(200);
    const values = report.curve.map(({ values: point }) => point.validNdcg);
    const best = values.indexOf(Math.max(...values)) + 1;
    expect(report.epochs - best).toBe(2);
    const { model: stopped } = await fit({ epochs: best, patience: 0, learningRate: 0.05 });
    expect(model.state().arrays).toEqual(stopped.state().arrays);
  });

  it("without patience looks at no validation", async () => {
    const { report } = await fit({ patience: 0 }, { valid: validPart((user) => user) });
    expect(report.curve.map(({ values }) => Object.keys(values))).toEqual([
      ["loss"],
      ["loss"],
      ["loss"],
    ]);
  });

  it("starts warm where an earlier fit ended", async () => {
    const long = { learningRate: 0.02, regularisation: 0 };
    const { model, report: before } = await fit({ ...long, epochs: 10 });
    const { report } = await fit({ ...long, epochs: 1 }, { warmStart: model.state() });
    expect(report.curve[0].values.loss).toBeLessThan(1.1 * before.curve[9].values.loss);
  });

  it("refuses to start from another model or shape", async () => {
    const { model } = await fit({});
    const state = model.state();
    for (const warmStart of [
      { ...state, id: "bpr" },
      { ...state, nItems: 7 },
    ]) {
      await expectCode("E_MODEL_STATE", () => fit({}, { warmStart }));
    }
    await expectCode("E_MODEL_STATE", () => fit({ embeddingSize: 9 }, { warmStart: state }));
  });

  it("says so when it diverges", async () => {
    await expectCode("E_MODEL_DIVERGED", () => fit({ learningRate: 1e38, epochs: 5 }));
  });

  it("refuses what would not fit before anything is allocated", async () => {
    await expectCode("E_MODEL_SIZE", () => fit({ embeddingSize: 10_000_000 }));
  });

  it("learns nothing, and stays finite, where no negative exists", async () => {
    const model = lightGcn.create(quick);
    const report = await model.fit(
      fitInput(
        trainPart(2, 1, [
          [0, 0, 5],
          [1, 0, 5],
        ]),
      ),
    );
    expect(report.curve.every(({ values }) => values.loss === 0)).toBe(true);
    expect(model.scoreUsers(Int32Array.of(0, 1)).every(Number.isFinite)).toBe(true);
  });

  it("scores 0 for a user without history", async () => {
    const { model } = await fit({});
    expect(model.scoreUsers(Int32Array.of(boardSize)).every((score) => score === 0)).toBe(true);
  });

  it("folds a user in by the items of the history alone", async () => {
    const { model } = await fit({ epochs: 20, learningRate: 0.02 });
    const { itemFactors } = model.state().arrays;
    const train = trainPart(2, boardSize + 1, [
      [0, 0, 5],
      [0, 2, 5],
      [1, 1, 5],
    ]);
    await model.partialFit!(boardInput(lightGcn, { train }));
    expect(model.state()).toMatchObject({ nUsers: 2, nItems: boardSize + 1 });
    expect(model.state().arrays.itemFactors).toEqual(itemFactors);
    const scores = model.scoreUsers(Int32Array.of(0, 1));
    expect(scores[4]).toBeGreaterThan(scores[5]);
    expect(scores[boardSize + 1 + 5]).toBeGreaterThan(scores[boardSize + 1 + 4]);
  });

  it("draws negatives by popularity when told to", async () => {
    const { model } = await fit({ negatives: "popularity" });
    expect(fingerprint(model)).not.toBe(fingerprint((await fit({})).model));
  });

  it("takes MMRec's settings by name, but for those given", () => {
    const given = { layers: 3, epochs: 5, preset: "mmrec" };
    expect(createModel("lightgcn", given).describe().config).toMatchObject({
      layers: 3,
      epochs: 5,
      patience: 20,
      learningRate: 0.001,
      batchSize: 2048,
      regularisationForm: "norm",
    });
  });

  it("gives its scores as a product of factors", async () => {
    const { model } = await fit({});
    expect(model.form?.()).toMatchObject({ kind: "factors", nFactors: 8 });
  });
});
