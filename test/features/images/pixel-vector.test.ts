import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { pixelVector } from "../../../src/features/images/pixel-vector.js";
import type { ItemExtractor } from "../../../src/features/contract.js";
import { posterPixels } from "../../../src/features/presets/poster-pixels.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();

describe("pixelVector", () => {
  it("gives planes of red, green and blue as shares of 255", () => {
    // Two by two pixels: red, green / blue, white.
    const data = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    const vector = pixelVector({ width: 2, height: 2, data }, 2);
    expect([...vector]).toEqual([1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1]);
  });

  it("averages by area, whatever the proportions", () => {
    const data = Uint8Array.of(51, 0, 0, 102, 0, 0, 153, 0, 0, 204, 0, 0);
    const vector = pixelVector({ width: 4, height: 1, data }, 2);
    expect(vector[0]).toBeCloseTo(0.3, 6);
    expect(vector[1]).toBeCloseTo(0.7, 6);
    expect([vector[2], vector[3]]).toEqual([vector[0], vector[1]]);
  });
});

describe("the preset poster-pixels", () => {
  const open = async (settings = {}): Promise<ItemExtractor> =>
    (await posterPixels.open({ settings })) as ItemExtractor;

  it("reads files, and marks those without pixels", async () => {
    const create = { width: 5, height: 9, channels: 3, background: "#00ff00" } as const;
    const green = await folder.write("green.png", await sharp({ create }).png().toBuffer());
    const broken = await folder.write("broken.jpg", "not a picture");
    const extractor = await open();
    const { values, states } = await extractor.extract([
      { imagePath: green },
      { imagePath: broken },
      {},
    ]);
    await extractor.close();
    expect(states).toEqual(["ok", "broken", "missing"]);
    const plane = 32 * 32;
    const expected = Float32Array.from({ length: 9 * plane }, (_unused, at) =>
      at >= plane && at < 2 * plane ? 1 : 0,
    );
    expect(values).toEqual(expected);
  });

  it("has another size, and so another identity, by its setting", async () => {
    const [usual, small] = [await open(), await open({ size: 16 })];
    expect([usual.preset.dim, small.preset.dim]).toEqual([3072, 768]);
    expect(small.identity.settings).toMatchObject({ size: 16 });
    expect(usual.identity.settings).toMatchObject({ size: 32 });
    for (const size of [3, 129, 8.5]) {
      await expect(open({ size })).rejects.toThrow("E_FEATURE_SETTING");
    }
    await expect(posterPixels.open({ device: "webgpu" })).rejects.toThrow("E_FEATURE_DEVICE");
  });
});
