/** Whatever an item holds, it gets a state and a mask; the run goes on. */
import { execFileSync } from "node:child_process";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import type { PresetEntry } from "../../../src/features/contract.js";
import { fakePreset, fakeVector } from "../support/fake-preset.mjs";
import { distinct, itemsOf, newFolder, newStore, posterItems } from "../support/poster-data.js";

describe("hostile items", () => {
  it("leave their row 0, masked, with a state and a remark, and their neighbours alone", async () => {
    const contents = ["BROKEN", "a", "", "BOMB", "NAN", "ZERO", "THROW", undefined, "LONG", "b"];
    const { dataset } = await posterItems(contents);
    const features = await extractFeatures(dataset, fakePreset(), { store: await newStore() });
    expect(features.states).toEqual([
      ...["broken", "ok", "empty", "too-large", "broken", "empty", "broken", "missing"],
      ...["truncated", "ok"],
    ]);
    expect([...features.missing]).toEqual([1, 0, 1, 1, 1, 1, 1, 1, 0, 0]);
    expect(features.remarks[6]).toBe("the decoder fell over");
    expect(features.remarks[7]).toBe("no image");
    features.states.forEach((_state, item) => {
      const row = features.values.subarray(6 * item, 6 * item + 6);
      if (features.missing[item] === 1) expect([...row]).toEqual([0, 0, 0, 0, 0, 0]);
      else expect(row).toEqual(fakeVector(contents[item]!, 6));
      expect(features.remarks[item] === "").toBe(features.missing[item] === 0);
    });
  });

  it("of the file system: gone, a folder, a pipe, a link to nowhere", async () => {
    const folder = await newFolder();
    const at = (name: string): string => join(folder, name);
    await mkdir(at("folder.jpg"));
    await symlink(at("nowhere"), at("link.jpg"));
    await writeFile(at("file.jpg"), "poster");
    const names = ["gone.jpg", "folder.jpg", "link.jpg", "file.jpg/below.jpg", "file.jpg"];
    const states = ["missing", "broken", "missing", "missing", "ok"];
    if (process.platform === "linux") {
      execFileSync("mkfifo", [at("pipe.jpg")]);
      names.push("pipe.jpg");
      states.push("broken");
    }
    const dataset = itemsOf(names.map((name) => ({ posterPath: at(name) })));
    const features = await extractFeatures(dataset, fakePreset(), { store: await newStore() });
    expect(features.states).toEqual(states);
  });

  it("of text: empty, blank, emoji, half a character, control characters, 1 MB", async () => {
    const texts = ["", " \n", "🎬🍿", "\ud83c", "\u0000\u0007", "x".repeat(1 << 20), undefined];
    const dataset = itemsOf(texts.map((text) => (text === undefined ? {} : { text })));
    const preset = fakePreset({ modality: "text" });
    const options = { store: await newStore(), textOf: ({ text }: { text?: string }) => text };
    const features = await extractFeatures(dataset, preset, options);
    expect(features.states).toEqual(["empty", "ok", "ok", "ok", "ok", "ok", "missing"]);
    expect(features.vectorOf(2)).toEqual(fakeVector("🎬🍿", 6));
  });

  it("do not come back as known: a file that was gone is extracted when it is there", async () => {
    const store = await newStore();
    const { dataset, paths } = await posterItems(distinct(3));
    await rm(paths[1]);
    expect((await extractFeatures(dataset, fakePreset(), { store })).coverage).toBeCloseTo(
      2 / 3,
      12,
    );
    await writeFile(paths[1], "poster 1");
    expect((await extractFeatures(dataset, fakePreset(), { store })).coverage).toBe(1);
  });

  it("are tried again only with retryFailed", async () => {
    const store = await newStore();
    const { dataset } = await posterItems(["a", "THROW", "b"]);
    let items = 0;
    const preset = fakePreset({ onBatch: (batch) => (items += batch.length) });
    const first = await extractFeatures(dataset, preset, { store });
    items = 0;
    await extractFeatures(dataset, preset, { store });
    expect(items).toBe(0);
    const better: PresetEntry = {
      ...preset,
      open: async (options) => {
        const extractor = await fakePreset().open(options);
        if (extractor.kind !== "item") throw new Error("not an item extractor");
        const extract = (batch: readonly unknown[]): ReturnType<typeof extractor.extract> =>
          extractor.extract(batch.map(() => ({ text: "mended" })));
        return { ...extractor, extract };
      },
    };
    const mended = await extractFeatures(dataset, better, { store, retryFailed: true });
    expect(mended.id).toBe(first.id);
    expect(mended.vectorOf(1)).toEqual(fakeVector("mended", 6));
    expect(mended.vectorOf(0)).toEqual(fakeVector("a", 6));
    expect((await store.read(first.id))?.states).toEqual(["ok", "ok", "ok"]);
  });
});

describe("a hostile extractor", () => {
  const preset = (change: object): PresetEntry => ({
    ...fakePreset(),
    open: async (options) => ({ ...(await fakePreset().open(options)), ...change }),
  });

  it("that fails on every item of a batch is an error, not so many broken items", async () => {
    const { dataset } = await posterItems(distinct(6));
    const dead = new RangeError("the session is closed");
    for (const batchSize of [1, 4]) {
      const broken = preset({ batchSize, extract: () => Promise.reject(dead) });
      const store = await newStore();
      await expect(extractFeatures(dataset, broken, { store })).rejects.toBe(dead);
      expect(await store.list()).toEqual([]);
    }
  });

  it("that gives too few or too many numbers or states is refused", async () => {
    const { dataset } = await posterItems(distinct(2));
    const answers = [
      { values: new Float32Array(11), states: ["ok", "ok"], remarks: ["", ""] },
      { values: new Float32Array(12), states: ["ok"], remarks: ["", ""] },
      { values: new Float32Array(12), states: ["ok", "ok"], remarks: [] },
    ];
    for (const answer of answers) {
      const broken = preset({ extract: () => Promise.resolve(answer) });
      await expect(
        extractFeatures(dataset, broken, { store: await newStore() }),
      ).rejects.toMatchObject({ code: "E_FEATURE_SHAPE" });
    }
  });

  it("that shares one buffer for all batches does no harm", async () => {
    const { dataset } = await posterItems(distinct(9));
    const shared = new Float32Array(4 * 6);
    const sharing: PresetEntry = {
      ...fakePreset(),
      open: async (options) => {
        const extractor = await fakePreset().open(options);
        if (extractor.kind !== "item") throw new Error("not an item extractor");
        return {
          ...extractor,
          extract: async (batch) => {
            const vectors = await extractor.extract(batch);
            shared.set(vectors.values);
            return { ...vectors, values: shared.subarray(0, vectors.values.length) };
          },
        };
      },
    };
    const features = await extractFeatures(dataset, sharing, { store: await newStore() });
    expect(features.vectorOf(1)).toEqual(fakeVector("poster 1", 6));
  });
});

describe("files that change under the extraction", () => {
  it("are read again; the set holds what its hashes say", async () => {
    const store = await newStore();
    const { dataset, paths } = await posterItems(distinct(8));
    let batches = 0;
    const slow = fakePreset();
    const changing: PresetEntry = {
      ...slow,
      open: async (options) => {
        const extractor = await slow.open(options);
        if (extractor.kind !== "item") throw new Error("not an item extractor");
        return {
          ...extractor,
          extract: async (batch) => {
            if (++batches === 2) await writeFile(paths[5], "changed");
            return extractor.extract(batch);
          },
        };
      },
    };
    const features = await extractFeatures(dataset, changing, { store });
    expect(features.vectorOf(5)).toEqual(fakeVector("changed", 6));
    expect(features.manifest.sourceHashes[5]).not.toBe("");
    expect(batches).toBe(3);
  });

  it("that never stand still are an error", async () => {
    const { dataset, paths } = await posterItems(distinct(2));
    let writes = 0;
    const preset = fakePreset();
    const restless: PresetEntry = {
      ...preset,
      open: async (options) => {
        const extractor = await preset.open(options);
        if (extractor.kind !== "item") throw new Error("not an item extractor");
        return {
          ...extractor,
          extract: async (batch) => {
            await writeFile(paths[0], `version ${++writes}`);
            return extractor.extract(batch);
          },
        };
      },
    };
    await expect(
      extractFeatures(dataset, restless, { store: await newStore() }),
    ).rejects.toMatchObject({ code: "E_FEATURE_CHANGED" });
    expect(writes).toBe(3);
  });
});
