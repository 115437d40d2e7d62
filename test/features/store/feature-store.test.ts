import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { cacheFolder } from "../../../src/common/folders.js";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import { FeatureStore } from "../../../src/features/store/feature-store.js";
import { fakePreset } from "../support/fake-preset.mjs";
import { distinct, newStore, posterItems } from "../support/poster-data.js";

afterEach(() => void vi.unstubAllEnvs());

describe("FeatureStore", () => {
  it("is where MOVIOLA_FEATURES says, else in the cache's folder", () => {
    vi.stubEnv("MOVIOLA_FEATURES", "some/where");
    expect(new FeatureStore().directory).toBe(resolve("some/where"));
    vi.stubEnv("MOVIOLA_FEATURES", "");
    expect(new FeatureStore().directory).toBe(join(cacheFolder(), "features"));
    expect(new FeatureStore("mine").directory).toBe(resolve("mine"));
  });

  it("lists its sets, finds them by their first digits and removes them", async () => {
    const store = await newStore();
    expect(await store.list()).toEqual([]);
    const { dataset } = await posterItems(distinct(2));
    const one = await extractFeatures(dataset, fakePreset(), { store });
    const two = await extractFeatures(dataset, fakePreset({ dim: 3 }), { store });
    expect((await store.list()).map(({ id }) => id)).toEqual([one.id, two.id]);
    expect(await store.resolve(one.id.slice(0, 8))).toBe(one.id);
    expect(await store.resolve(one.manifest.hash)).toBe(one.id);
    await store.remove(one.id);
    await store.remove(one.id);
    expect((await store.list()).map(({ id }) => id)).toEqual([two.id]);
    expect(await store.read(one.id)).toBeUndefined();
    expect(await store.describe(one.id)).toBeUndefined();
    expect(await store.verify(one.id)).toBeUndefined();
  });

  it.each(["", "../../etc", "ABCDEF0123456789", "xyz", "012"])(
    "refuses %j as an id",
    async (id) => {
      const store = await newStore();
      await expect(store.read(id)).rejects.toMatchObject({ code: "E_FEATURE_ID" });
      await expect(store.resolve(id)).rejects.toMatchObject({ code: "E_FEATURE_ID" });
    },
  );

  it("refuses digits that several sets begin with", async () => {
    const store = await newStore();
    for (const name of ["abcd000000000000", "abcd111111111111"]) {
      await mkdir(join(store.directory, name), { recursive: true });
    }
    await expect(store.resolve("abcd")).rejects.toMatchObject({ code: "E_FEATURE_ID" });
    expect(await store.resolve("abcd1")).toBe("abcd111111111111");
  });

  it("clears away what killed writers left, and on request the work that was never finished", async () => {
    const store = await newStore();
    await mkdir(join(store.directory, ".0123456789abcdef.tmp-4194305-00000000"), {
      recursive: true,
    });
    await mkdir(join(store.directory, "work", "some"), { recursive: true });
    await writeFile(join(store.directory, "work", "some", "x.block"), "");
    const { dataset } = await posterItems(distinct(1));
    const { id } = await extractFeatures(dataset, fakePreset(), { store });
    expect((await readdir(store.directory)).sort()).toEqual([id, "locks", "work"].sort());
    await store.removeWork();
    expect((await readdir(store.directory)).sort()).toEqual([id, "locks"].sort());
  });
});
