import { expect, test } from "vitest";
import { createRandom } from "../../src/compute/random.js";
import {
  compareRuns,
  knockOut,
  knockOutKinds,
  knockOutRuns,
  runExperiment,
  type KnockOutKind,
} from "../../src/experiment/index.js";
import type { FeatureMatrix, FitInput, RatingPredictor } from "../../src/models/contract.js";
import type { ModelEntry } from "../../src/models/model-entry.js";
import { ratingModels } from "../../src/models/registry.js";
import { rejectionCode, codeOf } from "../cli/support/code-of.js";
import { campDataset, campSplit } from "../support/experiment-data.js";
import { stubPredictor } from "../support/stub-models.js";

const dataset = campDataset();
const split = campSplit(dataset);

/** Forty items, of which two have no vector, in three columns of their own mean and spread. */
function matrix(seed: number): FeatureMatrix {
  const random = createRandom(seed, "test/knock-out");
  const missing = Uint8Array.from({ length: 40 }, (_unused, item) =>
    item === 3 || item === 9 ? 1 : 0,
  );
  const values = Float32Array.from({ length: 120 }, (_unused, place) =>
    missing[Math.floor(place / 3)] === 1
      ? 0
      : (place % 3) * 10 + (1 + (place % 3)) * random.normal(),
  );
  return { nItems: 40, dim: 3, values, missing };
}

const features = { image: matrix(1), text: matrix(2) };

function rowsOf({ nItems, dim, values }: FeatureMatrix): string[] {
  return Array.from({ length: nItems }, (_unused, item) =>
    [...values.subarray(item * dim, (item + 1) * dim)].join(" "),
  );
}

/** Mean and standard deviation of a column over the items with a vector. */
function moments({ nItems, dim, values, missing }: FeatureMatrix, at: number): [number, number] {
  const column = Array.from({ length: nItems }, (_unused, item) => values[item * dim + at]);
  const own = column.filter((_value, item) => missing[item] === 0);
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  const square = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
  return [mean, Math.sqrt(square)];
}

test("permuted: the same rows at other items; those without a vector stay so", () => {
  const { image, text } = knockOut(features, "image", "permuted");
  expect(text).toBe(features.text);
  expect(image.missing).toEqual(features.image.missing);
  expect(rowsOf(image).sort()).toEqual(rowsOf(features.image).sort());
  const kept = rowsOf(image).filter((row, item) => row === rowsOf(features.image)[item]);
  expect(kept.length).toBeLessThan(10);
  expect(rowsOf(image)[3]).toBe("0 0 0");
});

test("noise: other numbers of the same mean and spread", () => {
  const { image } = knockOut(features, "image", "noise");
  expect(image.missing).toEqual(features.image.missing);
  const before = rowsOf(features.image);
  const kept = rowsOf(image).filter((row) => before.includes(row));
  expect(kept).toEqual(["0 0 0", "0 0 0"]);
  for (const at of [0, 1, 2]) {
    const [mean, spread] = moments(features.image, at);
    const [drawnMean, drawnSpread] = moments(image, at);
    // Standard errors over 38 items: spread / 6.2 of the mean, spread / 8.7 of the spread; four of them.
    expect(Math.abs(drawnMean - mean)).toBeLessThan((4 * spread) / Math.sqrt(38));
    expect(Math.abs(drawnSpread - spread)).toBeLessThan((4 * spread) / Math.sqrt(76));
  }
});

test("constant: the mean vector for every item", () => {
  const { image } = knockOut(features, "image", "constant");
  expect(new Set(rowsOf(image)).size).toBe(1);
  expect([...image.missing].every((mark) => mark === 0)).toBe(true);
  for (const at of [0, 1, 2])
    expect(image.values[at]).toBeCloseTo(moments(features.image, at)[0], 5);
});

test("absent: taken away, or zeros where it stands alone", () => {
  expect(knockOut(features, "image", "absent")).toEqual({ text: features.text });
  const { image } = knockOut({ image: features.image }, "image", "absent");
  expect(image.values).toEqual(new Float32Array(120));
  expect(image.missing).toEqual(new Uint8Array(40));
});

test("the seed decides, and nothing given is changed", () => {
  const before = structuredClone(features);
  for (const kind of ["permuted", "noise"] as const) {
    const drawn = (seed: number) => rowsOf(knockOut(features, "image", kind, { seed }).image);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(2)).not.toEqual(drawn(1));
  }
  expect(features).toEqual(before);
});

test("another modality and another kind are refused", () => {
  const refused = "E_EXPERIMENT_KNOCK_OUT";
  expect(codeOf(() => knockOut(features, "audio", "noise"))).toBe(refused);
  expect(codeOf(() => knockOut(features, "image", "loud" as KnockOutKind))).toBe(refused);
  expect(codeOf(() => knockOut({}, "toString", "noise"))).toBe(refused);
});

/** Runs `work` while the registry has a model that keeps its inputs. */
async function withStub(
  use: "required" | "optional",
  work: (inputs: FitInput[]) => Promise<unknown>,
): Promise<void> {
  const inputs: FitInput[] = [];
  const fit = (input: FitInput) => {
    inputs.push(input);
    return Promise.resolve({ epochs: 0, curve: [] });
  };
  const create = (): RatingPredictor => ({ ...stubPredictor(() => 3), fit });
  const models = ratingModels as ModelEntry<RatingPredictor>[];
  models.push({ id: "stub", task: "rating", features: use, defaults: {}, searchSpace: {}, create });
  try {
    await work(inputs);
  } finally {
    models.pop();
  }
}

const options = { dataset, split, model: "stub", features, store: false } as const;

test("a run learns from what is left, by its seed, and its manifest says so", async () => {
  await withStub("required", async (inputs) => {
    const runs = await knockOutRuns(options, ["image", "text"], knockOutKinds, [1, 2]);
    expect(runs).toHaveLength(16);
    expect(new Set(runs.map(({ record }) => record.id)).size).toBe(16);
    expect(runs[0].record.manifest).toMatchObject({ seed: 1, knockOut: { image: "permuted" } });
    expect(inputs[1].features).toEqual(knockOut(features, "image", "permuted", { seed: 2 }));
    expect(Object.keys(inputs[6].features ?? {})).toEqual(["text"]);
    const intact = await runExperiment(options);
    expect("knockOut" in intact.record.manifest).toBe(false);
    expect(intact.record.manifest.features).toEqual(runs[0].record.manifest.features);
  });
});

test("all modalities absent: none for a model that can do without, zeros for one that cannot", async () => {
  const knocked = { ...options, knockOut: { image: "absent", text: "absent" } } as const;
  await withStub("optional", async (inputs) => {
    await runExperiment(knocked);
    expect(inputs[0].features).toBeUndefined();
  });
  await withStub("required", async (inputs) => {
    await runExperiment(knocked);
    expect(inputs[0].features?.text.values).toEqual(new Float32Array(120));
  });
});

test("they are rows of a comparison beside the intact model, seeds pooled", async () => {
  const config = { epochs: 1, embeddingSize: 2 };
  const trained = { ...options, model: "vbpr", config, metrics: ["recall@10"] };
  const runs = [];
  for (const seed of [1, 2]) runs.push(await runExperiment({ ...trained, seed }));
  runs.push(...(await knockOutRuns(trained, ["image"], ["permuted", "absent"], [1, 2])));
  const { rows } = compareRuns(runs);
  expect(rows.map(({ label }) => label.replace(/ \(.*\)/, "")).sort()).toEqual([
    "vbpr",
    "vbpr, image absent",
    "vbpr, image permuted",
  ]);
});

test("a model that does not look at features has nothing to knock out", async () => {
  const run = runExperiment({ ...options, model: "bias", knockOut: { image: "noise" } });
  expect(await rejectionCode(run)).toBe("E_EXPERIMENT_KNOCK_OUT");
  await withStub("required", async () => {
    const unknown = runExperiment({ ...options, knockOut: { audio: "noise" } });
    expect(await rejectionCode(unknown)).toBe("E_EXPERIMENT_KNOCK_OUT");
  });
});
