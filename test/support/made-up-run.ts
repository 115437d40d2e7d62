import type { Manifest, PerUnitValues, RunRecord, StoredRun } from "../../src/experiment/index.js";
import { runId } from "../../src/experiment/index.js";
import { createModel } from "../../src/models/index.js";

/** What a made-up run says; the rest is standard. */
export interface MadeUpRun {
  readonly model: string;
  readonly seed?: number;
  readonly split?: string;
  readonly config?: Manifest["model"]["config"];
  readonly dataset?: string;
  readonly part?: string;
  readonly features?: Manifest["features"];
  readonly warnings?: readonly string[];
}

function manifestOf(run: MadeUpRun, task: "ranking" | "rating", metrics: string[]): Manifest {
  const { model, seed = 1, split = "split-1", dataset = "data", part = "test" } = run;
  const { config } = createModel(model, run.config ?? {}).describe();
  return {
    schema: 1,
    task,
    dataset: { name: dataset, hash: dataset, invented: true },
    split: { name: "per-user-random", settings: {}, seed: 1, hash: split },
    model: { id: model, config },
    features: run.features ?? {},
    metrics,
    protocol: { part },
    seed,
    code: { hash: "code", lockfileHash: "lock" },
    environment: {
      moviola: "0.0.0",
      commit: "unknown",
      dirty: false,
      node: "v20",
      platform: "linux x64",
      device: "CPU",
    },
  };
}

function storedRun(
  run: MadeUpRun,
  manifest: Manifest,
  units: PerUnitValues,
  means: Record<string, number>,
): StoredRun {
  const record: RunRecord = {
    id: runId(manifest),
    manifest,
    metrics: Object.fromEntries(
      Object.entries(means).map(([name, mean]) => {
        return [name, { mean, low: mean, high: mean, n: units.userIndex.length }];
      }),
    ),
    curve: [],
    epochs: 0,
    skippedUsers: 0,
    warnings: run.warnings ?? [],
    startedAt: "2030-01-01T00:00:00.000Z",
    seconds: { fit: 1, evaluate: 1 },
    peakMemoryBytes: 1,
  };
  return { record, units };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A ranking run with `ndcg@10` of each user given. */
export function rankingRun(
  run: MadeUpRun,
  values: readonly number[],
  users: readonly number[] = [...values.keys()],
): StoredRun {
  const units: PerUnitValues = {
    unit: "user",
    userIndex: Int32Array.from(users),
    values: { "ndcg@10": Float64Array.from(values) },
  };
  const manifest = manifestOf(run, "ranking", ["ndcg@10"]);
  return storedRun(run, manifest, units, { "ndcg@10": mean(values) });
}

/** A rating run with a true rating of 3 throughout and the error of each prediction given. */
export function ratingRun(run: MadeUpRun, errors: readonly number[]): StoredRun {
  const units: PerUnitValues = {
    unit: "rating",
    userIndex: Int32Array.from(errors.keys()),
    itemIndex: Int32Array.from(errors.keys()),
    values: {
      prediction: Float64Array.from(errors, (error) => 3 + error),
      rating: Float64Array.from(errors, () => 3),
    },
  };
  return storedRun(run, manifestOf(run, "rating", ["rmse", "mae"]), units, {
    rmse: Math.sqrt(mean(errors.map((error) => error ** 2))),
    mae: mean(errors.map(Math.abs)),
  });
}
