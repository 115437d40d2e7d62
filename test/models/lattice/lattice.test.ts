import { afterEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/index.js";
import { lattice } from "../../../src/models/lattice/lattice.js";
import {
  add,
  affine,
  bipartite,
  dot,
  expectRows,
  map,
  nearest,
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
  nUsers,
  otherFeatures,
  relation,
  triples,
  type Fitted,
} from "../../support/tiny-pairs.js";

afterEach(() => {
  configureCompute();
});

const quick: Config = { neighbours: 2, regularisation: 0 };

/** A of equation 6: D^-1 (graph + I). */
const adjacency = map(
  bipartite(relation),
  (value, row, column) => value + (row === column ? 1 : 0),
).map((row) => row.map((value) => value / row.reduce((sum, each) => sum + each, 0)));

/** Equations 1 to 4; `alpha` weighs the modalities. */
function itemGraph({ rows }: Fitted, originalShare: number): Matrix {
  const own = rows("modalityWeight", 2)[0].map(Math.exp);
  const alpha = own.map((value) => value / (own[0] + own[1]));
  const mixed = (image: Matrix, text: Matrix): Matrix =>
    add(scale(image, alpha[0]), scale(text, alpha[1]));
  const original = mixed(
    normalised(nearest(features.image, 2, "cosine")),
    normalised(nearest(features.text, 2, "cosine")),
  );
  if (originalShare === 1) return original;
  const content = (name: "Image" | "Text", x: Matrix): Matrix =>
    affine(x, rows(`content${name}Weight`, 3), rows(`content${name}Bias`, 3)[0]);
  const learned = mixed(
    nearest(content("Image", features.image), 2, "cosine"),
    nearest(content("Text", features.text), 2, "cosine"),
  );
  return add(scale(original, originalShare), scale(normalised(learned), 1 - originalShare));
}

/** Equations 5 to 7. */
function vectors({ rows }: Fitted, graph: Matrix, layers = 2, itemLayers = 1) {
  const items = rows("item", 3);
  const x = smoothed(adjacency, [...rows("user", 3), ...items], layers);
  let h = items;
  for (let layer = 0; layer < itemLayers; layer++) h = product(graph, h);
  const unit = h.map((row) => row.map((value) => value / Math.sqrt(dot(row, row))));
  return { users: x.slice(0, nUsers), items: add(x.slice(nUsers), unit) };
}

function expectVectors(fitted: Fitted, expected: ReturnType<typeof vectors>): void {
  expectRows(fitted.rows("userFactors", 3), expected.users);
  expectRows(fitted.rows("itemFactors", 3), expected.items);
}

describe("LATTICE", () => {
  it.each([0.9, 0.4, 0, 1])(
    "adds neighbours in the graph, original share %s: equations 1 to 7",
    async (originalShare) => {
      const fitted = await fitTiny(lattice, { ...quick, originalShare });
      expectVectors(fitted, vectors(fitted, itemGraph(fitted, originalShare)));
    },
  );

  it("smooths as often as it has layers of items", async () => {
    const fitted = await fitTiny(lattice, { ...quick, itemLayers: 2 });
    expectVectors(fitted, vectors(fitted, itemGraph(fitted, 0.9), 2, 2));
  });

  it("uses the graph of the parameters that it ends with", async () => {
    const config = { ...quick, originalShare: 0.2, epochs: 5, learningRate: 0.2 };
    const fitted = await fitTiny(lattice, config);
    expectVectors(fitted, vectors(fitted, itemGraph(fitted, 0.2)));
  });

  it("learns which modality counts and what makes items alike", async () => {
    const config = { ...quick, originalShare: 0.5, epochs: 3, learningRate: 0.1 };
    const { rows } = await fitTiny(lattice, config);
    const start = await fitTiny(lattice, { ...quick, originalShare: 0.5 });
    expect(rows("modalityWeight", 2)[0]).not.toEqual([0.5, 0.5]);
    expect(rows("contentImageWeight", 3)).not.toEqual(start.rows("contentImageWeight", 3));
  });

  it("with factors alone has no graph of users and items", async () => {
    const fitted = await fitTiny(lattice, { ...quick, backbone: "mf" });
    expectVectors(fitted, vectors(fitted, itemGraph(fitted, 0.9), 0));
  });

  it("has no projections where nothing of the graph is learned", async () => {
    const { model } = await fitTiny(lattice, { ...quick, originalShare: 1 });
    expect(Object.keys(model.state().arrays).join()).not.toMatch(/content/);
  });

  it("learns by ranking and a penalty: equation 8", async () => {
    const fitted = await fitTiny(lattice, { ...quick, regularisation: 0.2 });
    const { users, items } = vectors(fitted, itemGraph(fitted, 0.9));
    const squares = triples.map(
      ({ user, positive, negative }) =>
        dot(users[user], users[user]) +
        dot(items[positive], items[positive]) +
        dot(items[negative], items[negative]),
    );
    const penalty = (0.2 / (2 * triples.length)) * squares.reduce((sum, each) => sum + each);
    expect(fitted.loss).toBeCloseTo(rankingLoss(users, items, triples) + penalty, 5);
  });

  it("learns something else from other features", async () => {
    const given = { image: featureMatrix(features.image), text: otherFeatures(features.text) };
    const own = await fitTiny(lattice, quick);
    const other = await fitTiny(lattice, quick, { features: given });
    expect(fingerprint(other.model)).not.toBe(fingerprint(own.model));
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fitTiny(lattice, { epochs: 3, learningRate: 0.1 })).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });

  it("refuses settings that it cannot have", async () => {
    const refused: Config[] = [{ originalShare: 2 }, { backbone: "ngcf" }, { itemLayers: 0 }];
    for (const config of refused) {
      await expectCode("E_MODEL_CONFIG", () => fitTiny(lattice, config));
    }
  });
});
