import type { Features, FeaturePreset, ItemState } from "../../../../src/features/contract.js";

const preset: FeaturePreset = {
  id: "made-up",
  title: "A <made-up> preset",
  modality: "image",
  dim: 2,
  layer: "last",
  pooling: "mean",
  preprocessing: {},
  licence: "CC0",
  source: "none",
};

/** Features of two numbers an item; undefined stands for an item without a vector. */
export function madeUpFeatures(
  vectors: readonly (readonly [number, number] | undefined)[],
  change: Partial<Features> = {},
): Features {
  const states = vectors.map((vector): ItemState => (vector === undefined ? "broken" : "ok"));
  const nItems = vectors.length;
  return {
    preset,
    nItems,
    dim: 2,
    values: Float32Array.from(vectors.flatMap((vector) => vector ?? [0, 0])),
    missing: Uint8Array.from(states, (state) => Number(state === "broken")),
    states,
    remarks: states.map((state) => (state === "ok" ? "" : "an <html> page, not an image")),
    manifest: {
      schema: 1,
      hash: "0123456789abcdef0123",
      identity: { preset: "made-up", weightsHash: "none", settings: {} },
      dtype: "float32",
      dataset: { name: "data", hash: "", invented: true },
      nItems,
      dim: 2,
      device: "cpu",
      versions: {},
      truncatedShare: 0,
      sourceHashes: [],
      blockHashes: [],
      blockRows: 256,
      startedAt: "2026-01-01T00:00:00.000Z",
      seconds: 2,
    },
    ...change,
  };
}
