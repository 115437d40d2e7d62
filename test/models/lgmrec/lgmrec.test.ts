import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import { lgmrec } from "../../../src/models/lgmrec/lgmrec.js";
import {
  add,
  bipartite,
  dot,
  expectRows,
  normalised,
  product,
  rankingLoss,
  scale,
  smoothed,
  turned,
  type Matrix,
} from "../../support/dense-matrix.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import {
  featureMatrix,
  features,
  fitTiny,
  nUsers,
  otherFeatures,
  relation,
  triples,
  type Fitted,
} from "../../support/tiny-pairs.js";

afterEach(() => {
  configureCompute();
});

const names = ["image", "text"] as const;
const adjacency = normalised(bipartite(relation));
const trained = { epochs: 4, learningRate: 0.1, hyperedges: 2 };

const unit = (rows: Matrix): Matrix =>
  rows.map((row) => row.map((value) => value / Math.sqrt(dot(row, row) + 1e-12)));

const softmax = (rows: Matrix, temperature: number): Matrix =>
  rows.map((row) => {
    const shares = row.map((value) => Math.exp((value - Math.max(...row)) / temperature));
    return shares.map((share) => share / shares.reduce((sum, each) => sum + each, 0));
  });

/** Equation 1. */
function behaviour({ rows }: Fitted, layers: number): Matrix {
  return smoothed(adjacency, [...rows("user", 3), ...rows("item", 3)], layers);
}

/** Equation 2. */
function local({ rows }: Fitted, name: "image" | "text", layers: number): Matrix {
  const key = name === "image" ? "contentImageWeight" : "contentTextWeight";
  const content = product(features[name], rows(key, 3));
  const means = relation.map((row) => {
    const degree = row.reduce((sum, value) => sum + value, 0);
    return row.map((value) => (degree === 0 ? 0 : value / degree));
  });
  let nodes: Matrix = [...product(means, content), ...content];
  for (let layer = 0; layer < layers; layer++) nodes = product(adjacency, nodes);
  return unit(nodes);
}

/** Equations 3 to 5 without noise. */
function ofHyperedges({ rows }: Fitted, name: "image" | "text", x: Matrix, layers: number): Matrix {
  const strengths = product(features[name], rows(`${name}HyperedgesWeight`, 2));
  const items = softmax(strengths, 0.2);
  const users = softmax(product(relation, strengths), 0.2);
  let [ofItems, ofUsers]: Matrix[] = [x.slice(nUsers), []];
  for (let layer = 0; layer < layers; layer++) {
    const edges = product(turned(items), ofItems);
    [ofItems, ofUsers] = [product(items, edges), product(users, edges)];
  }
  return [...ofUsers, ...ofItems];
}

function expectVectors(fitted: Fitted, expected: Matrix): void {
  const actual = [...fitted.rows("userFactors", 3), ...fitted.rows("itemFactors", 3)];
  expectRows(actual, expected);
}

describe("LGMRec", () => {
  it("scores by local and global vectors, without noise: equations 1 to 7", async () => {
    for (const [layers, modalityLayers, hyperLayers] of [
      [2, 2, 1],
      [1, 1, 2],
    ]) {
      const config = { ...trained, layers, modalityLayers, hyperLayers };
      const fitted = await fitTiny(lgmrec, { ...config, globalShare: 0.7 });
      const x = behaviour(fitted, layers);
      const globals = names.map((name) => ofHyperedges(fitted, name, x, hyperLayers));
      const locals = names.map((name) => local(fitted, name, modalityLayers));
      expectVectors(fitted, add(x, ...locals, scale(unit(add(...globals)), 0.7)));
    }
  });

  it("leaves out local or global vectors", async () => {
    const config = { ...trained, layers: 2, modalityLayers: 1 };
    const noHyperedges = await fitTiny(lgmrec, { ...config, globalShare: 0 });
    const locals = names.map((name) => local(noHyperedges, name, 1));
    expectVectors(noHyperedges, add(behaviour(noHyperedges, 2), ...locals));
    const ids = await fitTiny(lgmrec, { ...config, localViews: "behaviour", globalShare: 0 });
    expectVectors(ids, behaviour(ids, 2));
    const contents = await fitTiny(lgmrec, { ...config, localViews: "features" });
    const x = behaviour(contents, 2);
    const globals = names.map((name) => ofHyperedges(contents, name, x, 1));
    const own = names.map((name) => local(contents, name, 1));
    expectVectors(contents, add(...own, scale(unit(add(...globals)), 0.3)));
  });

  it("learns by the ranking and the lengths of vectors: equation 8 without hyperedges", async () => {
    const fitted = await fitTiny(lgmrec, { globalShare: 0, regularisation: 0.5 });
    const [users, items] = [fitted.rows("userFactors", 3), fitted.rows("itemFactors", 3)];
    const lengths = [
      triples.map(({ user }) => users[user]),
      triples.map(({ positive }) => items[positive]),
      triples.map(({ negative }) => items[negative]),
    ].map((rows) => Math.sqrt(dot(rows.flat(), rows.flat())));
    const penalty = (lengths[0] + lengths[1] + lengths[2]) / triples.length;
    expect(fitted.loss).toBeCloseTo(rankingLoss(users, items, triples) + 0.5 * penalty, 5);
  });

  it("draws noise and drops in training alone", async () => {
    const config = { contrastWeight: 0, hyperedges: 2 };
    const [one, other] = [
      await fitTiny(lgmrec, { ...config, dropout: 0 }),
      await fitTiny(lgmrec, { ...config, dropout: 0.5 }),
    ];
    expectRows(other.rows("userFactors", 3), one.rows("userFactors", 3));
    expect(other.loss).not.toBeCloseTo(one.loss, 4);
    const lossInUse = rankingLoss(one.rows("userFactors", 3), one.rows("itemFactors", 3), triples);
    expect(one.loss).not.toBeCloseTo(lossInUse, 4);
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(lgmrec, { epochs: 30, learningRate: 0.05 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[29]).toBeLessThan(0.7 * losses[0]);
  });

  it("works with one modality, and gives other scores for other features", async () => {
    const print = async (image: ReturnType<typeof featureMatrix>): Promise<string> =>
      fingerprint((await fitTiny(lgmrec, {}, { features: { image } })).model);
    const own = await print(featureMatrix(features.image));
    expect(await print(otherFeatures(features.image))).not.toBe(own);
  });

  it("refuses settings that it cannot have", async () => {
    await expectCode("E_MODEL_CONFIG", () => fitTiny(lgmrec, { hyperedges: 0 }));
    await expectCode("E_MODEL_CONFIG", () => fitTiny(lgmrec, { localViews: "none" }));
  });

  it("gives the same bytes on 1 and 2 threads, noise included", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fitTiny(lgmrec, trained)).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });
});
