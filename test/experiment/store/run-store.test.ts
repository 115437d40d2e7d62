import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { recordHash } from "../../../src/experiment/store/read-run.js";
import type { StoredRecord } from "../../../src/experiment/store/stored-run.js";
import { canonicalJson, contentHash } from "../../../src/common/index.js";
import { RunStore, runExperiment, runId, type StoredRun } from "../../../src/experiment/index.js";
import {
  campDataset,
  campSplit,
  temporaryFolder,
  temporaryStore,
} from "../../support/experiment-data.js";

let rating: StoredRun;
let ranking: StoredRun;
const dataset = campDataset();
const split = campSplit(dataset);

beforeAll(async () => {
  const common = { dataset, split, store: false } as const;
  rating = await runExperiment({ ...common, model: "bias" });
  ranking = await runExperiment({ ...common, model: "popularity" });
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The same run as another process would have made it at another time. */
function madeLater({ record, units }: StoredRun): StoredRun {
  return { record: { ...record, startedAt: "2099-01-01T00:00:00.000Z" }, units };
}

describe("RunStore", () => {
  it.each([
    ["ratings", () => rating],
    ["users", () => ranking],
  ])("gives back record and values by %s exactly", async (_name, run) => {
    const store = await temporaryStore();
    const { record, units } = run();
    await store.write({ record, units });
    expect(await store.read(record.id)).toEqual({ record, units });
    expect((await readdir(store.directory)).sort()).toEqual([record.id]);
    expect((await readdir(join(store.directory, record.id))).sort()).toEqual([
      "run.json",
      "units.parquet",
    ]);
  });

  it("works in a folder whose name means something to SQL or to a pattern", async () => {
    const store = new RunStore(join(await temporaryFolder(), "it's [a] {b} 0123456789abcdef?*"));
    await store.write(rating);
    expect((await store.read(rating.record.id))?.units).toEqual(rating.units);
    const sql = "SELECT DISTINCT run FROM units";
    expect(await store.query(sql)).toEqual([{ run: rating.record.id }]);
  });

  it("keeps NaN and infinite values", async () => {
    const store = await temporaryStore();
    const odd = Float64Array.of(Number.NaN, -Infinity, 1e-300);
    const names = Object.keys(ranking.record.metrics);
    const values = Object.fromEntries(names.map((name) => [name, odd]));
    const units = { unit: "user" as const, userIndex: Int32Array.of(0, 1, 5), values };
    await store.write({ record: ranking.record, units });
    expect((await store.read(ranking.record.id))?.units).toEqual(units);
  });

  it("has nothing where nothing was written", async () => {
    const store = new RunStore(join(await temporaryFolder(), "not there"));
    expect(await store.read("0123456789abcdef")).toBeUndefined();
    expect(await store.list()).toEqual([]);
    expect(await store.clean()).toEqual([]);
    expect(await store.query("SELECT count(*) AS n FROM runs")).toEqual([{ n: 0 }]);
  });

  it("keeps the first of two writers and gives its run to the second", async () => {
    const store = await temporaryStore();
    const first = await store.write(rating);
    expect(first.record).toEqual(rating.record);
    const second = await store.write(madeLater(rating));
    expect(second.record.startedAt).toBe(rating.record.startedAt);
    expect(await readdir(store.directory)).toEqual([rating.record.id]);
  });

  it("survives many writers at once", async () => {
    const store = await temporaryStore();
    const writers = Array.from({ length: 12 }, (_unused, index) =>
      store.write({
        record: { ...rating.record, startedAt: `2030-01-01T00:00:${10 + index}.000Z` },
        units: rating.units,
      }),
    );
    const kept = await Promise.all(writers);
    const standing = await store.read(rating.record.id);
    expect(new Set(kept.map(({ record }) => record.startedAt))).toEqual(
      new Set([standing!.record.startedAt]),
    );
    expect(await readdir(store.directory)).toEqual([rating.record.id]);
  });

  it("refuses what is not an id, so that no path leaves the folder", async () => {
    const store = await temporaryStore();
    for (const id of ["../../etc", "", "0123", "0123456789ABCDEF"]) {
      await expect(store.read(id)).rejects.toThrow("E_RUN_ID");
    }
  });

  it("refuses columns of different length", async () => {
    const store = await temporaryStore();
    const units = { ...ranking.units, values: { odd: Float64Array.of(1) } };
    await expect(store.write({ record: ranking.record, units })).rejects.toThrow("E_RUN_UNITS");
    expect(await readdir(store.directory)).toEqual([]);
  });

  it("lists by model, task, data set, split, seed and part, oldest first", async () => {
    const store = await temporaryStore();
    await store.write(madeLater(ranking));
    await store.write(rating);
    const models = async (filter = {}): Promise<string[]> =>
      (await store.list(filter)).map(({ manifest }) => manifest.model.id);
    expect(await models()).toEqual(["bias", "popularity"]);
    expect(await models({ model: "popularity" })).toEqual(["popularity"]);
    expect(await models({ task: "rating" })).toEqual(["bias"]);
    expect(await models({ dataset: "small", split: "per-user-random", seed: 1 })).toHaveLength(2);
    expect(await models({ dataset: "other" })).toEqual([]);
    expect(await models({ seed: 2 })).toEqual([]);
    expect(await models({ part: "valid" })).toEqual([]);
  });

  it("removes a run", async () => {
    const store = await temporaryStore();
    await store.write(rating);
    await store.remove(rating.record.id);
    expect(await store.list()).toEqual([]);
  });

  it("lies where the option, MOVIOLA_RUNS or the working directory says", () => {
    vi.stubEnv("MOVIOLA_RUNS", "");
    expect(new RunStore().directory).toBe(resolve(".moviola/runs"));
    vi.stubEnv("MOVIOLA_RUNS", "elsewhere");
    expect(new RunStore().directory).toBe(resolve("elsewhere"));
    expect(new RunStore("here").directory).toBe(resolve("here"));
  });
});

describe("a damaged run", () => {
  const damages: [string, (folder: string) => Promise<unknown>][] = [
    ["a cut Parquet file", (folder) => truncate(join(folder, "units.parquet"), 100)],
    ["no Parquet file", (folder) => rm(join(folder, "units.parquet"))],
    ["another Parquet file", (folder) => writeFile(join(folder, "units.parquet"), "PAR1")],
    ["a cut record", (folder) => truncate(join(folder, "run.json"), 200)],
    ["an empty record", (folder) => truncate(join(folder, "run.json"), 0)],
    ["a record that is no object", (folder) => writeFile(join(folder, "run.json"), "[1]")],
    ["a metric changed by hand", (folder) => edit(folder, /"mean": \d/, '"mean": 7')],
    ["a manifest changed by hand", (folder) => edit(folder, '"seed": 1', '"seed": 2')],
  ];

  async function edit(folder: string, from: string | RegExp, to: string): Promise<void> {
    const path = join(folder, "run.json");
    const text = await readFile(path, "utf8");
    expect(text).toMatch(from);
    await writeFile(path, text.replace(from, to));
  }

  it.each(damages)(
    "with %s is refused, named, and replaced by writing again",
    async (_n, damage) => {
      const store = await temporaryStore();
      await store.write(rating);
      const folder = join(store.directory, rating.record.id);
      await damage(folder);
      await expect(store.read(rating.record.id)).rejects.toThrow("E_RUN_CORRUPT");
      await store.write(madeLater(rating));
      const again = await store.read(rating.record.id);
      expect(again?.record.startedAt).toBe("2099-01-01T00:00:00.000Z");
      expect(await readdir(store.directory)).toEqual([rating.record.id]);
    },
  );

  it("is made again by runExperiment", async () => {
    const store = await temporaryStore();
    const options = { dataset, split, model: "bias", store };
    const first = await runExperiment(options);
    expect((await runExperiment(options)).fromStore).toBe(true);
    await truncate(join(store.directory, first.record.id, "units.parquet"), 10);
    const second = await runExperiment(options);
    expect(second.fromStore).toBe(false);
    expect(second.record.metrics).toEqual(first.record.metrics);
    expect((await runExperiment(options)).fromStore).toBe(true);
  });

  it("is left out of lists and queries", async () => {
    const store = await temporaryStore();
    await store.write(rating);
    await store.write(ranking);
    await truncate(join(store.directory, rating.record.id, "run.json"), 50);
    expect((await store.list()).map(({ id }) => id)).toEqual([ranking.record.id]);
    expect(await store.query("SELECT id FROM runs")).toEqual([{ id: ranking.record.id }]);
  });

  it("cannot stand under the id of another run", async () => {
    const store = await temporaryStore();
    await store.write(rating);
    const other = join(store.directory, "0123456789abcdef");
    await mkdir(other);
    for (const file of ["run.json", "units.parquet"]) {
      await writeFile(
        join(other, file),
        await readFile(join(store.directory, rating.record.id, file)),
      );
    }
    await expect(store.read("0123456789abcdef")).rejects.toThrow("E_RUN_CORRUPT");
  });

  it("cannot name a metric that its values lack", async () => {
    const store = await temporaryStore();
    await store.write(ranking);
    const path = join(store.directory, ranking.record.id, "run.json");
    const { sha256: _seal, ...record } = JSON.parse(await readFile(path, "utf8")) as StoredRecord;
    const [first] = Object.values(record.metrics);
    const more = { ...record, metrics: { ...record.metrics, "ndcg@7": first } };
    await writeFile(path, JSON.stringify({ ...more, sha256: recordHash(more) }));
    await expect(store.read(ranking.record.id)).rejects.toThrow(/E_RUN_CORRUPT.*column ndcg@7/s);
  });

  it("cannot call itself by another name: it would be listed and not found", async () => {
    const store = await temporaryStore();
    await store.write(rating);
    const path = join(store.directory, rating.record.id, "run.json");
    const { sha256: _seal, ...record } = JSON.parse(await readFile(path, "utf8")) as StoredRecord;
    const renamed = { ...record, id: "0123456789abcdef" };
    const sha256 = recordHash(renamed);
    await writeFile(path, JSON.stringify({ ...renamed, sha256 }));
    await expect(store.read(rating.record.id)).rejects.toThrow(/E_RUN_CORRUPT.*0123456789abcdef/s);
    expect(await store.list()).toEqual([]);
  });
});

describe("leftovers of killed writers", () => {
  it("are not runs, and are cleaned once their writer is gone", async () => {
    const store = await temporaryStore();
    await store.write(rating);
    const gone = `.0123456789abcdef.tmp-${2 ** 22 + 5}-00000000`;
    const alive = `.0123456789abcdef.tmp-${process.pid}-00000000`;
    for (const name of [gone, alive]) await mkdir(join(store.directory, name));
    await writeFile(join(store.directory, gone, "run.json"), "{");
    expect(await store.list()).toHaveLength(1);
    expect(await store.clean()).toEqual([gone]);
    await mkdir(join(store.directory, gone));
    await new RunStore(store.directory).write(rating);
    expect(existsSync(join(store.directory, gone))).toBe(false);
    expect(existsSync(join(store.directory, alive))).toBe(true);
    expect(await store.read(rating.record.id)).toBeDefined();
  });
});

describe("runId", () => {
  it("is 16 hexadecimal digits over all of the manifest but the environment", () => {
    const { environment, ...rest } = rating.record.manifest;
    expect(rating.record.id).toBe(contentHash([canonicalJson(rest)]).slice(0, 16));
    const elsewhere = { ...environment, device: "another", commit: "another", dirty: true };
    expect(runId({ ...rest, environment: elsewhere })).toBe(rating.record.id);
  });
});
