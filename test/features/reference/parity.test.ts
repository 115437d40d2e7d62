import { describe, expect, it } from "vitest";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { loadDemoDataset } from "../../../src/data/index.js";
import { modelRoots } from "../../../src/features/neural/model-roots.js";
import { presetEntry } from "../../../src/features/registry.js";
import { readReference } from "../../../src/features/ladder/reference-vectors.js";
import { verifyPreset } from "../../../src/features/ladder/verify-preset.js";

// The vectors in data/reference-vectors are made by the Python scripts in this folder.

function hasModel(id: string): boolean {
  return modelRoots().some((root) => existsSync(join(root, id, "onnx")));
}

async function checkParity(preset: string): Promise<void> {
  const result = await verifyPreset(presetEntry(preset), await loadDemoDataset());
  expect(result.nSamples).toBe(32);
  expect(result.madeBy).toContain("test/features/reference/");
  expect(result.rungs.filter(({ passed }) => passed === false)).toEqual([]);
  expect(result.reached).toBe("neighbours");
}

describe("parity with an independent implementation", () => {
  it.each(["palette", "tfidf-lsa"])("of %s", checkParity);

  it.skipIf(!hasModel("stanfordnlp/glove-twitter-25d-12k")).each(["glove", "glove-weighted"])(
    "of %s (skipped without GloVe's vectors)",
    checkParity,
  );

  it.skipIf(!hasModel("tensorflow/mobilenet_v2_1.0_224"))(
    "of mobilenet-v2 (skipped without its weights)",
    () => checkParity("mobilenet-v2"),
  );

  it("is not there by chance: a sample has its own vector", async () => {
    const { samples } = (await readReference("palette"))!;
    const texts = new Set(samples.map(({ vector }) => Array.from(vector).join()));
    expect(texts.size).toBe(32);
  });
});
