import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ItemExtractor } from "../../../src/features/contract.js";
import {
  clipPixels,
  mobilenetPixels,
  resnetPixels,
  vitPixels,
} from "../../../src/features/neural/pixels/known-pixels.js";
import type { PixelSettings } from "../../../src/features/neural/pixels/pixel-settings.js";
import { presetEntry } from "../../../src/features/registry.js";
import { flatImage, modelRoot, temporaryFolder } from "../../support/onnx/model-folder.js";
import { expectedVector, tinyImageModel, type TinyImage } from "../../support/onnx/tiny-image.js";

const folder = temporaryFolder();
const colour = [200, 90, 30] as const;

interface Case {
  readonly id: string;
  readonly model: string;
  readonly file: string;
  readonly tiny: TinyImage;
  readonly pixels: PixelSettings;
  readonly config: object;
  /** How often the vector of a flat image is in the pooled row: the tiny class token is a sum of 4. */
  readonly times?: number;
}

const rows = { shape: "rows", output: "last_hidden_state", dim: 768 } as const;
const halves = [0.5, 0.5, 0.5];
const vitConfig = {
  ...{ do_resize: true, do_normalize: true, size: { height: 224, width: 224 }, resample: 2 },
  ...{ image_mean: halves, image_std: halves },
};
const vit = {
  model: "Xenova/vit-base-patch16-224-in21k",
  file: "onnx/model.onnx",
  tiny: rows,
  pixels: vitPixels,
  config: vitConfig,
};
const cases: readonly Case[] = [
  { id: "vit-cls", ...vit, times: 4 },
  { id: "vit-mean", ...vit, config: { ...vitConfig, size: 224 }, times: 8 / 5 },
  {
    id: "resnet50",
    model: "microsoft/resnet-50",
    file: "model.onnx",
    tiny: { shape: "map", output: "pooler_output", dim: 2048 },
    pixels: resnetPixels,
    config: {
      ...{ feature_extractor_type: "ConvNextFeatureExtractor", crop_pct: 0.875, resample: 3 },
      ...{ size: 224, image_mean: [0.485, 0.456, 0.406], image_std: [0.229, 0.224, 0.225] },
    },
  },
  {
    id: "mobilenet-v2",
    model: "tensorflow/mobilenet_v2_1.0_224",
    file: "onnx/model_quantized.onnx",
    tiny: { shape: "vector", output: "pooler_output", dim: 1280 },
    pixels: mobilenetPixels,
    config: {
      ...{ size: { shortest_edge: 256 }, do_center_crop: true, resample: 2 },
      ...{ crop_size: { height: 224, width: 224 }, image_mean: halves, image_std: halves },
    },
  },
  {
    id: "clip-image",
    model: "Xenova/clip-vit-base-patch32",
    file: "onnx/vision_model.onnx",
    tiny: { shape: "vector", output: "image_embeds", dim: 512 },
    pixels: clipPixels,
    config: {
      ...{ size: 224, do_center_crop: true, crop_size: 224, resample: 3 },
      image_mean: [0.48145466, 0.4578275, 0.40821073],
      image_std: [0.26862954, 0.26130258, 0.27577711],
    },
  },
];

async function openCase({ id, model, file, tiny, config }: Case): Promise<ItemExtractor> {
  const root = modelRoot(model, {
    [file]: tinyImageModel(tiny),
    "preprocessor_config.json": config,
  });
  return (await presetEntry(id).open({ device: "cpu", modelFolders: [root] })) as ItemExtractor;
}

/** What a flat image's channels are after scaling and normalising. */
const normalised = ({ mean, deviation }: PixelSettings): number[] =>
  colour.map((value, channel) => (value / 255 - mean[channel]) / deviation[channel]);

describe("a flat image through each preset", () => {
  test.each(cases)("$id", async (each) => {
    const extractor = await openCase(each);
    const imagePath = await flatImage(folder, `${each.id}.png`, colour);
    const { values, states } = await extractor.extract([{ imagePath }]);
    const times = each.times ?? 1;
    const expected = expectedVector(normalised(each.pixels), each.tiny.dim);
    expect(states).toEqual(["ok"]);
    expect(values.length).toBe(extractor.preset.dim);
    // The model's means are sums of 50,176 float32 values below 3, one after the other.
    expected.forEach((value, at) =>
      expect(Math.abs(values[at] - times * value)).toBeLessThan(2e-3),
    );
  });
});

test("what cannot be read gets a state, its neighbours their vectors", async () => {
  const extractor = await openCase(cases[3]);
  writeFileSync(join(folder, "none.jpg"), "");
  writeFileSync(join(folder, "page.jpg"), "<html><body>404</body></html>");
  const imagePath = await flatImage(folder, "good.png", colour);
  const { values, states, remarks } = await extractor.extract([
    { imagePath: join(folder, "none.jpg") },
    { imagePath },
    {},
    { imagePath: join(folder, "page.jpg") },
    { imagePath },
  ]);
  expect(states).toEqual(["empty", "ok", "missing", "broken", "ok"]);
  expect(remarks.map((remark) => remark === "")).toEqual([false, true, false, false, true]);
  const row = (at: number): Float32Array => values.subarray(at * 1280, (at + 1) * 1280);
  expect(row(4)).toEqual(row(1));
  expect(row(1).some((value) => value !== 0)).toBe(true);
  for (const at of [0, 2, 3]) expect(row(at).every((value) => value === 0)).toBe(true);
});

test("more images than are decoded ahead keep their order, alone or together", async () => {
  const extractor = await openCase(cases[3]);
  const paths = await Promise.all(
    Array.from({ length: 20 }, (_unused, nth) => flatImage(folder, `${nth}.png`, [nth * 12, 9, 9])),
  );
  const together = await extractor.extract(paths.map((imagePath) => ({ imagePath })));
  for (const [at, imagePath] of paths.entries()) {
    const alone = await extractor.extract([{ imagePath }]);
    expect(together.values.subarray(at * 1280, (at + 1) * 1280)).toEqual(alone.values);
  }
});
