import { spawnSync } from "node:child_process";
import { cp, mkdir, readdir, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import type { FeatureStore } from "../../../src/features/store/feature-store.js";
import { fakePreset } from "../support/fake-preset.mjs";
import { distinct, newFolder, newStore, posterItems } from "../support/poster-data.js";

async function blocksOf(store: FeatureStore): Promise<string[]> {
  const names = await readdir(store.directory, { recursive: true });
  return names.filter((name) => name.endsWith(".block"));
}

it("blocks that a kill left beside their finished set go with the next extraction", async () => {
  const store = await newStore();
  const { dataset } = await posterItems(distinct(12));
  const stop = new AbortController();
  let batches = 0;
  const onBatch = () => ++batches === 3 && stop.abort(new Error("enough"));
  const options = { store, blockRows: 4 };
  const stopped = extractFeatures(dataset, fakePreset({ batchSize: 2, onBatch }), {
    ...options,
    signal: stop.signal,
  });
  await expect(stopped).rejects.toThrow();
  const left = await blocksOf(store);
  expect(left.length).toBeGreaterThan(0);
  const aside = join(await newFolder(), "aside");
  await mkdir(aside);
  await cp(join(store.directory, "work"), join(aside, "work"), { recursive: true });
  const features = await extractFeatures(dataset, fakePreset(), options);
  expect(await blocksOf(store)).toEqual([]);
  await cp(join(aside, "work"), join(store.directory, "work"), { recursive: true });
  expect(await blocksOf(store)).toEqual(left);
  const again = await extractFeatures(dataset, fakePreset(), options);
  expect(again.values).toEqual(features.values);
  expect(await blocksOf(store)).toEqual([]);
});

it("the lock of a process that was killed when its set stood goes with the next extraction", async () => {
  const store = await newStore();
  const { dataset } = await posterItems(distinct(4));
  await extractFeatures(dataset, fakePreset(), { store });
  const [origin] = await readdir(join(store.directory, "work"));
  const pid = spawnSync(process.execPath, ["--version"]).pid;
  const owner = JSON.stringify({ pid, host: hostname(), token: "00" });
  await writeFile(join(store.directory, "locks", `${origin}.lock`), owner);
  await extractFeatures(dataset, fakePreset(), { store });
  expect(await readdir(join(store.directory, "locks"))).toEqual([]);
});
