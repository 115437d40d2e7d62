import { afterEach, describe, expect, it } from "vitest";
import { configureCompute, sharedPool } from "../../../src/compute/index.js";
import { sparseFromTriples } from "../../../src/compute/sparse.js";
import { dualgnn } from "../../../src/models/dualgnn/dualgnn.js";
import { userGraph } from "../../../src/models/dualgnn/user-graph.js";
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

const names = ["image", "text"] as const;
const trained = { epochs: 5, learningRate: 0.1 };

/** Equation 1 in one modality. */
function nodes({ rows }: Fitted, name: "image" | "text", layers: number): Matrix {
  const layer = (key: string, x: Matrix, width: number): Matrix =>
    affine(x, rows(`${name}${key}Weight`, width), rows(`${name}${key}Bias`, width)[0]);
  const hidden = map(layer("Hidden", features[name], 12), (value) =>
    value > 0 ? value : 0.01 * value,
  );
  const start = [...rows(`${name}Preference`, 3), ...layer("Content", hidden, 3)].map((row) =>
    row.map((value) => value / Math.sqrt(dot(row, row) + 1e-12)),
  );
  // The sum of the layers, where the helper gives their mean.
  return scale(smoothed(normalised(bipartite(relation)), start, layers), layers + 1);
}

/** Equation 4 by plain counting. */
function userShares(neighbours: number): Matrix {
  return histories.map((own, user) => {
    const common = histories.map((items, other) =>
      other === user ? 0 : items.filter((item) => own.includes(item)).length,
    );
    const chosen = [...common.keys()]
      .filter((other) => common[other] > 0)
      .sort((a, b) => common[b] - common[a] || a - b)
      .slice(0, neighbours);
    const sum = chosen.reduce((total, other) => total + Math.exp(common[other]), 0);
    return common.map((count, other) => (chosen.includes(other) ? Math.exp(count) / sum : 0));
  });
}

/** Equations 1 to 4; `weights` and `shares` absent: the mean, no neighbours. */
function vectors(fitted: Fitted, layers: number, weights?: Matrix, shares?: Matrix) {
  const modalities = names.map((name) => nodes(fitted, name, layers));
  const parts = modalities.map((rows, at) =>
    map(rows.slice(0, nUsers), (value, user) => value * (weights?.[user][at] ?? 0.5)),
  );
  const mixed = add(...parts);
  return {
    users: shares === undefined ? mixed : add(mixed, product(shares, mixed)),
    items: add(...modalities).slice(nUsers),
  };
}

describe("DualGNN", () => {
  it("scores by mixed modalities and neighbouring users: equations 1 to 4", async () => {
    for (const [layers, neighbours] of [
      [2, 40],
      [1, 2],
    ]) {
      const fitted = await fitTiny(dualgnn, { ...trained, layers, neighbours });
      const weights = fitted.rows("weights", 2);
      const { users, items } = vectors(fitted, layers, weights, userShares(neighbours));
      expectRows(fitted.rows("userFactors", 3), users);
      expectRows(fitted.rows("itemFactors", 3), items);
    }
  });

  it("learns by the loss of its header, weights starting alike", async () => {
    const fitted = await fitTiny(dualgnn, { regularisation: 0.5 });
    const weights = fitted.rows("weights", 2);
    expect(weights.flat()).toEqual(Array(2 * nUsers).fill(0.5));
    const { users, items } = vectors(fitted, 2, weights, userShares(40));
    const squares = (matrix: Matrix): number => mean(matrix.flat().map((value) => value ** 2));
    const preferences = names.map((name) => {
      const rows = fitted.rows(`${name}Preference`, 3);
      return squares(triples.map(({ user }) => rows[user]));
    });
    const penalty = preferences[0] + preferences[1] + 0.25;
    const ranked = rankingLoss(users, items, triples) / Math.LN2;
    expect(fitted.loss).toBeCloseTo(ranked + 0.5 * penalty, 5);
  });

  it("leaves out the graph of users, or the weights", async () => {
    const alone = await fitTiny(dualgnn, { ...trained, userGraph: "none" });
    expectRows(alone.rows("userFactors", 3), vectors(alone, 2, alone.rows("weights", 2)).users);
    const equal = await fitTiny(dualgnn, { ...trained, modalityWeights: "equal" });
    expect(Object.keys(equal.model.state().arrays)).not.toContain("weights");
    const { users } = vectors(equal, 2, undefined, userShares(40));
    expectRows(equal.rows("userFactors", 3), users);
  });

  it("scores 0 for a user without history", async () => {
    const { model } = await fitTiny(dualgnn, trained);
    expect([...model.scoreUsers(Int32Array.of(4))]).toEqual(Array(nItems).fill(0));
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(dualgnn, { epochs: 30, learningRate: 0.05 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[29]).toBeLessThan(0.7 * losses[0]);
  });

  it("gives other scores for other features", async () => {
    const image = featureMatrix(features.image);
    const print = async (text: typeof image): Promise<string> =>
      fingerprint((await fitTiny(dualgnn, {}, { features: { image, text } })).model);
    expect(await print(otherFeatures(features.text))).not.toBe(
      await print(featureMatrix(features.text)),
    );
  });

  it("refuses settings that it cannot have", async () => {
    await expectCode("E_MODEL_CONFIG", () => fitTiny(dualgnn, { neighbours: 0 }));
    await expectCode("E_MODEL_CONFIG", () => fitTiny(dualgnn, { userGraph: "all" }));
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fitTiny(dualgnn, trained)).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });
});

describe("the graph of users", () => {
  it("has the softmax of common items, without overflow, and no rows for the lonely", async () => {
    // User 0 has items 0 to 199, user 1 the first 198, user 2 the first 197 and user 3 item 200 alone.
    const counts = [200, 198, 197];
    const users = [...counts.flatMap((count, user) => Array<number>(count).fill(user)), 3];
    const items = [
      ...counts.flatMap((count) => Array.from({ length: count }, (_none, at) => at)),
      200,
    ];
    const ones = new Float32Array(users.length).fill(1);
    const byUser = sparseFromTriples(4, 201, Int32Array.from(users), Int32Array.from(items), ones);
    const { offsets, columns, values } = await userGraph(sharedPool(), byUser, 40);
    expect([...offsets]).toEqual([0, 2, 4, 6, 6]);
    expect([...columns]).toEqual([1, 2, 0, 2, 0, 1]);
    const share = 1 / (1 + Math.exp(-1));
    expect(values[0]).toBeCloseTo(share, 6);
    expect(values[1]).toBeCloseTo(1 - share, 6);
    expect(values[4]).toBeCloseTo(0.5, 6);
  });
});
