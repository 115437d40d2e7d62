import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { runExperiment, type ExperimentOptions } from "../../../src/experiment/index.js";
import { fitId } from "../../../src/experiment/manifest/identity.js";
import * as fitting from "../../../src/experiment/fit-model.js";
import type { Recommender } from "../../../src/models/index.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

vi.mock(import("../../../src/experiment/fit-model.js"), async (original) => {
  const real = await original();
  return { ...real, fitModel: vi.fn(real.fitModel) };
});

const dataset = campDataset();
const split = campSplit(dataset);

async function fresh(): Promise<{ options: ExperimentOptions; folder: string }> {
  const store = await temporaryStore();
  vi.mocked(fitting.fitModel).mockClear();
  const options = { dataset, split, store, model: "bpr", config: { epochs: 3 }, seed: 4 };
  return { options, folder: join(store.directory, "fits") };
}
const nFits = (): number => vi.mocked(fitting.fitModel).mock.calls.length;
const scoresOf = (model: unknown): Float32Array =>
  (model as Recommender).scoreUsers(Int32Array.of(0, 1, 2));

describe("keepModel: store", () => {
  it("fits once for runs that only measure otherwise, with the numbers of runs that fit", async () => {
    const { options } = await fresh();
    const first = await runExperiment({ ...options, keepModel: "store" });
    const masked = await runExperiment({ ...options, mask: "train" });
    const others = await runExperiment({ ...options, metrics: ["mrr"], topK: [3] });
    expect(nFits()).toBe(1);
    expect(masked.fromStore || others.fromStore).toBe(false);
    for (const [run, more] of [
      [first, {}],
      [masked, { mask: "train" }],
      [others, { metrics: ["mrr"], topK: [3] }],
    ] as const) {
      const alone = await runExperiment({ ...options, store: false, ...more });
      expect(run.units).toEqual(alone.units);
      expect(run.record.metrics).toEqual(alone.record.metrics);
      expect(run.record.curve).toEqual(alone.record.curve);
      expect(run.record.epochs).toBe(alone.record.epochs);
      expect(run.record.seconds.fit).toBe(first.record.seconds.fit);
    }
  });

  it("gives the model of a stored run without a fit, with the same scores to the last bit", async () => {
    const { options } = await fresh();
    const run = await runExperiment({ ...options, keepModel: "store" });
    const again = await runExperiment(options);
    expect(again.fromStore).toBe(true);
    expect(scoresOf(await again.model())).toEqual(scoresOf(await run.model()));
    expect(nFits()).toBe(1);
  });

  it("fits again for another seed, setting, split or knock-out", async () => {
    const { options } = await fresh();
    await runExperiment({ ...options, keepModel: "store" });
    await runExperiment({ ...options, seed: 5 });
    await runExperiment({ ...options, config: { epochs: 2 } });
    await runExperiment({ ...options, split: campSplit(dataset, 9) });
    expect(nFits()).toBe(4);
  });

  it("keeps nothing on disk unless asked", async () => {
    const { options, folder } = await fresh();
    await runExperiment({ ...options, keepModel: true });
    expect(await readdir(folder).catch(() => [])).toEqual([]);
    const asked = await runExperiment({ ...options, keepModel: "store" });
    await asked.model();
    expect(await readdir(folder)).toEqual([fitId(asked.record.manifest)]);
  });

  it("leaves the list and the queries of the store as they are", async () => {
    const { options } = await fresh();
    const { record } = await runExperiment({ ...options, keepModel: "store" });
    const { store } = options;
    if (store === undefined || store === false) throw new Error("a store is there");
    expect((await store.list()).map(({ id }) => id)).toEqual([record.id]);
    expect(await store.query("SELECT count(*)::INT AS n FROM runs")).toEqual([{ n: 1 }]);
    expect(await store.clean()).toEqual([]);
  });

  it.each([
    ["a report cut short", (folder: string) => truncate(join(folder, "fit.json"), 60)],
    ["no model", (folder: string) => rm(join(folder, "model"), { recursive: true })],
    [
      "a changed report",
      (folder: string) => edit(join(folder, "fit.json"), '"epochs": 3', '"epochs": 4'),
    ],
    ["a model of other numbers", (folder: string) => flip(join(folder, "model"))],
  ])("replaces a damaged fit: %s", async (_name, damage) => {
    const { options, folder } = await fresh();
    const run = await runExperiment({ ...options, keepModel: "store" });
    const id = fitId(run.record.manifest);
    await damage(join(folder, id));
    const again = await runExperiment({ ...options, mask: "train", keepModel: "store" });
    expect(nFits()).toBe(2);
    expect(await readdir(folder)).toEqual([id]);
    await runExperiment({ ...options, mask: "none" });
    expect(nFits()).toBe(2);
    expect(scoresOf(await again.model())).toEqual(scoresOf(await run.model()));
  });
});

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, "utf8");
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
}

async function flip(folder: string): Promise<void> {
  const [name] = (await readdir(folder)).filter((one) => one.endsWith(".npy"));
  const path = join(folder, name);
  const bytes = await readFile(path);
  bytes[bytes.length - 1] ^= 1;
  await writeFile(path, bytes);
}
