import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import { mmgcn } from "../../../src/models/mmgcn/mmgcn.js";
import {
  add,
  affine,
  bipartite,
  dot,
  expectRows,
  map,
  mean,
  product,
  rankingLoss,
  scale,
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

const quick = { contentSize: 4, layers: 2 };
const leaky = (matrix: Matrix): Matrix =>
  map(matrix, (value) => (value > 0 ? value : 0.01 * value));

/** Each row the mean of its neighbours; 0 where there are none. */
const neighbours = bipartite(relation).map((row) => {
  const degree = row.reduce((sum, value) => sum + value, 0);
  return row.map((value) => (degree === 0 ? 0 : value / degree));
});

/** Equations 1 and 4 to 6 in one modality. */
function modality({ rows }: Fitted, name: "image" | "text", layers: number): Matrix {
  const layer = (key: string, x: Matrix, width: number): Matrix =>
    affine(x, rows(`${name}${key}Weight`, width), rows(`${name}${key}Bias`, width)[0]);
  const identities = [...rows("user", 3), ...rows("item", 3)];
  const content = layer("Content", features[name], 4);
  let x: Matrix = [...rows(`${name}Preference`, 4), ...content].map((row) => {
    const length = Math.sqrt(dot(row, row) + 1e-12);
    return row.map((value) => value / length);
  });
  for (let at = 0; at < layers; at++) {
    const aggregate = rows(`${name}${at}Aggregate`, x[0].length);
    const h = leaky(product(neighbours, product(x, aggregate)));
    const g = add(leaky(layer(`${at}Own`, x, 3)), identities);
    x = leaky(add(layer(`${at}Combine`, h, 3), g));
  }
  return x;
}

function vectors(fitted: Fitted, layers: number): { users: Matrix; items: Matrix } {
  const both = scale(add(modality(fitted, "image", layers), modality(fitted, "text", layers)), 0.5);
  return { users: both.slice(0, nUsers), items: both.slice(nUsers) };
}

describe("MMGCN", () => {
  it("scores by the mean of the modalities' networks: equations 1 and 4 to 7", async () => {
    for (const layers of [1, 3]) {
      const fitted = await fitTiny(mmgcn, { ...quick, layers, epochs: 4, learningRate: 0.1 });
      const { users, items } = vectors(fitted, layers);
      expectRows(fitted.rows("userFactors", 3), users, 1e-4);
      expectRows(fitted.rows("itemFactors", 3), items, 1e-4);
    }
  });

  it("learns by the loss of its header", async () => {
    const fitted = await fitTiny(mmgcn, { ...quick, regularisation: 0.5 });
    const { users, items } = vectors(fitted, 2);
    const squares = (matrix: Matrix): number => mean(matrix.flat().map((value) => value ** 2));
    const [own, ids] = [fitted.rows("user", 3), fitted.rows("item", 3)];
    const penalty =
      squares(triples.map(({ user }) => own[user])) +
      squares(triples.flatMap(({ positive, negative }) => [ids[positive], ids[negative]])) +
      squares(fitted.rows("imagePreference", 4)) +
      squares(fitted.rows("textPreference", 4));
    expect(fitted.loss).toBeCloseTo(rankingLoss(users, items, triples) + 0.5 * penalty, 5);
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(mmgcn, { ...quick, epochs: 30, learningRate: 0.03 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[29]).toBeLessThan(0.7 * losses[0]);
  });

  it("works with one modality, and gives other scores for other features", async () => {
    const print = async (image: ReturnType<typeof featureMatrix>): Promise<string> =>
      fingerprint((await fitTiny(mmgcn, quick, { features: { image } })).model);
    const own = await print(featureMatrix(features.image));
    expect(await print(otherFeatures(features.image))).not.toBe(own);
  });

  it("refuses settings that it cannot have", async () => {
    await expectCode("E_MODEL_CONFIG", () => fitTiny(mmgcn, { contentSize: 0 }));
    await expectCode("E_MODEL_CONFIG", () => fitTiny(mmgcn, { layers: 0 }));
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      const { model } = await fitTiny(mmgcn, { ...quick, epochs: 3, learningRate: 0.1 });
      prints.push(fingerprint(model));
    }
    expect(prints[1]).toBe(prints[0]);
  });
});
