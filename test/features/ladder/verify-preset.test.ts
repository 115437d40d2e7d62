import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ItemExtractor, PresetEntry } from "../../../src/features/contract.js";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import { readReference } from "../../../src/features/ladder/reference-vectors.js";
import { readLadder, storeLadder } from "../../../src/features/ladder/stored-ladder.js";
import { verifyPreset } from "../../../src/features/ladder/verify-preset.js";
import { sha256 } from "../../../src/features/store/matrix-file.js";
import { bootstrapMean } from "../../../src/stats/bootstrap.js";
import { fakePreset, fakeVector } from "../support/fake-preset.mjs";
import { itemsOf, newFolder, newStore } from "../support/poster-data.js";

const nSamples = 32;
const dim = 6;
const texts = Array.from({ length: nSamples }, (_unused, item) => `text ${item}`);
const dataset = itemsOf(texts.map((title, item) => ({ title, genres: [item % 2 ? "a" : "b"] })));
const base64 = (values: Float32Array): string => Buffer.from(values.buffer).toString("base64");

/** A folder with a reference for the fake preset, changed by `change`. */
async function references(
  change: (sample: Record<string, unknown>, item: number) => object = () => ({}),
): Promise<string> {
  const folder = join(await newFolder(), "references");
  await mkdir(folder);
  const samples = texts.map((text, item) => {
    const vector = base64(fakeVector(text, dim));
    const sample = { item: `i${item}`, source: sha256(text), vector, tokens: [item, 102] };
    return { ...sample, ...change(sample, item) };
  });
  const content = { schema: 1, preset: "fake", madeBy: "NumPy 0", dim, samples };
  await writeFile(join(folder, "fake.json"), JSON.stringify(content));
  return folder;
}

/** The fake text preset, with token ids. */
function preset(): PresetEntry {
  const entry = fakePreset({ modality: "text", dim });
  const open: PresetEntry["open"] = async (options) => ({
    ...((await entry.open(options)) as ItemExtractor),
    prepare: ({ text = "" }) =>
      Promise.resolve(Int32Array.of(Number(text.replace("text ", "")), 102)),
  });
  return { ...entry, open };
}

const interval = (differences: Float64Array): { mean: number; low: number; high: number } =>
  bootstrapMean(differences, { seed: 1 });

describe("verifyPreset", () => {
  it("climbs to the top when all is the same", async () => {
    const result = await verifyPreset(preset(), dataset, {
      references: await references(),
      interval,
    });
    expect(result).toMatchObject({ reached: "downstream", nSamples, madeBy: "NumPy 0" });
    expect(result.rungs.map(({ passed }) => passed)).toEqual([undefined, true, true, true, true]);
  });

  it("stops at a wrong token", async () => {
    const wrong = await references((_sample, item) => (item === 5 ? { tokens: [5, 103] } : {}));
    const result = await verifyPreset(preset(), dataset, { references: wrong, interval });
    expect(result.reached).toBeUndefined();
    expect(result.rungs[1].passed).toBe(false);
  });

  it("stops at one vector that points elsewhere", async () => {
    const wrong = await references((_sample, item) =>
      item === 31 ? { vector: base64(fakeVector("another", dim)) } : {},
    );
    const result = await verifyPreset(preset(), dataset, { references: wrong, interval });
    expect(result.reached).toBe("tokens");
  });

  it("says that vectors of another size fail", async () => {
    const entry = fakePreset({ modality: "text", dim: 7 });
    const result = await verifyPreset(entry, dataset, { references: await references() });
    expect(result.reached).toBeUndefined();
    expect(result.rungs[2]).toMatchObject({ passed: false });
  });

  it("compares prepared pixels at the step of the reference", async () => {
    const pixels = Float32Array.from({ length: 12 }, (_unused, place) => place / 12);
    const folder = await references();
    const { readFile } = await import("node:fs/promises");
    const path = join(folder, "fake.json");
    const stored = JSON.parse(await readFile(path, "utf8")) as { samples: object[] };
    const sparse = base64(Float32Array.from([0, 5 / 12, 10 / 12]));
    const samples = stored.samples.map((sample) => ({ ...sample, pixels: sparse }));
    await writeFile(path, JSON.stringify({ ...stored, pixelStep: 5, samples }));
    const entry = fakePreset({ dim });
    const picture: PresetEntry = {
      ...entry,
      open: async (options) => ({
        ...((await entry.open(options)) as ItemExtractor),
        prepare: () => Promise.resolve(pixels),
      }),
    };
    // The samples' sources are texts: an image preset finds none of them.
    const none = await verifyPreset(picture, dataset, { references: folder });
    expect(none).toMatchObject({ nSamples: 0 });
    const posters = await newFolder();
    const items = itemsOf(
      texts.map((_text, item) => ({ posterPath: join(posters, `${item}.jpg`) })),
    );
    for (const [item, text] of texts.entries()) {
      await writeFile(join(posters, `${item}.jpg`), text);
    }
    const result = await verifyPreset(picture, items, { references: folder });
    expect(result.reached).toBe("neighbours");
    expect(result.rungs[0].passed).toBe(true);
    pixels[5] += 0.004;
    const wrong = await verifyPreset(picture, items, { references: folder });
    expect(wrong.rungs[0].passed).toBe(false);
    expect(wrong.reached).toBeUndefined();
  });

  it("tests nothing without a reference, or where no sample is as it was", async () => {
    const nothing = await verifyPreset(preset(), dataset, { references: await newFolder() });
    expect(nothing.reached).toBeUndefined();
    expect(nothing.rungs.every(({ passed }) => passed === undefined)).toBe(true);
    expect(nothing.rungs[0].detail).toContain("no reference vectors");
    const changed = await references(() => ({ source: sha256("other") }));
    const result = await verifyPreset(preset(), dataset, { references: changed });
    expect(result.rungs[2].detail).toContain("no sample is as it was");
  });

  it("refuses a file that is no reference", async () => {
    for (const text of ["{", "[]", '{"schema":2}', '{"schema":1,"preset":"fake"}']) {
      const folder = await newFolder();
      await writeFile(join(folder, "fake.json"), text);
      await expect(readReference("fake", folder)).rejects.toMatchObject({
        code: "E_FEATURE_REFERENCE",
      });
    }
    const short = await references((_sample, item) =>
      item === 3 ? { vector: base64(new Float32Array(5)) } : {},
    );
    await expect(readReference("fake", short)).rejects.toThrow("5 numbers for item i3");
  });

  it("is kept beside the sets of the same extractor, and of no other", async () => {
    const store = await newStore();
    const own = await extractFeatures(dataset, preset(), { store });
    const settings = { size: 2 };
    const other = fakePreset({ modality: "text", dim, settings });
    const { id } = await extractFeatures(dataset, other, { store });
    const result = await verifyPreset(preset(), dataset, { references: await references() });
    expect(await storeLadder(store, result)).toEqual([own.id]);
    expect((await readLadder(store, own.id))?.reached).toBe("neighbours");
    expect(await readLadder(store, id)).toBeUndefined();
    await store.verify(own.id);
  });
});
