import { afterEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/index.js";
import { bm3 } from "../../../src/models/bm3/bm3.js";
import {
  add,
  affine,
  bipartite,
  cosine,
  dot,
  expectRows,
  mean,
  normalised,
  smoothed,
  type Matrix,
} from "../../support/dense-matrix.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import {
  featureMatrix,
  features,
  fitTiny,
  nItems,
  nUsers,
  otherFeatures,
  relation,
  triples,
  type Fitted,
} from "../../support/tiny-pairs.js";

afterEach(() => {
  configureCompute();
});

const quick: Config = { dropout: 0, regularisation: 0 };

/** Equations 1 and 2. */
function online({ rows }: Fitted, layers: number): { users: Matrix; items: Matrix } {
  const items = rows("item", 3);
  const x = smoothed(normalised(bipartite(relation)), [...rows("user", 3), ...items], layers);
  return { users: x.slice(0, nUsers), items: add(x.slice(nUsers), items) };
}

/** Equation 3 without dropout. */
function predicted({ rows }: Fitted, vectors: Matrix): Matrix {
  return affine(vectors, rows("predictorWeight", 3), rows("predictorBias", 3)[0]);
}

function distance(pairs: readonly (readonly [readonly number[], readonly number[]])[]): number {
  return mean(pairs.map(([own, other]) => 1 - cosine(own, other)));
}

/** Equations 4, 5 and 6 without dropout. */
function terms(fitted: Fitted, layers: number): { own: number; inter: number; intra: number } {
  const { users, items } = online(fitted, layers);
  const [p, q] = [predicted(fitted, users), predicted(fitted, items)];
  const own =
    distance(triples.map(({ user, positive }) => [p[user], items[positive]])) +
    distance(triples.map(({ user, positive }) => [q[positive], users[user]]));
  let [inter, intra] = [0, 0];
  for (const [name, key] of [
    ["image", "contentImage"],
    ["text", "contentText"],
  ] as const) {
    const bias = fitted.rows(`${key}Bias`, 3)[0];
    const content = affine(features[name], fitted.rows(`${key}Weight`, 3), bias);
    const made = predicted(fitted, content);
    inter += distance(triples.map(({ positive }) => [made[positive], items[positive]]));
    intra += distance(triples.map(({ positive }) => [made[positive], content[positive]]));
  }
  return { own, inter, intra };
}

describe("BM3", () => {
  it("scores by predicted vectors: equations 1, 2, 3 and 8", async () => {
    for (const layers of [1, 2]) {
      const fitted = await fitTiny(bm3, { ...quick, layers });
      const { users, items } = online(fitted, layers);
      const [p, q] = [predicted(fitted, users), predicted(fitted, items)];
      expectRows(fitted.rows("userFactors", 3), p);
      expectRows(fitted.rows("itemFactors", 3), q);
      const scores = fitted.model.scoreUsers(Int32Array.of(1));
      q.forEach((row, item) => expect(scores[item]).toBeCloseTo(dot(p[1], row), 5));
    }
  });

  it("learns by reconstruction and both alignments: equations 4 to 7", async () => {
    const fitted = await fitTiny(bm3, { ...quick, regularisation: 0.5, alignmentWeight: 1.5 });
    const { own, inter, intra } = terms(fitted, 1);
    const { users, items } = online(fitted, 1);
    const lengths = [users, items].map((rows) => Math.sqrt(dot(rows.flat(), rows.flat())));
    const penalty = (0.5 * (lengths[0] + lengths[1])) / nItems;
    expect(fitted.loss).toBeCloseTo(own + 1.5 * (inter + intra) + penalty, 5);
  });

  it("leaves out either alignment, or both and the features", async () => {
    const inter = await fitTiny(bm3, { ...quick, usesIntraModality: false });
    expect(inter.loss).toBeCloseTo(terms(inter, 1).own + 2 * terms(inter, 1).inter, 5);
    const intra = await fitTiny(bm3, { ...quick, usesInterModality: false });
    expect(intra.loss).toBeCloseTo(terms(intra, 1).own + 2 * terms(intra, 1).intra, 5);
    const none = { ...quick, usesInterModality: false, usesIntraModality: false };
    const { model, loss } = await fitTiny(bm3, none);
    expect(Object.keys(model.state().arrays).some((name) => name.startsWith("content"))).toBe(
      false,
    );
    expect(loss).toBeCloseTo(terms(intra, 1).own, 5);
  });

  it("drops out of targets alone: vectors in use stay, the loss does not", async () => {
    const [whole, dropped] = [
      await fitTiny(bm3, quick),
      await fitTiny(bm3, { ...quick, dropout: 0.5 }),
    ];
    expectRows(dropped.rows("userFactors", 3), whole.rows("userFactors", 3));
    expect(dropped.loss).not.toBeCloseTo(whole.loss, 3);
  });

  it("sends no gradient into targets: a step moves against that of predictions alone", async () => {
    // Without features, layers and penalty the loss is C(p_u, t_i) + C(p_i, t_u) with h_i = 2 E_i. The vector of
    // user 0 moves against the slope of its own prediction; Adam's first step has the slope's signs.
    const config = {
      ...quick,
      layers: 0,
      usesInterModality: false,
      usesIntraModality: false,
    };
    const before = await fitTiny(bm3, config);
    const after = await fitTiny(bm3, { ...config, learningRate: 0.001 });
    const users = before.rows("user", 3);
    const items = add(before.rows("item", 3), before.rows("item", 3));
    const lossOf = (vector: readonly number[]): number => {
      const p = predicted(before, [vector])[0];
      return distance([0, 1, 2].map((item) => [p, items[item]]));
    };
    users[0].forEach((value, at) => {
      const moved = (step: number): number[] =>
        users[0].map((own, k) => (k === at ? own + step : own));
      const slope = (lossOf(moved(1e-4)) - lossOf(moved(-1e-4))) / 2e-4;
      const step = after.rows("user", 3)[0][at] - value;
      expect(Math.sign(step)).toBe(-Math.sign(slope));
    });
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(bm3, { ...quick, epochs: 30, learningRate: 0.05 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[29]).toBeLessThan(0.6 * losses[0]);
  });

  it("learns something else from other features", async () => {
    const given = { image: featureMatrix(features.image), text: otherFeatures(features.text) };
    const config = { ...quick, epochs: 2, learningRate: 0.1 };
    const own = await fitTiny(bm3, config);
    const other = await fitTiny(bm3, config, { features: given });
    expect(fingerprint(other.model)).not.toBe(fingerprint(own.model));
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      const config = { dropout: 0.5, epochs: 3, learningRate: 0.1 };
      prints.push(fingerprint((await fitTiny(bm3, config)).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });

  it("refuses settings that it cannot have", async () => {
    const refused: Config[] = [{ dropout: 1 }, { usesInterModality: 1 }, { layers: -1 }];
    for (const config of refused) {
      await expectCode("E_MODEL_CONFIG", () => fitTiny(bm3, config));
    }
  });
});
