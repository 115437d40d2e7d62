import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import { grcn } from "../../../src/models/grcn/grcn.js";
import {
  add,
  affine,
  bipartite,
  dot,
  expectRows,
  map,
  mean,
  normalised,
  product,
  rankingLoss,
  scale,
  smoothed,
  type Matrix,
} from "../../support/dense-matrix.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import {
  featureMatrix,
  features,
  fitTiny,
  histories,
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

/** Steps that are large enough to make some confidences negative. */
const trained = { epochs: 12, learningRate: 0.3 };

const unit = (rows: Matrix): Matrix =>
  rows.map((row) => row.map((value) => value / Math.sqrt(dot(row, row) + 1e-12)));

const joined = (parts: readonly Matrix[]): Matrix =>
  parts[0].map((_row, at) => parts.flatMap((part) => part[at]));

/** The softmax of products of a row of `own` with those of its neighbours in `other`; 0 for the rest. */
function attention(own: Matrix, other: Matrix, isNeighbour: (row: number, at: number) => boolean) {
  return own.map((row, at) => {
    const shares = other.map((each, k) => (isNeighbour(at, k) ? Math.exp(dot(row, each)) : 0));
    const sum = shares.reduce((total, share) => total + share, 0);
    return shares.map((share) => (sum === 0 ? 0 : share / sum));
  });
}

const has = (user: number, item: number): boolean => histories[user].includes(item);

/** Equations 1 to 3 in one modality. */
function routed({ rows }: Fitted, name: "image" | "text", routings: number) {
  const bias = rows(`${name}ContentBias`, 3)[0];
  const content = affine(features[name], rows(`${name}ContentWeight`, 3), bias);
  const items = unit(map(content, (value) => (value > 0 ? value : 0.01 * value)));
  let users = unit(rows(`${name}Preference`, 3));
  for (let routing = 0; routing < routings; routing++) {
    users = unit(add(users, product(attention(users, items, has), items)));
  }
  const intoUsers = attention(users, items, has);
  const intoItems = attention(items, users, (item, user) => has(user, item));
  return {
    users: add(users, product(intoUsers, items)),
    items: add(items, product(intoItems, users)),
    intoUsers,
    intoItems,
  };
}

/** Equation 4: the weight of messages to `matrix` rows, of each modality's attention times the sender's confidence. */
function refined(attentions: readonly Matrix[], confidences: readonly Matrix[]): Matrix {
  return map(attentions[0], (_value, row, column) => {
    const weights = attentions.map((each, at) => each[row][column] * confidences[at][column][0]);
    return Math.max(0, ...weights);
  });
}

/** Equations 1 to 6. */
function vectors(fitted: Fitted, layers: number, routings: number): [Matrix, Matrix] {
  const { rows } = fitted;
  const names = ["image", "text"] as const;
  const contents = names.map((name) => routed(fitted, name, routings));
  const toUsers = refined(
    contents.map(({ intoUsers }) => intoUsers),
    names.map((name) => rows(`${name}ItemConfidence`, 1)),
  );
  const toItems = refined(
    contents.map(({ intoItems }) => intoItems),
    names.map((name) => rows(`${name}UserConfidence`, 1)),
  );
  let step: [Matrix, Matrix] = [unit(rows("user", 3)), unit(rows("item", 3))];
  let sum = step;
  for (let layer = 0; layer < layers; layer++) {
    step = [product(toUsers, step[1]), product(toItems, step[0])];
    sum = [add(sum[0], step[0]), add(sum[1], step[1])];
  }
  return [
    joined([sum[0], ...contents.map(({ users }) => users)]),
    joined([sum[1], ...contents.map(({ items }) => items)]),
  ];
}

describe("GRCN", () => {
  it("scores by refined edges and routed content: equations 1 to 6", async () => {
    for (const [layers, routings] of [
      [2, 3],
      [1, 0],
    ]) {
      const fitted = await fitTiny(grcn, { ...trained, layers, routings });
      const [users, items] = vectors(fitted, layers, routings);
      expectRows(fitted.rows("userFactors", 9), users);
      expectRows(fitted.rows("itemFactors", 9), items);
    }
  });

  it("learns by the loss of its header", async () => {
    const fitted = await fitTiny(grcn, { regularisation: 0.5 });
    const { rows, loss } = fitted;
    const [users, items] = vectors(fitted, 2, 3);
    const squares = (matrix: Matrix, chosen: readonly number[]): number =>
      mean(chosen.flatMap((row) => matrix[row].map((value) => value ** 2)));
    const ofUsers = triples.map(({ user }) => user);
    const ofItems = triples.flatMap(({ positive, negative }) => [positive, negative]);
    const penalty =
      squares(rows("user", 3), ofUsers) +
      squares(rows("item", 3), ofItems) +
      squares(rows("imagePreference", 3), ofUsers) +
      squares(rows("textPreference", 3), ofUsers);
    expect(loss).toBeCloseTo(rankingLoss(users, items, triples) + 0.5 * penalty, 5);
  });

  it("smooths over LightGCN's weights with plain edges, and learns no confidences", async () => {
    const fitted = await fitTiny(grcn, { ...trained, edges: "plain" });
    const own = [...unit(fitted.rows("user", 3)), ...unit(fitted.rows("item", 3))];
    // The sum of three layers, where the helper gives their mean.
    const nodes = scale(smoothed(normalised(bipartite(relation)), own, 2), 3);
    const actual = [...fitted.rows("userFactors", 9), ...fitted.rows("itemFactors", 9)];
    expectRows(
      actual.map((row) => row.slice(0, 3)),
      nodes,
    );
    const names = Object.keys(fitted.model.state().arrays);
    expect(names.some((name) => name.includes("Confidence"))).toBe(false);
  });

  it("scores 0 for a user without history", async () => {
    const { model } = await fitTiny(grcn, trained);
    expect([...model.scoreUsers(Int32Array.of(4))]).toEqual(Array(nItems).fill(0));
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(grcn, { epochs: 30, learningRate: 0.05 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[29]).toBeLessThan(0.7 * losses[0]);
  });

  it("gives other scores for other features", async () => {
    const own = await fitTiny(grcn);
    const text = featureMatrix(features.text);
    const other = await fitTiny(
      grcn,
      {},
      {
        features: { image: otherFeatures(features.image), text },
      },
    );
    expect(fingerprint(other.model)).not.toBe(fingerprint(own.model));
    expect(own.rows("userFactors", 9)).toHaveLength(nUsers);
  });

  it("refuses settings that it cannot have", async () => {
    await expectCode("E_MODEL_CONFIG", () => fitTiny(grcn, { edges: "soft" }));
    await expectCode("E_MODEL_CONFIG", () => fitTiny(grcn, { layers: 0 }));
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fitTiny(grcn, { epochs: 3, learningRate: 0.1 })).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });
});
