import { describe, expect, test } from "vitest";
import type { ItemExtractor } from "../../../src/features/contract.js";
import { custom } from "../../../src/features/presets/custom.js";
import { flatImage, modelRoot, temporaryFolder } from "../../support/onnx/model-folder.js";
import { expectedVector, tinyImageModel } from "../../support/onnx/tiny-image.js";
import {
  expectedRow,
  tinyTextModel,
  tinyTokenizer,
  tinyTokenizerConfig,
} from "../../support/onnx/tiny-text.js";

const text = {
  "tokenizer.json": tinyTokenizer(false),
  "tokenizer_config.json": tinyTokenizerConfig,
};
const image = { size: 224, image_mean: [0, 0, 0], image_std: [1, 1, 1] };

async function open(
  root: string,
  settings: Record<string, string | number | boolean>,
): Promise<ItemExtractor> {
  return (await custom.open({ device: "cpu", modelFolders: [root], settings })) as ItemExtractor;
}

describe("a model of one's own", () => {
  test("text: declared file, output and pooling", async () => {
    const model = tinyTextModel({ dim: 7, output: "hidden", inputs: ["input_ids"] });
    const root = modelRoot("own/words", { "encoder.onnx": model, ...text });
    const settings = { model: "own/words", modality: "text", file: "encoder", output: "hidden" };
    const extractor = await open(root, { ...settings, pooling: "cls", tokenLimit: 12 });
    const { values } = await extractor.extract([{ text: "film" }]);
    expectedRow([5], 0, 7).forEach((value, at) => expect(values[at]).toBeCloseTo(value, 5));
    expect(extractor.preset).toMatchObject({ modality: "text", dim: 7, title: "own/words" });
    expect(extractor.identity.settings).toMatchObject({ tokenLimit: 12, pooling: "cls" });
  });

  test("image: declared input, the folder's own preprocessing, unit length", async () => {
    const tiny = { dim: 6, shape: "map", output: "features", input: "picture" } as const;
    const root = modelRoot("own/eyes", {
      "onnx/model.onnx": tinyImageModel(tiny),
      "preprocessor_config.json": image,
    });
    const settings = { model: "own/eyes", modality: "image", input: "picture", output: "features" };
    const extractor = await open(root, { ...settings, unitLength: true });
    const folder = temporaryFolder();
    const imagePath = await flatImage(folder, "flat.png", [51, 102, 153]);
    const { values } = await extractor.extract([{ imagePath }]);
    const expected = expectedVector([0.2, 0.4, 0.6], 6);
    const length = Math.hypot(...expected);
    // The model's means are sums of 50,176 float32 values, one after the other.
    expected.forEach((value, at) => expect(values[at]).toBeCloseTo(value / length, 3));
    expect(extractor.preset.modality).toBe("image");
  });

  test.each([
    [{}, "modality"],
    [{ modality: "sound" }, "text or image"],
    [{ modality: "text" }, "model"],
    [{ modality: "text", model: "own/words", pooling: "max" }, "cls or mean"],
  ])("E_FEATURE_SETTING for %j", async (settings, says) => {
    await expect(open("nowhere", settings)).rejects.toThrow("E_FEATURE_SETTING");
    await expect(open("nowhere", settings)).rejects.toThrow(says);
  });

  test("E_FEATURE_PROCESSOR without a preprocessor_config.json, E_FEATURE_MODEL_SHAPE for an open size", async () => {
    const tiny = { dim: 6, shape: "rows", output: "last_hidden_state" } as const;
    const root = modelRoot("own/eyes", { "model.onnx": tinyImageModel(tiny) });
    const settings = { model: "own/eyes", modality: "image", pooling: "cls" };
    await expect(open(root, settings)).rejects.toThrow("E_FEATURE_PROCESSOR");
    const words = modelRoot("own/words", { "model.onnx": tinyTextModel({ dim: 7 }), ...text });
    const wrong = { model: "own/words", modality: "text", pooling: "pooled" };
    await expect(open(words, wrong)).rejects.toThrow("E_FEATURE_MODEL_SHAPE");
  });
});
