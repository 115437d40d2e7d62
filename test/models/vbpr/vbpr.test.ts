import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../../src/compute/index.js";
import { vbpr } from "../../../src/models/vbpr/vbpr.js";
import { affine, dot, expectRows, rankingLoss } from "../../support/dense-matrix.js";
import { expectCode, fingerprint } from "../../support/model-contract.js";
import { trainPart } from "../../support/parts.js";
import {
  features,
  featureMatrix,
  fitTiny,
  otherFeatures,
  triples,
} from "../../support/tiny-pairs.js";

afterEach(() => {
  configureCompute();
});

/** All modalities of each item, one behind the other, by name. */
const stacked = features.image.map((row, item) => [...row, ...features.text[item]]);

describe("VBPR", () => {
  it("scores by p_u . q_i + theta_u . (E F_i): equation 4", async () => {
    const { model, rows } = await fitTiny(vbpr);
    const content = affine(stacked, rows("contentWeight", 3), rows("contentBias", 3)[0]);
    const own = rows("item", 3);
    const users = rows("user", 6);
    expectRows(
      rows("itemFactors", 6),
      own.map((row, item) => [...row, ...content[item]]),
    );
    expectRows(rows("userFactors", 6), users);
    const scores = model.scoreUsers(Int32Array.of(2));
    content.forEach((row, item) => {
      const [p, theta] = [users[2].slice(0, 3), users[2].slice(3)];
      expect(scores[item]).toBeCloseTo(dot(p, own[item]) + dot(theta, row), 5);
    });
  });

  it("learns by the loss of equation 7", async () => {
    for (const regularisation of [0, 0.5]) {
      const { rows, loss } = await fitTiny(vbpr, { regularisation });
      const [users, items] = [rows("userFactors", 6), rows("itemFactors", 6)];
      const lengthOf = (vectors: readonly (readonly number[])[]): number =>
        Math.sqrt(vectors.flat().reduce((sum, value) => sum + value ** 2, 0));
      const lengths = [
        lengthOf(triples.map(({ user }) => users[user])),
        lengthOf(triples.map(({ positive }) => items[positive])),
        lengthOf(triples.map(({ negative }) => items[negative])),
      ];
      const penalty = (regularisation / triples.length) * lengths.reduce((sum, each) => sum + each);
      expect(loss).toBeCloseTo(rankingLoss(users, items, triples) + penalty, 5);
    }
  });

  it("learns: the loss falls", async () => {
    const { report } = await fitTiny(vbpr, { epochs: 30, learningRate: 0.05, regularisation: 0 });
    const losses = report.curve.map(({ values }) => values.loss);
    expect(losses[29]).toBeLessThan(0.5 * losses[0]);
  });

  it("scores an item without training rows by its features alone", async () => {
    const train = trainPart(2, 4, [
      [0, 0, 1],
      [1, 1, 1],
    ]);
    const { rows } = await fitTiny(vbpr, { epochs: 5, learningRate: 0.1 }, { train });
    const cold = rows("itemFactors", 6)[3];
    expect(cold.slice(0, 3)).toEqual([0, 0, 0]);
    expect(cold.slice(3).every((value) => value !== 0)).toBe(true);
  });

  it("scores 0 for a user without history", async () => {
    const { model } = await fitTiny(vbpr, { epochs: 3, learningRate: 0.1 });
    expect([...model.scoreUsers(Int32Array.of(4))]).toEqual([0, 0, 0, 0]);
  });

  it("gives other scores for other features, and the same whatever the order they are given in", async () => {
    const [image, text] = [featureMatrix(features.image), featureMatrix(features.text)];
    const print = async (given: Record<string, typeof image>): Promise<string> =>
      fingerprint((await fitTiny(vbpr, { learningRate: 0.1 }, { features: given })).model);
    const own = await print({ image, text });
    expect(await print({ text, image })).toBe(own);
    expect(await print({ image: otherFeatures(features.image), text })).not.toBe(own);
  });

  it("needs features", async () => {
    await expectCode("E_MODEL_FEATURES", () => fitTiny(vbpr, {}, { features: {} }));
  });

  it("refuses settings that it cannot have", async () => {
    await expectCode("E_MODEL_CONFIG", () => fitTiny(vbpr, { regularisation: -1 }));
  });

  it("gives the same bytes on 1 and 2 threads", async () => {
    const prints: string[] = [];
    for (const threads of [1, 2]) {
      configureCompute({ threads, backend: "wasm" });
      prints.push(fingerprint((await fitTiny(vbpr, { epochs: 3, learningRate: 0.1 })).model));
    }
    expect(prints[1]).toBe(prints[0]);
  });
});
