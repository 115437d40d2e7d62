import { availableParallelism } from "node:os";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  runExperiment,
  runUnits,
  tuningParts,
  type RunUnit,
  type UnitResult,
} from "../../../src/experiment/index.js";
import { workerFile } from "../../../src/experiment/parallel/worker-file.js";
import { workerCount } from "../../../src/experiment/parallel/run-units.js";
import { builtLibrary } from "../../support/built-library.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

const dataset = campDataset();
const split = campSplit(dataset);
const data = {
  search: { dataset, split: tuningParts(split) },
  whole: { dataset, split },
};
const unit = (neighbours: number, part: "valid" | "test" = "valid"): RunUnit => ({
  data: part === "valid" ? "search" : "whole",
  part,
  model: "item-knn",
  config: { neighbours },
  metrics: ["ndcg@10"],
});
const units = [unit(2), unit(5, "test"), unit(10), unit(40, "test"), unit(20), unit(30)];

/** The means of what was done, codes of what failed. */
function outcomes(results: readonly UnitResult[]): (number | string)[] {
  return results.map((result) =>
    result.state === "done"
      ? result.record.metrics["ndcg@10"].mean
      : result.error.message.split(":", 1)[0],
  );
}

/** Workers of these tests that have not ended, and how many there ever were. */
const alive = new Set<Worker>();
let nStarted = 0;
beforeAll(() => {
  // From here on: the test runner may have workers of its own.
  process.on("worker", (worker) => {
    nStarted++;
    alive.add(worker);
    worker.on("exit", () => alive.delete(worker));
  });
});
afterEach(() => expect(alive.size).toBe(0));

const withoutWorkers = await runUnits(units, { data, workers: 1, store: false });
const fixture = (name: string): string => join(import.meta.dirname, `${name}.mjs`);

describe("runUnits in the calling thread", () => {
  it("does what runExperiment does, in the order of the units", async () => {
    const config = { neighbours: 5 };
    const options = { dataset, split, model: "item-knn", config, metrics: ["ndcg@10"] } as const;
    const run = await runExperiment({ ...options, store: false });
    expect(outcomes(withoutWorkers)[1]).toBe(run.record.metrics["ndcg@10"].mean);
    expect(withoutWorkers.map((result) => result.unit)).toEqual(units);
    expect(new Set(outcomes(withoutWorkers)).size).toBeGreaterThan(4);
  });

  it("measures on validation the same with a whole split as without its test part", async () => {
    const whole = { ...unit(2), data: "whole" };
    const results = await runUnits([whole], { data, workers: 1, store: false });
    const [one, other] = [results[0], withoutWorkers[0]];
    if (one.state !== "done" || other.state !== "done") throw new Error("a unit failed");
    expect(one.record.id).toBe(other.record.id);
  });

  it("lets a unit fail alone, and refuses test units of a search", async () => {
    const wrong: RunUnit[] = [
      { ...unit(2), model: "no-such-model" },
      { ...unit(2), data: "elsewhere" },
      { ...unit(2), part: "test" },
      unit(2),
    ];
    const results = await runUnits(wrong, { data, workers: 1, store: false });
    const codes = ["E_MODEL_UNKNOWN", "E_PARALLEL_UNIT", "E_PARALLEL_UNIT"];
    expect(outcomes(results)).toEqual([...codes, outcomes(withoutWorkers)[0]]);
  });

  it("refuses a number of workers that is none; the default is one a core", async () => {
    for (const workers of [0, -1, 1.5, Number.NaN, 1e9]) {
      await expect(runUnits(units, { data, workers })).rejects.toThrow("E_PARALLEL_OPTION");
    }
    expect(workerCount(undefined)).toBe(availableParallelism());
    expect(await runUnits([], { data })).toEqual([]);
  });

  it("stops when the signal does", async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const onUnit = (_result: UnitResult, index: number): void => {
      seen.push(index);
      stop.abort(new Error("enough"));
    };
    const options = { data, workers: 1, store: false, signal: stop.signal, onUnit } as const;
    await expect(runUnits(units, options)).rejects.toThrow("enough");
    expect(seen).toEqual([0]);
    await expect(runUnits(units, options)).rejects.toThrow("enough");
  });

  it("takes the place of workers that cannot start", async () => {
    for (const workerFile of ["/no/such/worker.js", fixture("dies-at-start")]) {
      const results = await runUnits(units, { data, workers: 2, store: false, workerFile });
      expect(outcomes(results)).toEqual(outcomes(withoutWorkers));
    }
  });
});

describe("workers that do not do their work", () => {
  it("die with a unit, which fails with a code, and are replaced", async () => {
    const results = await runUnits(units, {
      data,
      workers: 2,
      store: false,
      workerFile: fixture("dies-at-some"),
      resourceLimits: { maxOldGenerationSizeMb: 16 },
    });
    const states = results.map((result) => result.state);
    expect(states).toEqual(["done", "done", "failed", "failed", "done", "failed"]);
    expect(outcomes(results).slice(2, 4)).toEqual(["E_PARALLEL_WORKER", "E_PARALLEL_WORKER"]);
    const failed = results.flatMap((result) => (result.state === "failed" ? [result.error] : []));
    expect(failed[0].message).toContain("exit code 7");
    expect(failed[1].message).toContain("thrown out of turn");
    expect(failed[2].message).toMatch(/memory|heap/i);
  }, 30_000);

  it("die by chance: their unit is done by another, and nothing is lost", async () => {
    const store = await temporaryStore();
    await mkdir(store.directory, { recursive: true });
    const workerFile = fixture("dies-once");
    const results = await runUnits(units, { data, workers: 2, store, workerFile });
    expect(results.map(({ state }) => state)).toEqual(units.map(() => "done"));
    expect(await readdir(store.directory)).toEqual(["died"]);
  });

  it("are ended by force when they do not listen", async () => {
    const stop = new AbortController();
    const workerFile = fixture("never-answers");
    const options = { data, workers: 2, store: false, workerFile, signal: stop.signal } as const;
    setTimeout(() => stop.abort(new Error("enough")), 200);
    await expect(runUnits(units, options)).rejects.toThrow("enough");
    expect(alive.size).toBe(0);
  });
});

describe.skipIf(builtLibrary() === undefined)("workers (need the built library)", () => {
  it("have a file", () => {
    expect(workerFile()).toMatch(/worker\.js$/);
  });

  it.each([2, 3])("%i give the numbers of none, in the order of the units", async (workers) => {
    const order: number[] = [];
    const results = await runUnits(units, {
      data,
      workers,
      store: false,
      onUnit: (_result, index) => order.push(index),
    });
    expect(outcomes(results)).toEqual(outcomes(withoutWorkers));
    expect(results.map((result) => result.unit)).toEqual(units);
    expect(order.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("keep runs in the store they were given, and find them there", async () => {
    const store = await temporaryStore();
    const first = await runUnits(units, { data, workers: 2, store });
    expect(await readdir(store.directory)).toHaveLength(units.length);
    const again = await runUnits(units, { data, workers: 2, store });
    const states = again.map((result) => result.state === "done" && result.fromStore);
    expect(states).toEqual(units.map(() => true));
    expect(outcomes(again)).toEqual(outcomes(first));
  });

  it("give errors back with their code, details and cause", async () => {
    const wrong = [unit(2), { ...unit(2), config: { neighbours: -1 } }];
    const here = await runUnits(wrong, { data, workers: 1, store: false });
    const there = await runUnits(wrong, { data, workers: 2, store: false });
    const [one, other] = [here[1], there[1]];
    if (one.state !== "failed" || other.state !== "failed") throw new Error("nothing failed");
    expect(other.error).toMatchObject({ code: "E_MODEL_CONFIG", message: one.error.message });
    expect(other.error).toHaveProperty("details", (one.error as never)["details"]);
  });

  it("stop between two steps of a fit, and none is left", async () => {
    const stop = new AbortController();
    const slow = {
      ...unit(2),
      model: "svd-pp",
      config: { epochs: 100_000, patience: 0 },
      metrics: ["rmse"],
    };
    setTimeout(() => stop.abort(new Error("enough")), 1500);
    const options = { data, workers: 2, store: false, signal: stop.signal } as const;
    const before = nStarted;
    await expect(runUnits([slow, slow, slow], options)).rejects.toThrow("enough");
    expect(nStarted).toBe(before + 2);
    expect(alive.size).toBe(0);
  });
});
