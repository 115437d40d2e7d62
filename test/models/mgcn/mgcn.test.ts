import { afterEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/index.js";
import { mgcn } from "../../../src/models/mgcn/mgcn.js";
import {
  add,
  affine,
  bipartite,
  contrast,
  dot,
  expectRows,
  map,
  nearest,
  normalised,
  product,
  rankingLoss,
  scale,
  smoothed,
  times,
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

const quick: Config = { neighbours: 2, contrastWeight: 0, regularisation: 0 };
const names = ["Image", "Text"] as const;
const adjacency = normalised(bipartite(relation));

const sigmoid = (x: Matrix): Matrix => map(x, (value) => 1 / (1 + Math.exp(-value)));

function layer({ rows }: Fitted, name: string, x: Matrix): Matrix {
  return affine(x, rows(`${name}Weight`, 3), rows(`${name}Bias`, 3)[0]);
}

/** Equation 3. */
function behaviour({ rows }: Fitted): Matrix {
  return smoothed(adjacency, [...rows("user", 3), ...rows("item", 3)], 2);
}

/** Equations 1 and 2. */
function views(fitted: Fitted, hasGate: boolean): Matrix[] {
  const toItems = adjacency.slice(0, nUsers).map((row) => row.slice(nUsers));
  return names.map((name) => {
    const own = features[name === "Image" ? "image" : "text"];
    const content = layer(fitted, `content${name}`, own);
    const purified = hasGate
      ? times(fitted.rows("item", 3), sigmoid(layer(fitted, `purifier${name}`, content)))
      : content;
    const items = product(normalised(nearest(own, 2, "cosine")), purified);
    return [...product(toItems, items), ...items];
  });
}

/** Equations 4 to 6. */
function sides(fitted: Fitted): Matrix {
  const own = views(fitted, true);
  const query = fitted.rows("attentionWeight", 1);
  const scores = own.map((view) => product(map(layer(fitted, "query", view), Math.tanh), query));
  const alpha = scores.map((score) =>
    map(score, (value, row) => {
      const total = scores.reduce((sum, each) => sum + Math.exp(each[row][0]), 0);
      return Math.exp(value) / total;
    }),
  );
  const common = add(
    ...own.map((view, at) => map(view, (value, row) => value * alpha[at][row][0])),
  );
  const specific = own.map((view, at) =>
    times(
      sigmoid(layer(fitted, `preference${names[at]}`, behaviour(fitted))),
      add(view, scale(common, -1)),
    ),
  );
  return scale(add(common, ...specific), 1 / 3);
}

function expectVectors({ rows }: Fitted, expected: Matrix): void {
  expectRows(rows("userFactors", 3), expected.slice(0, nUsers));
  expectRows(rows("itemFactors", 3), expected.slice(nUsers));
}

describe("MGCN", () => {
  it("adds fused, purified features to behaviour: equations 1 to 6", async () => {
    const fitted = await fitTiny(mgcn, quick);
    expectVectors(fitted, add(behaviour(fitted), sides(fitted)));
  });

  it("without the purifier smooths projected features as they are", async () => {
    const fitted = await fitTiny(mgcn, { ...quick, purifier: "none", fuser: "mean" });
    const mean = scale(add(...views(fitted, false)), 1 / 2);
    expectVectors(fitted, add(behaviour(fitted), mean));
  });

  it("without the fuser adds the mean of the modalities", async () => {
    const fitted = await fitTiny(mgcn, { ...quick, fuser: "mean" });
    expectVectors(fitted, add(behaviour(fitted), scale(add(...views(fitted, true)), 1 / 2)));
    expect(Object.keys(fitted.model.state().arrays).join()).not.toMatch(/query|preference/);
  });

  it("learns by ranking, a penalty and self-supervision: equation 7", async () => {
    const config = { ...quick, contrastWeight: 0.3, regularisation: 0.2, temperature: 0.5 };
    const fitted = await fitTiny(mgcn, config);
    const [x, s] = [behaviour(fitted), sides(fitted)];
    const vectors = add(x, s);
    const [users, items] = [vectors.slice(0, nUsers), vectors.slice(nUsers)];
    const squares = triples.map(
      ({ user, positive, negative }) =>
        dot(users[user], users[user]) +
        dot(items[positive], items[positive]) +
        dot(items[negative], items[negative]),
    );
    const penalty = (0.2 / (2 * triples.length)) * squares.reduce((sum, each) => sum + each);
    const between = (place: (at: number) => number): number =>
      contrast(
        triples.map((_triple, at) => s[place(at)]),
        triples.map((_triple, at) => x[place(at)]),
        0.5,
      );
    const self = between((at) => nUsers + triples[at].positive) + between((at) => triples[at].user);
    expect(fitted.loss).toBeCloseTo(rankingLoss(users, items, triples) + penalty + 0.3 * self, 4);
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(mgcn, { neighbours: 2, epochs: 25, learningRate: 0.05 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[24]).toBeLessThan(0.6 * losses[0]);
  });

  it("learns something else from other features", async () => {
    const given = { image: featureMatrix(features.image), text: otherFeatures(features.text) };
    const own = await fitTiny(mgcn, quick);
    const other = await fitTiny(mgcn, quick, { features: given });
    expect(fingerprint(other.model)).not.toBe(fingerprint(own.model));
  });

  it("works with one modality, and with features that are learned", async () => {
    const given = { sound: featureMatrix(features.image) };
    const config = { ...quick, learnsFeatures: true, learningRate: 0.1 };
    const { model } = await fitTiny(mgcn, config, { features: given });
    expect(model.scoreUsers(Int32Array.of(0)).every(Number.isFinite)).toBe(true);
    expect(model.state().arrays.featuresSound).not.toEqual(given.sound.values);
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fitTiny(mgcn, { epochs: 3, learningRate: 0.1 })).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });

  it("refuses settings that it cannot have", async () => {
    const refused: Config[] = [{ temperature: 0 }, { purifier: "water" }, { fuser: "sum" }];
    for (const config of refused) {
      await expectCode("E_MODEL_CONFIG", () => fitTiny(mgcn, config));
    }
  });
});
