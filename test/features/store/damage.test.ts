/** Damaged files are found and mended: what is sound is kept, what is not is extracted again. */
import { open, readFile, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { extractFeatures, extractToStore } from "../../../src/features/extract/extract-features.js";
import type { FeatureStore } from "../../../src/features/store/feature-store.js";
import { fakePreset } from "../support/fake-preset.mjs";
import { distinct, newStore, posterItems } from "../support/poster-data.js";

/** Turns over one byte of a file, counted from its end when negative. */
async function flip(path: string, position: number): Promise<void> {
  const handle = await open(path, "r+");
  const at = position < 0 ? (await handle.stat()).size + position : position;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] ^= 0x10;
  await handle.write(buffer, 0, 1, at);
  await handle.close();
}

async function stored(): Promise<{
  store: FeatureStore;
  id: string;
  matrix: string;
  manifest: string;
  /** Extracts again; resolves to the number of items that the extractor was given. */
  again: () => Promise<number>;
  bytes: Buffer;
}> {
  const store = await newStore();
  const { dataset } = await posterItems(distinct(20));
  const { id } = await extractFeatures(dataset, fakePreset(), { store, blockRows: 6 });
  const matrix = join(store.folderOf(id), "features.npy");
  const manifest = join(store.folderOf(id), "manifest.json");
  const again = async (): Promise<number> => {
    let items = 0;
    const preset = fakePreset({ onBatch: (batch) => (items += batch.length) });
    const features = await extractFeatures(dataset, preset, { store, blockRows: 6 });
    expect(features.id).toBe(id);
    return items;
  };
  return { store, id, matrix, manifest, again, bytes: await readFile(matrix) };
}

describe("a damaged set", () => {
  it("is refused by the store, with the rows of the damaged block", async () => {
    const { store, id, matrix } = await stored();
    await flip(matrix, -1);
    const failure = { code: "E_FEATURE_CORRUPT", details: { where: `${matrix}, rows 18 to 19` } };
    await expect(store.read(id)).rejects.toMatchObject(failure);
    await expect(store.verify(id)).rejects.toMatchObject(failure);
    expect((await store.describe(id))?.id).toBe(id);
  });

  it.each([
    ["a byte of the last block", -1, 2],
    ["a byte of the first block", 128, 6],
    ["a byte of the head", 20, 20],
  ])("has %s made again, and no more", async (_what, position, items) => {
    const { store, id, matrix, again, bytes } = await stored();
    await flip(matrix, position);
    expect(await again()).toBe(items);
    expect((await readFile(matrix)).equals(bytes)).toBe(true);
    await store.verify(id);
    expect(await again()).toBe(0);
    expect((await readdir(store.directory)).filter((name) => name.startsWith("."))).toEqual([]);
  });

  it("is mended by extractToStore as well", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(20));
    const { id } = await extractToStore(dataset, fakePreset(), { store, blockRows: 6 });
    await flip(join(store.folderOf(id), "features.npy"), -1);
    await extractToStore(dataset, fakePreset(), { store, blockRows: 6 });
    await store.verify(id);
  });

  it("is mended when its matrix is cut off, has grown or is gone", async () => {
    const { matrix, again, bytes } = await stored();
    await truncate(matrix, bytes.length - 24 * 7);
    expect(await again()).toBe(8);
    await writeFile(matrix, "");
    expect(await again()).toBe(20);
    await rm(matrix);
    expect(await again()).toBe(20);
    expect((await readFile(matrix)).equals(bytes)).toBe(true);
  });

  it.each(["", "{", "null", "[]", '{"schema":1}'])(
    "is made anew when its manifest is %j",
    async (text) => {
      const { store, id, manifest, again } = await stored();
      await writeFile(manifest, text);
      await expect(store.read(id)).rejects.toMatchObject({ code: "E_FEATURE_CORRUPT" });
      expect(await store.list()).toEqual([]);
      expect(await again()).toBe(20);
      expect((await store.read(id))?.id).toBe(id);
    },
  );

  it("is found when one word of its manifest was changed, or its folder renamed", async () => {
    const { store, id, manifest } = await stored();
    const text = await readFile(manifest, "utf8");
    await writeFile(manifest, text.replace('"broken"', '"ok"').replace('"cpu"', '"cuda"'));
    await expect(store.read(id)).rejects.toMatchObject({ code: "E_FEATURE_CORRUPT" });
    const other = "0123456789abcdef";
    await writeFile(manifest, text);
    const { cp } = await import("node:fs/promises");
    await cp(store.folderOf(id), store.folderOf(other), { recursive: true });
    await expect(store.read(other)).rejects.toMatchObject({ code: "E_FEATURE_CORRUPT" });
    expect((await store.read(id))?.id).toBe(id);
  });
});

describe("a damaged block of work", () => {
  it.each([
    ["turned over", (path: string) => flip(path, -70)],
    ["cut off", (path: string) => truncate(path, 100)],
    ["emptied", (path: string) => writeFile(path, "")],
  ])("that was %s is removed and extracted again", async (_what, damage) => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(12));
    const stop = new AbortController();
    let seen = 0;
    const stopping = fakePreset({ onBatch: () => ++seen === 3 && stop.abort() });
    const options = { store, blockRows: 4 };
    await expect(
      extractFeatures(dataset, stopping, { ...options, signal: stop.signal }),
    ).rejects.toThrow();
    const names = await readdir(store.directory, { recursive: true });
    const blocks = names.filter((name) => name.endsWith(".block"));
    expect(blocks).toHaveLength(3);
    await damage(join(store.directory, blocks[1]));
    let items = 0;
    const preset = fakePreset({ onBatch: (batch) => (items += batch.length) });
    const features = await extractFeatures(dataset, preset, options);
    expect(items).toBe(4);
    const clean = await extractFeatures(dataset, fakePreset(), {
      ...options,
      store: await newStore(),
    });
    expect(features.values).toEqual(clean.values);
    expect(features.manifest.blockHashes).toEqual(clean.manifest.blockHashes);
  });
});
