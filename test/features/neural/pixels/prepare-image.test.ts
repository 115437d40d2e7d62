import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  clipPixels,
  mobilenetPixels,
  resnetPixels,
  vitPixels,
} from "../../../../src/features/neural/pixels/known-pixels.js";
import { planResize } from "../../../../src/features/neural/pixels/plan.js";
import { imagePreparer } from "../../../../src/features/neural/pixels/prepare-image.js";
import { resampleSquare } from "../../../../src/features/neural/pixels/resample.js";
import type { RgbImage } from "../../../../src/features/neural/pixels/rgb-image.js";

const settings = {
  mobilenet: mobilenetPixels,
  vit: vitPixels,
  resnet: resnetPixels,
  clip: clipPixels,
};

interface GoldenCase {
  readonly settings: keyof typeof settings;
  readonly width: number;
  readonly height: number;
  readonly square: string;
  readonly tensor: string;
}

const golden = JSON.parse(readFileSync(new URL("golden/pillow.json", import.meta.url), "utf8")) as {
  readonly cases: readonly GoldenCase[];
};

const sha = (values: Uint8Array | Float32Array): string =>
  createHash("sha256").update(new Uint8Array(values.buffer)).digest("hex");

/** The formula of `golden/pillow.py`. */
function imageOf(width: number, height: number): RgbImage {
  const data = new Uint8Array(width * height * 3);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const checks = ((Math.floor(x / 9) + Math.floor(y / 5)) % 2) * 90;
        data[at++] = x * 7 + y * 13 + c * 29 + ((x * y) % 31) * 3 + checks;
      }
    }
  }
  return { width, height, data };
}

describe("pixel tensors are those of Pillow and NumPy, to the bit", () => {
  test.each(golden.cases)("$settings, $width x $height", async (golden) => {
    const pixels = settings[golden.settings];
    const image = imageOf(golden.width, golden.height);
    const plan = planResize(image.width, image.height, pixels);
    expect(sha(resampleSquare(image, plan, pixels.filter))).toBe(golden.square);
    expect(sha(await imagePreparer(pixels, "pillow")(image))).toBe(golden.tensor);
  });
});

describe("resampling", () => {
  test("a flat image stays flat under every filter and size", () => {
    const sizes = fc.integer({ min: 1, max: 700 });
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 0, max: 255 }), (width, height, value) => {
        const data = new Uint8Array(width * height * 3).fill(value);
        const plan = planResize(width, height, resnetPixels);
        const square = resampleSquare({ width, height, data }, plan, "bicubic");
        expect(square.every((got) => got === value)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test("the library's resizing refuses what would not fit into memory, Pillow's need not", async () => {
    const image = { width: 1, height: 4000, data: new Uint8Array(12_000) };
    await expect(imagePreparer(mobilenetPixels, "library")(image)).rejects.toThrow("too long");
    expect((await imagePreparer(mobilenetPixels, "pillow")(image)).length).toBe(3 * 224 * 224);
  });

  test("the library's resizing is another", async () => {
    const image = imageOf(135, 200);
    const library = await imagePreparer(mobilenetPixels, "library")(image);
    const pillow = await imagePreparer(mobilenetPixels, "pillow")(image);
    expect(library.length).toBe(pillow.length);
    expect(sha(library)).not.toBe(sha(pillow));
  });
});
