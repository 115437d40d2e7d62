import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import { slmrec } from "../../../src/models/slmrec/slmrec.js";
import {
  affine,
  bipartite,
  contrast,
  dot,
  expectRows,
  mean,
  normalised,
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

const adjacency = normalised(bipartite(relation));
const still = { layers: 2, regularisation: 0, contrastWeight: 1, contrastTemperature: 0.5 };

/** What items start with: their own vectors, then the projected features. */
function parts({ rows }: Fitted): Matrix[] {
  const contents = (["image", "text"] as const).map((name) => {
    const unit = features[name].map((row) => scale([row], 1 / Math.sqrt(dot(row, row)))[0]);
    const key = name === "image" ? "contentImage" : "contentText";
    return affine(unit, rows(`${key}Weight`, 3), rows(`${key}Bias`, 3)[0]);
  });
  return [rows("item", 3), ...contents];
}

/** Equation 1, with one of the parts 0. */
function smoothedParts(fitted: Fitted, layers: number, masked?: number): Matrix[] {
  return parts(fitted).map((items, at) => {
    const kept = at === masked ? scale(items, 0) : items;
    return smoothed(adjacency, [...fitted.rows("user", 3), ...kept], layers);
  });
}

/** Equation 2. */
function fused({ rows }: Fitted, smooth: readonly Matrix[]): { users: Matrix; items: Matrix } {
  const joined = smooth[0].map((_row, at) => smooth.flatMap((part) => part[at]));
  const layer = (key: string, x: Matrix): Matrix =>
    affine(x, rows(`${key}Weight`, 3), rows(`${key}Bias`, 3)[0]);
  return {
    users: layer("fuseUsers", joined.slice(0, nUsers)),
    items: layer("fuseItems", joined.slice(nUsers)),
  };
}

const ofBatch = (users: Matrix): Matrix => triples.map(({ user }) => users[user]);
const positives = (items: Matrix): Matrix => triples.map(({ positive }) => items[positive]);

/** The first term of equation 4. */
function mainLoss(fitted: Fitted, temperature: number): number {
  const { users, items } = fused(fitted, smoothedParts(fitted, 2));
  return contrast(ofBatch(users), positives(items), temperature);
}

/** InfoNCE of products. */
function productContrast(own: Matrix, other: Matrix, temperature: number): number {
  return mean(
    own.map((row, at) => {
      const logits = other.map((each) => dot(row, each) / temperature);
      return Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0)) - logits[at];
    }),
  );
}

/** Equation 6 of two views that lack parts. */
function viewLoss(fitted: Fitted, first: number | undefined, second: number | undefined): number {
  const [one, other] = [first, second].map((lacks) =>
    fused(fitted, smoothedParts(fitted, 2, lacks)),
  );
  return (
    contrast(ofBatch(one.users), ofBatch(other.users), 0.5) +
    contrast(positives(one.items), positives(other.items), 0.5)
  );
}

describe("SLMRec", () => {
  it("scores by fused graph networks: equations 1 to 3", async () => {
    for (const layers of [1, 3]) {
      const fitted = await fitTiny(slmrec, { layers, epochs: 4, learningRate: 0.05 });
      const { users, items } = fused(fitted, smoothedParts(fitted, layers));
      expectRows(fitted.rows("userFactors", 3), users);
      expectRows(fitted.rows("itemFactors", 3), items);
    }
  });

  it("learns by a softmax over the batch, and a decay of all weights: equation 4", async () => {
    const config = { ...still, selfSupervision: "none", temperature: 0.3 };
    const plain = await fitTiny(slmrec, config);
    expect(plain.loss).toBeCloseTo(mainLoss(plain, 0.3), 5);
    const decayed = await fitTiny(slmrec, { ...config, regularisation: 0.5 });
    const squares = Object.entries(decayed.model.state().arrays)
      .filter(([name]) => !name.endsWith("Factors"))
      .map(([, values]) => Array.from(values as Float32Array, (value) => value ** 2))
      .flat()
      .reduce((sum, value) => sum + value, 0);
    expect(decayed.loss).toBeCloseTo(mainLoss(decayed, 0.3) + 0.25 * squares, 4);
  });

  it("aligns each modality with what came before it: equation 5", async () => {
    const fitted = await fitTiny(slmrec, still);
    const { rows } = fitted;
    const [own, image, text] = smoothedParts(fitted, 2).map((part) =>
      positives(part.slice(nUsers)),
    );
    const layer = (key: string, x: Matrix, width: number): Matrix =>
      affine(x, rows(`alignment${key}Weight`, width), rows(`alignment${key}Bias`, width)[0]);
    const first = layer("Coarse0", own, 3);
    // The last modality is met in half the width, rounded up.
    const terms =
      productContrast(first, layer("Fine0", image, 3), 0.5) +
      productContrast(layer("Coarse1", first, 2), layer("Fine1", text, 2), 0.5);
    expect(fitted.loss).toBeCloseTo(mainLoss(fitted, 0.2) + terms, 5);
  });

  it("masks another part in each of two views: equation 6", async () => {
    const fitted = await fitTiny(slmrec, { ...still, selfSupervision: "masking" });
    const main = mainLoss(fitted, 0.2);
    const pairs = [0, 1, 2].flatMap((one) =>
      [0, 1, 2].filter((other) => other !== one).map((other) => viewLoss(fitted, one, other)),
    );
    const nearest = Math.min(...pairs.map((pair) => Math.abs(fitted.loss - main - pair)));
    expect(nearest).toBeLessThan(1e-5);
  });

  it("drops from the layers of two views: equation 6", async () => {
    const config = { ...still, selfSupervision: "dropout" };
    const whole = await fitTiny(slmrec, { ...config, dropout: 0 });
    const expected = mainLoss(whole, 0.2) + viewLoss(whole, undefined, undefined);
    expect(whole.loss).toBeCloseTo(expected, 5);
    const dropped = await fitTiny(slmrec, { ...config, dropout: 0.5 });
    expectRows(dropped.rows("itemFactors", 3), whole.rows("itemFactors", 3));
    expect(dropped.loss).not.toBeCloseTo(whole.loss, 3);
  });

  it("learns with every self-supervision: the loss falls", async () => {
    for (const selfSupervision of ["alignment", "dropout-masking"]) {
      const config = { selfSupervision, epochs: 30, learningRate: 0.05 };
      const { report } = await fitTiny(slmrec, config);
      const losses = report.curve.map(({ values }) => values.loss);
      expect(losses[29]).toBeLessThan(losses[0]);
    }
  });

  it("gives other scores for other features", async () => {
    const image = featureMatrix(features.image);
    const print = async (text: typeof image): Promise<string> =>
      fingerprint((await fitTiny(slmrec, {}, { features: { image, text } })).model);
    expect(await print(otherFeatures(features.text))).not.toBe(
      await print(featureMatrix(features.text)),
    );
  });

  it("refuses settings that it cannot have", async () => {
    await expectCode("E_MODEL_CONFIG", () => fitTiny(slmrec, { selfSupervision: "FAC" }));
    await expectCode("E_MODEL_CONFIG", () => fitTiny(slmrec, { temperature: 0 }));
  });

  it("gives the same bytes on 1 and 2 threads, drawing included", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      const config = { selfSupervision: "dropout-masking", epochs: 3, learningRate: 0.1 };
      prints.push(fingerprint((await fitTiny(slmrec, config)).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });
});
