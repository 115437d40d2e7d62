import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ItemExtractor } from "../../../src/features/contract.js";
import { modelRoots } from "../../../src/features/neural/model-roots.js";
import { presetEntry } from "../../../src/features/registry.js";
import { getModel } from "../../../src/features/weights/get-model.js";
import { loadModelRegistry } from "../../../src/features/weights/model-registry.js";
import { realData } from "../../support/data-files.js";
import { flatImage, temporaryFolder } from "../../support/onnx/model-folder.js";

const rootWith = (model: string): string | undefined =>
  modelRoots().find((root) => existsSync(join(root, model)));
const mobilenet = rootWith("tensorflow/mobilenet_v2_1.0_224/onnx/model_quantized.onnx");
const glove = rootWith("stanfordnlp/glove-twitter-25d-12k/onnx/model.onnx");
const posters = realData("posters/ml-1m");

const cosine = (a: Float32Array, b: Float32Array): number => {
  const dot = (x: Float32Array, y: Float32Array): number =>
    x.reduce((sum, value, at) => sum + value * y[at], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

async function open(id: string, settings = {}, threads?: number): Promise<ItemExtractor> {
  const count = threads === undefined ? {} : { threads };
  return (await presetEntry(id).open({ device: "cpu", settings, ...count })) as ItemExtractor;
}

describe.skipIf(mobilenet === undefined)("MobileNetV2's weights (skipped where absent)", () => {
  test("known hashes; 1,280 numbers, none negative, as after ReLU6 and a mean", async () => {
    const { files } = await getModel(await loadModelRegistry(), "mobilenet-v2", {
      ...{ root: mobilenet!, precision: "q8" },
    });
    expect(files.map(({ verified }) => verified)).toEqual([true, true, true]);
    const extractor = await open("mobilenet-v2");
    const imagePath = await flatImage(temporaryFolder(), "flat.png", [120, 40, 200]);
    const { values, states } = await extractor.extract([{ imagePath }]);
    expect(states).toEqual(["ok"]);
    expect(values.length).toBe(1280);
    expect(values.every((value) => value >= 0 && value <= 6)).toBe(true);
  });
});

const hasBoth = mobilenet !== undefined && posters !== undefined;
describe.skipIf(!hasBoth)("MobileNetV2 on real posters (skipped without both)", () => {
  const paths = hasBoth
    ? readdirSync(posters)
        .sort()
        .slice(0, 6)
        .map((name) => join(posters, name))
    : [];
  const batch = paths.map((imagePath) => ({ imagePath }));

  test("with the library's resizing and arithmetic, its pipeline's vectors to the bit", async () => {
    const { env, pipeline } = await import("@huggingface/transformers");
    env.allowRemoteModels = false;
    env.localModelPath = `${mobilenet!}/`;
    const library = await pipeline("image-feature-extraction", "tensorflow/mobilenet_v2_1.0_224");
    const settings = { resize: "library", foldWeights: false };
    const { values } = await (await open("mobilenet-v2", settings)).extract(batch);
    for (const [at, path] of paths.entries()) {
      const { data } = await library(path, { pool: true });
      expect(values.subarray(at * 1280, (at + 1) * 1280)).toEqual(data);
    }
  });

  test("a poster's vector is the same to the bit in any company", async () => {
    for (const foldWeights of [true, false]) {
      const extractor = await open("mobilenet-v2", { foldWeights });
      const { values } = await extractor.extract(batch);
      for (const [at, item] of batch.entries()) {
        const alone = await extractor.extract([item]);
        expect(values.subarray(at * 1280, (at + 1) * 1280)).toEqual(alone.values);
      }
    }
  });

  test("weights written out once change only the last digits; threads change nothing", async () => {
    const folded = await (await open("mobilenet-v2")).extract(batch);
    const stored = await (await open("mobilenet-v2", { foldWeights: false })).extract(batch);
    const oneThread = await (await open("mobilenet-v2", {}, 1)).extract(batch);
    for (let at = 0; at < batch.length; at++) {
      const row = ({ values }: { values: Float32Array }): Float32Array =>
        values.subarray(at * 1280, (at + 1) * 1280);
      expect(cosine(row(folded), row(stored))).toBeGreaterThan(1 - 1e-9);
      // Values up to 6; float32 sums of some thousand products in another order.
      row(folded).forEach((value, nth) => {
        expect(Math.abs(value - row(stored)[nth])).toBeLessThan(1e-4);
        expect(Math.abs(value - row(oneThread)[nth])).toBeLessThan(1e-4);
      });
    }
  });
});

describe.skipIf(glove === undefined)("GloVe's vectors (skipped where absent)", () => {
  test("known hashes; the mean of known words; order and case do not count", async () => {
    const { files } = await getModel(await loadModelRegistry(), "glove", {
      ...{ root: glove!, precision: "fp32" },
    });
    expect(files.every(({ verified }) => verified)).toBe(true);
    const extractor = await open("glove");
    const texts = [
      "murder",
      "victim",
      "flower",
      "The Murder",
      "murder the",
      "xqzzv",
      "murder xqzzv",
    ];
    const { values, states } = await extractor.extract(texts.map((text) => ({ text })));
    const row = (at: number): Float32Array => values.subarray(at * 25, (at + 1) * 25);
    expect(cosine(row(0), row(1))).toBeGreaterThan(cosine(row(0), row(2)));
    expect(row(3)).toEqual(row(4));
    expect(row(6)).toEqual(row(0));
    expect(states[5]).toBe("empty");
  });
});
