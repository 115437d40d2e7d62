import { afterEach, describe, expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { configureCompute } from "../../../src/compute/index.js";
import { freedom } from "../../../src/models/freedom/freedom.js";
import {
  add,
  affine,
  bipartite,
  expectRows,
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

const quick: Config = { neighbours: 2, dropout: 0 };

/** Equations 1 and 2. */
function itemGraph(image: Matrix, text: Matrix, imageShare: number): Matrix {
  const [own, other] = [image, text].map((rows) => normalised(nearest(rows, 2, "binary")));
  return add(scale(own, imageShare), scale(other, 1 - imageShare));
}

/** Equations 4 and 5 with the whole graph. */
function vectors({ rows }: Fitted, graph: Matrix | undefined, itemLayers = 1) {
  const items = rows("item", 3);
  const x = smoothed(normalised(bipartite(relation)), [...rows("user", 3), ...items], 2);
  let h = items;
  for (let layer = 0; graph !== undefined && layer < itemLayers; layer++) h = product(graph, h);
  const own = x.slice(nUsers);
  return { users: x.slice(0, nUsers), items: graph === undefined ? own : add(own, h) };
}

function expectVectors(fitted: Fitted, graph: Matrix | undefined, itemLayers?: number): void {
  const { users, items } = vectors(fitted, graph, itemLayers);
  expectRows(fitted.rows("userFactors", 3), users);
  expectRows(fitted.rows("itemFactors", 3), items);
}

describe("FREEDOM", () => {
  const graph = itemGraph(features.image, features.text, 0.1);

  it("adds neighbours in the mixed item graph to LightGCN's vectors: equations 1, 2, 4 and 5", async () => {
    expectVectors(await fitTiny(freedom, quick), graph);
    expectVectors(await fitTiny(freedom, { ...quick, itemLayers: 2 }), graph, 2);
    const share = itemGraph(features.image, features.text, 0.7);
    expectVectors(await fitTiny(freedom, { ...quick, imageShare: 0.7 }), share);
  });

  it("weighs modalities of other names alike", async () => {
    const given = { image: featureMatrix(features.image), audio: featureMatrix(features.text) };
    const fitted = await fitTiny(freedom, quick, { features: given });
    expectVectors(fitted, itemGraph(features.image, features.text, 0.5));
  });

  it("learns by the losses of vectors and of features: equation 6", async () => {
    const fitted = await fitTiny(freedom, { ...quick, regularisation: 0.25 });
    const { rows } = fitted;
    const { users, items } = vectors(fitted, graph);
    const byContent = (["image", "text"] as const).map((name) => {
      const own = name === "image" ? "contentImage" : "contentText";
      const content = affine(features[name], rows(`${own}Weight`, 3), rows(`${own}Bias`, 3)[0]);
      return rankingLoss(users, content, triples);
    });
    const expected = rankingLoss(users, items, triples) + 0.25 * (byContent[0] + byContent[1]);
    expect(fitted.loss).toBeCloseTo(expected, 5);
  });

  it("trains with some of the edges, and is used with all of them: equation 3", async () => {
    const thinned = await fitTiny(freedom, { ...quick, dropout: 0.5 });
    expectVectors(thinned, graph);
    const whole = await fitTiny(freedom, quick);
    expect(thinned.loss).not.toBeCloseTo(whole.loss, 4);
  });

  it("draws other edges in each epoch", async () => {
    const { report } = await fitTiny(freedom, { ...quick, dropout: 0.5, epochs: 4 });
    expect(new Set(report.curve.map(({ values }) => values.loss)).size).toBeGreaterThan(1);
  });

  it("without an item graph has LightGCN's vectors", async () => {
    expectVectors(await fitTiny(freedom, { ...quick, itemGraph: "none" }), undefined);
  });

  it("with a learned item graph takes the neighbours by W F + b as it is in the end", async () => {
    const config = { ...quick, itemGraph: "learned", regularisation: 1, learningRate: 0.3 };
    for (const epochs of [1, 6]) {
      const fitted = await fitTiny(freedom, { ...config, epochs });
      const { rows } = fitted;
      const [image, text] = [
        affine(features.image, rows("contentImageWeight", 3), rows("contentImageBias", 3)[0]),
        affine(features.text, rows("contentTextWeight", 3), rows("contentTextBias", 3)[0]),
      ];
      expectVectors(fitted, itemGraph(image, text, 0.1));
    }
  });

  it("learns features when told to", async () => {
    const config = { ...quick, learnsFeatures: true, regularisation: 1, learningRate: 0.1 };
    const { rows } = await fitTiny(freedom, config);
    const moved = rows("featuresImage", 3).flat();
    expect(moved.some((value, at) => Math.abs(value - features.image.flat()[at]) > 0.05)).toBe(
      true,
    );
    expect(moved.every((value, at) => Math.abs(value - features.image.flat()[at]) < 0.2)).toBe(
      true,
    );
  });

  it.each<[string, Config]>([
    ["edgeDropping", { edgeDropping: "uniform" }],
    ["dropout", { dropout: 0 }],
    ["itemGraph", { itemGraph: "none" }],
    ["regularisation", { regularisation: 0 }],
  ])("learns something else with another %s", async (_name, change) => {
    const config = {
      neighbours: 2,
      dropout: 0.4,
      epochs: 4,
      learningRate: 0.1,
      regularisation: 0.1,
    };
    const [own, other] = [
      await fitTiny(freedom, config),
      await fitTiny(freedom, { ...config, ...change }),
    ];
    expect(fingerprint(other.model)).not.toBe(fingerprint(own.model));
  });

  it("learns something else from other features", async () => {
    const given = { image: featureMatrix(features.image), text: otherFeatures(features.text) };
    const config = { ...quick, learningRate: 0.1 };
    const own = await fitTiny(freedom, config);
    const other = await fitTiny(freedom, config, { features: given });
    expect(fingerprint(other.model)).not.toBe(fingerprint(own.model));
  });

  it("scores 0 for a user without history, and every item for the others", async () => {
    const { model } = await fitTiny(freedom, { ...quick, epochs: 3, learningRate: 0.1 });
    expect([...model.scoreUsers(Int32Array.of(nUsers - 1))]).toEqual(Array(nItems).fill(0));
    expect(model.scoreUsers(Int32Array.of(0)).every((score) => score !== 0)).toBe(true);
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      const config = { dropout: 0.5, itemGraph: "learned", epochs: 3, learningRate: 0.1 };
      prints.push(fingerprint((await fitTiny(freedom, config)).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });

  it("refuses settings that it cannot have", async () => {
    const refused: Config[] = [{ dropout: 1 }, { itemGraph: "frosted" }, { neighbours: 0 }];
    for (const config of refused) {
      await expectCode("E_MODEL_CONFIG", () => fitTiny(freedom, config));
    }
  });
});
