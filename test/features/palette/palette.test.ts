import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { describeImage, paletteSize } from "../../../src/features/palette/describe-image.js";
import { palette } from "../../../src/features/presets/palette.js";
import type { ItemExtractor } from "../../../src/features/contract.js";
import { dataFolder } from "../../support/data-files.js";

const folder = await dataFolder();

function noise(width: number, height: number, seed: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < data.length; at++)
    data[at] = Math.abs(seed * 977 + at * 7919 + at ** 2) % 256;
  return data;
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}

async function open(): Promise<ItemExtractor> {
  return (await palette.open({})) as ItemExtractor;
}

describe("describeImage", () => {
  it("gives 207 finite numbers of length 1 for any picture", () => {
    const size = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(size, size, fc.nat(1000), (width, height, seed) => {
        const vector = describeImage({ width, height, data: noise(width, height, seed) });
        expect(vector).toHaveLength(207);
        expect(vector.every(Number.isFinite)).toBe(true);
        expect(lengthOf(vector)).toBeCloseTo(1, 5);
      }),
      { numRuns: 30 },
    );
  });

  it("does not depend on a picture's size", () => {
    const data = noise(48, 72, 5);
    const large = new Uint8Array(96 * 144 * 3);
    for (let y = 0; y < 144; y++) {
      for (let x = 0; x < 96; x++) {
        const from = ((y >> 1) * 48 + (x >> 1)) * 3;
        large.set(data.subarray(from, from + 3), (y * 96 + x) * 3);
      }
    }
    const small = describeImage({ width: 48, height: 72, data });
    const twice = describeImage({ width: 96, height: 144, data: large });
    small.forEach((value, at) => expect(twice[at]).toBeCloseTo(value, 6));
  });

  it("weighs its parts 1, 0.5, 1 and 0.25", () => {
    const vector = describeImage({ width: 96, height: 144, data: noise(96, 144, 2) });
    const lengths = [
      [0, 80],
      [80, 128],
      [128, 200],
      [200, 207],
    ].map(([from, to]) => lengthOf(vector.subarray(from, to)));
    const whole = Math.sqrt(1 + 0.25 + 1 + 0.0625);
    [1, 0.5, 1, 0.25].forEach((weight, at) => expect(lengths[at]).toBeCloseTo(weight / whole, 5));
  });
});

describe("the preset palette", () => {
  it("gives each item of a batch its own vector, whatever else is in it", async () => {
    const extractor = await open();
    const paths = await Promise.all(
      [1, 2, 3].map(async (seed) => {
        const raw = { raw: { width: 30, height: 40, channels: 3 as const } };
        return folder.write(
          `${seed}.png`,
          await sharp(noise(30, 40, seed), raw)
            .png()
            .toBuffer(),
        );
      }),
    );
    const inputs = paths.map((imagePath) => ({ imagePath }));
    const broken = { imagePath: await folder.write("page.jpg", "<html></html>") };
    const empty = { imagePath: await folder.write("none.jpg", "") };
    const batch = await extractor.extract([inputs[0], broken, inputs[1], {}, inputs[2], empty]);
    expect(batch.states).toEqual(["ok", "broken", "ok", "missing", "ok", "empty"]);
    expect(batch.remarks.map((remark) => remark === "")).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    for (const [row, seed] of [
      [0, 1],
      [2, 2],
      [4, 3],
    ]) {
      const vector = batch.values.subarray(row * paletteSize, (row + 1) * paletteSize);
      const alone = await extractor.extract([{ imagePath: paths[seed - 1] }]);
      expect([...vector]).toEqual([...alone.values]);
      const expected = describeImage({ width: 30, height: 40, data: noise(30, 40, seed) });
      expect([...vector]).toEqual([...expected]);
    }
    for (const row of [1, 3, 5]) {
      const vector = batch.values.subarray(row * paletteSize, (row + 1) * paletteSize);
      expect(vector.every((value) => value === 0)).toBe(true);
    }
  });

  it("stops when it is told to", async () => {
    const extractor = await open();
    await expect(extractor.extract([{}], AbortSignal.abort())).rejects.toThrow("abort");
  });

  it("has no settings and needs no GPU", async () => {
    const settings = { settings: { bins: 3 } };
    await expect(palette.open(settings)).rejects.toThrow("E_FEATURE_SETTING");
    await expect(palette.open({ device: "cuda" })).rejects.toThrow("E_FEATURE_DEVICE");
    expect((await open()).identity).toMatchObject({ preset: "palette", weightsHash: "none" });
  });
});
