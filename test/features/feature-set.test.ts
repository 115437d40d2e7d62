import { describe, expect, it } from "vitest";
import { runExperiment, RunStore } from "../../src/experiment/index.js";
import { featureHashes } from "../../src/experiment/manifest/identity.js";
import { extractFeatures } from "../../src/features/extract/extract-features.js";
import type { FeatureSet } from "../../src/features/feature-set.js";
import { campDataset, campSplit, temporaryFolder } from "../support/experiment-data.js";
import { fakePreset } from "./support/fake-preset.mjs";
import { newStore, posterItems } from "./support/poster-data.js";

/** As `@tensorflow/tfjs` makes tensors: from a flat array whose length the shape must give. */
class Tensor2D {
  readonly rank = 2;
  readonly #values: Float32Array;

  constructor(
    values: Float32Array,
    readonly shape: [number, number],
    readonly dtype: "float32",
  ) {
    if (values.length !== shape[0] * shape[1]) throw new Error("shape and values differ");
    this.#values = Float32Array.from(values);
  }

  dataSync(): Float32Array {
    return this.#values;
  }
}

const tf = {
  tensor2d: (values: Float32Array, shape: [number, number], dtype: "float32"): Tensor2D =>
    new Tensor2D(values, shape, dtype),
};

/** As `danfojs` makes frames: rows of plain numbers, with names for columns and rows. */
class DataFrame {
  readonly columns: string[];
  readonly index: string[];
  readonly shape: [number, number];

  constructor(
    readonly values: number[][],
    options: { columns: string[]; index: string[] },
  ) {
    this.columns = options.columns;
    this.index = options.index;
    this.shape = [values.length, options.columns.length];
    if (options.index.length !== values.length) throw new Error("index and rows differ");
    if (values.some((row) => !Array.isArray(row) || row.length !== options.columns.length)) {
      throw new Error("columns and rows differ");
    }
  }
}

async function sample(): Promise<FeatureSet> {
  const { dataset } = await posterItems(["a", undefined, "b"], ["x", "y", "z"]);
  return extractFeatures(dataset, fakePreset(), { store: await newStore() });
}

describe("a feature set", () => {
  it("becomes a tensor of the caller's TensorFlow.js", async () => {
    const features = await sample();
    const tensor = features.toTensor(tf);
    expect(tensor).toMatchObject({ rank: 2, shape: [3, 6], dtype: "float32" });
    expect(tensor.dataSync()).toEqual(features.values);
  });

  it("becomes a frame of the caller's Danfo, with the items that have a vector", async () => {
    const features = await sample();
    const frame = features.toDataFrame({ DataFrame });
    expect(frame.shape).toEqual([2, 6]);
    expect(frame.index).toEqual(["x", "z"]);
    expect(frame.columns).toEqual(["f0", "f1", "f2", "f3", "f4", "f5"]);
    expect(frame.values[1]).toEqual([...features.vectorOf(2)!]);
  });

  it("gives vectors by item, none where there is none, and refuses other items", async () => {
    const features = await sample();
    expect(features.vectorOf(1)).toBeUndefined();
    expect(features.coverage).toBeCloseTo(2 / 3, 12);
    for (const item of [-1, 3, 0.5, NaN]) {
      expect(() => features.vectorOf(item)).toThrow(/E_FEATURE_ITEM/);
    }
  });

  it("goes into an experiment as it is, and its hash into the run's manifest", async () => {
    const dataset = campDataset();
    const { dataset: posters } = await posterItems(
      Array.from({ length: dataset.nItems }, (_unused, item) => `poster ${item}`),
    );
    const withPosters = dataset.with({ itemContent: posters.itemContent });
    const features = await extractFeatures(withPosters, fakePreset(), { store: await newStore() });
    const store = new RunStore(await temporaryFolder());
    const options = {
      dataset: withPosters,
      split: campSplit(withPosters),
      model: "cooper",
      config: { variant: "image" },
      store,
    };
    const { record } = await runExperiment({ ...options, features: { image: features } });
    const hashes = featureHashes({ image: features.matrix() });
    expect(record.manifest.features).toEqual(hashes);
    expect(hashes.image).toMatch(/^[0-9a-f]{64}$/);
  });
});
