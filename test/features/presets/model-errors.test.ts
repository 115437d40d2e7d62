import { describe, expect, test } from "vitest";
import { presetEntry } from "../../../src/features/registry.js";
import { modelRoot } from "../../support/onnx/model-folder.js";
import { tinyImageModel } from "../../support/onnx/tiny-image.js";
import {
  tinyTextModel,
  tinyTokenizer,
  tinyTokenizerConfig,
  type TinyText,
} from "../../support/onnx/tiny-text.js";

const bert = "google-bert/bert-base-uncased";
const mobilenet = "tensorflow/mobilenet_v2_1.0_224";
const tokenizer = {
  "tokenizer.json": tinyTokenizer(),
  "tokenizer_config.json": tinyTokenizerConfig,
};
const bertFiles = (tiny: Partial<TinyText>): Record<string, Buffer | object> => ({
  "onnx/model.onnx": tinyTextModel({ dim: 768, ...tiny }),
  ...tokenizer,
});

type Settings = Record<string, string | number | boolean>;

/** Opens a preset and gives the error's text. */
async function failure(
  id: string,
  root: string,
  settings: Settings = {},
  rest: object = {},
): Promise<string> {
  const options = { device: "cpu", modelFolders: [root], settings, ...rest } as const;
  return presetEntry(id)
    .open(options)
    .then(
      () => "no error",
      (error: unknown) => (error as Error).message,
    );
}

describe("E_FEATURE_WEIGHTS", () => {
  test("names the folders searched and the command", async () => {
    const root = modelRoot("other/model", {});
    const message = await failure("bert-cls", root);
    expect(message).toContain("E_FEATURE_WEIGHTS");
    expect(message).toContain(`${root}/google-bert/bert-base-uncased, `);
    expect(message).toContain("shared/models/google-bert");
    expect(message).toContain("moviola models get bert-cls");
  });

  test("says what a folder has instead", async () => {
    const root = modelRoot(bert, bertFiles({}));
    const message = await failure("bert-cls", root, { precision: "q8" });
    expect(message).toContain("onnx/model_quantized.onnx or model_quantized.onnx");
    expect(message).toMatch(/with onnx.model\.onnx/);
  });
});

describe("what a model must look like", () => {
  test.each<[code: string, says: string, tiny: Partial<TinyText>]>([
    ["E_FEATURE_MODEL_INPUT", "tokens [batch, tokens]", { inputs: ["input_ids", "tokens"] }],
    ["E_FEATURE_MODEL_OUTPUT", "logits", { output: "logits" }],
    ["E_FEATURE_MODEL_SHAPE", "[batch, tokens, 64]", { dim: 64 }],
  ])("%s", async (code, says, tiny) => {
    const message = await failure("bert-cls", modelRoot(bert, bertFiles(tiny)));
    expect(message).toContain(code);
    expect(message).toContain(says);
    expect(message).toContain("expected:");
  });

  test("an input of another rank", async () => {
    const config = { model: "own/model", modality: "image", input: "input_ids" };
    const image = { size: 224, image_mean: [0, 0, 0], image_std: [1, 1, 1] };
    const root = modelRoot("own/model", {
      ...bertFiles({ inputs: ["input_ids"], output: "last_hidden_state" }),
      "preprocessor_config.json": image,
    });
    const message = await failure("custom", root, { ...config, pooling: "cls" });
    expect(message).toContain("E_FEATURE_MODEL_INPUT");
    expect(message).toContain("input_ids with 4 dimensions");
  });

  test("E_FEATURE_MODEL_FILE for a file cut short, E_FEATURE_MODEL_CONFIG for a web page", async () => {
    const files = bertFiles({});
    const whole = files["onnx/model.onnx"] as Buffer;
    const cut = modelRoot(bert, { ...files, "onnx/model.onnx": whole.subarray(0, 5000) });
    expect(await failure("bert-cls", cut)).toContain("E_FEATURE_MODEL_FILE");
    const page = modelRoot(bert, { ...files, "tokenizer.json": "<html>" });
    expect(await failure("bert-cls", page)).toContain("E_FEATURE_MODEL_CONFIG");
    const list = modelRoot(bert, { ...files, "tokenizer.json": "[]" });
    expect(await failure("bert-cls", list)).toContain("a JSON list");
  });

  test("E_FEATURE_TOKENIZER when it is not there or cannot be read", async () => {
    const { "onnx/model.onnx": model } = bertFiles({});
    const none = modelRoot(bert, { "onnx/model.onnx": model });
    expect(await failure("bert-cls", none)).toContain("E_FEATURE_TOKENIZER");
    const odd = modelRoot(bert, { "onnx/model.onnx": model, "tokenizer.json": { model: {} } });
    expect(await failure("bert-cls", odd)).toContain("E_FEATURE_TOKENIZER");
  });
});

describe("E_FEATURE_PROCESSOR", () => {
  const halves = [0.5, 0.5, 0.5];
  const right = {
    ...{ size: { shortest_edge: 256 }, do_center_crop: true, crop_size: 224 },
    ...{ resample: 2, image_mean: halves, image_std: halves },
  };
  test.each<[says: string, change: object]>([
    ['"filter":"bicubic"', { resample: 3 }],
    ['"mean":[0,0,0]', { image_mean: [0, 0, 0] }],
    ["resample 2 or 3", { resample: 1 }],
    ["three numbers", { image_std: 0.5 }],
    ["no do_pad", { do_pad: true }],
    ["do_rescale with 1/255", { rescale_factor: 1 }],
    ["do_resize true", { do_resize: false }],
    ["crop_size of at most 256", { crop_size: 300 }],
    ["that is a square", { crop_size: { width: 1, height: 2 } }],
  ])("%s", async (says, change) => {
    const model = tinyImageModel({ dim: 1280, shape: "vector", output: "pooler_output" });
    const root = modelRoot(mobilenet, {
      "onnx/model_quantized.onnx": model,
      "preprocessor_config.json": { ...right, ...change },
    });
    const message = await failure("mobilenet-v2", root);
    expect(message).toContain("E_FEATURE_PROCESSOR");
    expect(message).toContain(says);
  });
});

describe("E_FEATURE_SETTING", () => {
  test.each<[says: string, settings: Settings]>([
    ["tokenLimit", { tokenLimit: 2 }],
    ["a whole number from 3 to 512", { tokenLimit: 513 }],
    ["fp32 or fp16 or q8", { precision: "int4" }],
    ["true or false", { foldWeights: 1 }],
    ["one of precision, foldWeights, tokenLimit", { resize: "pillow" }],
  ])("%s", async (says, settings) => {
    const message = await failure("bert-cls", "nowhere", settings);
    expect(message).toContain("E_FEATURE_SETTING");
    expect(message).toContain(says);
  });

  test("threads, and clip's 77 tokens", async () => {
    expect(await failure("bert-cls", "nowhere", {}, { threads: 0 })).toContain("threads");
    expect(await failure("clip-text", "nowhere", { tokenLimit: 78 })).toContain("from 3 to 77");
  });
});

test("E_FEATURE_PRESET lists the presets", () => {
  expect(() => presetEntry("bert")).toThrow(/E_FEATURE_PRESET[^]*bert-cls, bert-mean/);
});
