import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Progress } from "../../../src/common/progress.js";
import { extractFeatures, extractToStore } from "../../../src/features/extract/extract-features.js";
import { datasetOf } from "../../support/dataset-of.js";
import type { FeatureSet } from "../../../src/features/feature-set.js";
import { compareSets } from "../../../src/features/ladder/compare-sets.js";
import { fakePreset, fakeVector } from "../support/fake-preset.mjs";
import { distinct, itemsOf, newStore, posterItems } from "../support/poster-data.js";

/** A fake preset that counts the items it is given. */
function counting(options: Parameters<typeof fakePreset>[0] = {}): {
  preset: ReturnType<typeof fakePreset>;
  count: () => number;
} {
  let items = 0;
  const preset = fakePreset({ ...options, onBatch: (batch) => (items += batch.length) });
  return {
    preset,
    count: () => {
      const seen = items;
      items = 0;
      return seen;
    },
  };
}

describe("extractFeatures", () => {
  it("gives each item the vector of its own poster, in blocks and batches of any size", async () => {
    const contents = distinct(23);
    const { dataset } = await posterItems(contents);
    for (const [batchSize, blockRows] of [
      [1, 1],
      [4, 6],
      [7, 5],
      [100, 256],
    ]) {
      const store = await newStore();
      const features = await extractFeatures(dataset, fakePreset({ batchSize }), {
        store,
        blockRows,
      });
      expect(features).toMatchObject({ nItems: 23, dim: 6, coverage: 1 });
      contents.forEach((content, item) => {
        expect(features.vectorOf(item)).toEqual(fakeVector(content, 6));
      });
      expect(features.manifest.blockHashes).toHaveLength(Math.ceil(23 / blockRows));
      expect(await readdir(join(store.directory, "work"), { recursive: true })).toHaveLength(1);
    }
  });

  it("reads title and text of a text preset, or what textOf gives", async () => {
    const dataset = itemsOf([
      { title: "Up", text: "A house flies." },
      { title: "Up" },
      { title: " " },
    ]);
    const store = await newStore();
    const preset = fakePreset({ modality: "text" });
    const features = await extractFeatures(dataset, preset, { store });
    expect(features.vectorOf(0)).toEqual(fakeVector("Up\nA house flies.", 6));
    expect(features.vectorOf(1)).toEqual(fakeVector("Up", 6));
    expect(features.states).toEqual(["ok", "ok", "missing"]);
    const texts = await extractFeatures(dataset, preset, { store, textOf: ({ text }) => text });
    expect(texts.vectorOf(0)).toEqual(fakeVector("A house flies.", 6));
    expect(texts.states).toEqual(["ok", "missing", "missing"]);
    expect(texts.id).not.toBe(features.id);
  });

  it("takes a set that is there, and says what changed in its place when an item changes", async () => {
    const contents = distinct(20);
    const { dataset, paths } = await posterItems(contents);
    const store = await newStore();
    const { preset, count } = counting();
    const first = await extractFeatures(dataset, preset, { store });
    expect(count()).toBe(20);
    const again = await extractFeatures(dataset, preset, { store });
    expect(count()).toBe(0);
    expect(again).toEqual(first);
    await writeFile(paths[7], "another poster");
    const changed = await extractFeatures(dataset, preset, { store });
    expect(count()).toBe(1);
    expect(changed.id).not.toBe(first.id);
    expect(changed.vectorOf(7)).toEqual(fakeVector("another poster", 6));
    expect(changed.vectorOf(8)).toEqual(first.vectorOf(8));
    expect(await store.list()).toHaveLength(2);
  });

  it("extracts a poster once, for both data sets that have it and twice in one", async () => {
    const store = await newStore();
    const { preset, count } = counting();
    const one = await posterItems([...distinct(10), "poster 3", "poster 3"]);
    const features = await extractFeatures(one.dataset, preset, { store });
    expect(count()).toBe(10);
    expect(features.vectorOf(10)).toEqual(features.vectorOf(3));
    const other = await posterItems(["poster 9", "new", "poster 0"], ["x", "y", "z"]);
    const second = await extractFeatures(other.dataset, preset, { store });
    expect(count()).toBe(1);
    expect(second.vectorOf(0)).toEqual(features.vectorOf(9));
    expect(second.itemIds).toEqual(["x", "y", "z"]);
  });

  it("keeps vectors of other settings and other devices apart", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(3));
    const changes = [{}, { settings: { size: 2 } }, { device: "webgpu" as const }];
    for (const change of changes.slice(0, 2)) {
      const { preset, count } = counting(change);
      await extractFeatures(dataset, preset, { store });
      expect(count()).toBe(3);
    }
    const more = await posterItems(distinct(4));
    const { preset, count } = counting(changes[2]);
    const features = await extractFeatures(more.dataset, preset, { store });
    expect(count()).toBe(4);
    expect(features.manifest.device).toBe("webgpu");
  });

  it("makes vectors of other versions anew, and keeps both sets", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(3));
    const batches: number[] = [];
    const onBatch = (inputs: readonly unknown[]): void => void batches.push(inputs.length);
    const made = (sharp: string): Promise<FeatureSet> =>
      extractFeatures(dataset, fakePreset({ onBatch, packages: { sharp } }), { store });
    const first = await made("1.0.0");
    expect((await made("1.0.0")).id).toBe(first.id);
    const second = await made("1.1.0");
    expect(second.id).not.toBe(first.id);
    expect(batches).toEqual([3, 3]);
    expect((await store.read(first.id))?.manifest.identity.packages).toEqual({ sharp: "1.0.0" });
    const { versions } = compareSets(first, second);
    expect(versions).toEqual([{ name: "sharp", first: "1.0.0", second: "1.1.0", decides: true }]);
  });

  it("names the data set that was asked for, also when another's ratings made the set", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(3));
    const first = await extractFeatures(dataset, fakePreset(), { store });
    const renamed = dataset.with({ name: "renamed" });
    const second = await extractFeatures(renamed, fakePreset(), { store });
    expect(second.id).toBe(first.id);
    expect(second.manifest.dataset.name).toBe("renamed");
    const stored = await extractToStore(renamed, fakePreset(), { store });
    expect(stored.manifest).toEqual(second.manifest);
  });

  it("writes a manifest that says what the numbers rest on", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(["LONG film", "poster", undefined, "LONG again"]);
    const features = await extractFeatures(dataset, fakePreset(), { store });
    const text = await readFile(join(store.folderOf(features.id), "manifest.json"), "utf8");
    const manifest = JSON.parse(text) as Record<string, unknown>;
    expect(manifest).toMatchObject({
      schema: 1,
      identity: { preset: "fake", weightsHash: "none", settings: { dim: 6 } },
      dtype: "float32",
      dataset: { name: "small", hash: dataset.contentHash, invented: true },
      nItems: 4,
      dim: 6,
      device: "cpu",
      truncatedShare: 2 / 3,
      blockRows: 256,
      states: ["truncated", "ok", "missing", "truncated"],
      preset: { licence: "free", source: "the tests" },
      itemIds: ["i0", "i1", "i2", "i3"],
    });
    expect(manifest.preprocessingHash).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.versions).toMatchObject({ moviola: "0.1.0", node: process.versions.node });
    expect(Object.keys(manifest.versions as object)).toContain("onnxruntime-node");
    const { sourceHashes, seconds } = features.manifest;
    expect(sourceHashes[2]).toBe("");
    expect(sourceHashes[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(seconds).toBeGreaterThan(0);
  });

  it("opens the extractor with the options that are its own, and closes it", async () => {
    const { dataset } = await posterItems(distinct(1));
    const events: unknown[] = [];
    const preset = fakePreset({
      onOpen: (options) => events.push(options),
      onClose: () => events.push("closed"),
    });
    const own = { device: "cpu" as const, modelFolders: ["m"], threads: 1, settings: { a: 1 } };
    await extractFeatures(dataset, preset, { store: await newStore(), ...own });
    expect(events).toEqual([own, "closed"]);
  });

  it("reports items a second, failures so far and what came from the store", async () => {
    const store = await newStore();
    const contents = [...distinct(6), "BROKEN", "", "BOMB"];
    const { dataset, paths } = await posterItems(contents);
    const seen: Progress[] = [];
    await extractFeatures(dataset, fakePreset({ batchSize: 3 }), {
      store,
      onProgress: (progress) => seen.push(progress),
    });
    const own = seen.filter(({ task }) => task === "extract fake");
    expect(own.map(({ done }) => done)).toEqual([0, 3, 6, 9]);
    expect(own.every(({ total, unit }) => total === 9 && unit === "items")).toBe(true);
    expect(own[2].note).toMatch(/^[\d.]+ items\/s$/);
    expect(own[3].note).toMatch(
      /^[\d.]+ items\/s, 3 without a vector \(1 broken, 1 empty, 1 too-large\)$/,
    );
    await writeFile(paths[0], "changed");
    seen.length = 0;
    await extractFeatures(dataset, fakePreset(), { store, onProgress: (one) => seen.push(one) });
    const last = seen.at(-1)!;
    expect(last).toMatchObject({ done: 1, total: 1 });
    expect(last.note).toMatch(/items\/s, 8 from the store$/);
  });

  it("stops at a signal and keeps the finished blocks", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(12));
    const stop = new AbortController();
    const stopping = fakePreset({
      batchSize: 2,
      onBatch: () => ++batches === 3 && stop.abort(new Error("enough")),
    });
    let batches = 0;
    const options = { store, blockRows: 4, signal: stop.signal };
    await expect(extractFeatures(dataset, stopping, options)).rejects.toThrow("enough");
    const { preset, count } = counting();
    await extractFeatures(dataset, preset, { store, blockRows: 4 });
    expect(count()).toBe(8);
  });

  it("refuses options that it cannot use", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(distinct(2));
    const bad = [{ blockRows: 0 }, { blockRows: 1.5 }, { fitOn: new Uint8Array(3) }];
    for (const options of bad) {
      await expect(
        extractFeatures(dataset, fakePreset(), { store, ...options }),
      ).rejects.toMatchObject({ code: "E_FEATURE_OPTION" });
    }
    await expect(extractFeatures(dataset, "no-such", { store })).rejects.toMatchObject({
      code: "E_FEATURE_PRESET",
    });
  });

  it("does without any items", async () => {
    const store = await newStore();
    const features = await extractFeatures(datasetOf([]), fakePreset(), { store });
    expect(features).toMatchObject({ nItems: 0, coverage: 0 });
    expect(await store.list()).toHaveLength(1);
  });
});
