/** A sweep's file as the list of its work. */
import { modelEntry } from "../../models/registry.js";
import { describeSplits } from "../../data/split/make-split.js";
import type { Config } from "../../common/json.js";
import type { RunSettings } from "../options.js";
import { protocolOf } from "../protocol.js";
import { expandModel, type ModelChoice, type ReadTuned } from "./expand-models.js";
import type { CheckedSweep, SweepDataset, SweepModel } from "./specification.js";
import { atPath, sweepFileError } from "./sweep-error.js";
import { unitId, type SweepUnit } from "./unit.js";

/** One line of a sweep's table: a model on a data set and split, with the units of its seeds. */
export interface SweepPlanRow {
  /** Names as the file gives them or makes them. */
  readonly dataset: string;
  readonly split: string;
  readonly model: string;
  /** Ids of units, in the order of the seeds. */
  readonly units: readonly string[];
}

/** The work of a sweep. */
export interface SweepPlan {
  /** By id, each once, in the order of the file: data set, split, seed, model. */
  readonly units: ReadonlyMap<string, SweepUnit>;
  /** In the order of the file: data set, split, model. */
  readonly rows: readonly SweepPlanRow[];
  /** Relative paths of data sets are from here. */
  readonly folder: string;
}

/**
 * The list of independent units that a sweep stands for. Configurations that are equal under two
 * names are one unit in two rows. Throws `E_SWEEP_FILE` for whatever no run could do.
 */
export async function expandSweep(
  sweep: CheckedSweep,
  folder: string,
  readTuned: ReadTuned,
): Promise<SweepPlan> {
  const units = new Map<string, SweepUnit>();
  const rows: SweepPlanRow[] = [];
  checkNames(sweep.datasets.map(datasetLabel));
  const splits = sweep.splits.map((split, at) => checkedSplit(split, `splits[${at}]`));
  for (const dataset of sweep.datasets) {
    const models = await modelsFor(sweep, dataset, readTuned);
    for (const split of splits) {
      const idsOf = models.map((): string[] => []);
      for (const seed of new Set(sweep.seeds)) {
        models.forEach((model, at) => {
          const unit = unitOf(sweep, dataset, split, model, seed);
          const id = unitId(unit);
          units.set(id, units.get(id) ?? unit);
          idsOf[at].push(id);
        });
      }
      const place = { dataset: datasetLabel(dataset), split: splitLabel(split) };
      rows.push(...models.map(({ label }, at) => ({ ...place, model: label, units: idsOf[at] })));
    }
  }
  return { units, rows, folder };
}

/** Two data sets of one name could not be told apart in tables, nor in `tuned`. */
function checkNames(names: readonly string[]): void {
  const at = names.findIndex((name, place) => names.indexOf(name) !== place);
  if (at >= 0) throw sweepFileError(`datasets[${at}]`, "a name of its own", `"${names[at]}" again`);
}

async function modelsFor(
  sweep: CheckedSweep,
  dataset: SweepDataset,
  readTuned: ReadTuned,
): Promise<ModelChoice[]> {
  const models: ModelChoice[] = [];
  for (const [at, entry] of sweep.models.entries()) {
    const { task } = atPath(`models[${at}].model`, () => modelEntry(entry.model));
    if (task === "rating" && dataset.threshold !== undefined) {
      const expected = `ranking models with the threshold of "${datasetLabel(dataset)}"`;
      throw sweepFileError(`models[${at}]`, expected, `"${entry.model}", which predicts ratings`);
    }
    const label = datasetLabel(dataset);
    checkFeatureUse(entry, dataset, `models[${at}]`);
    models.push(...(await expandModel(entry, `models[${at}]`, label, readTuned)));
  }
  return models;
}

/** A model that needs features, and modalities that are knocked out, must find them in the data set. */
function checkFeatureUse(
  { model, knockOut = {} }: SweepModel,
  dataset: SweepDataset,
  path: string,
): void {
  const { features = {} } = dataset;
  const names = Object.keys(features).join(", ") || "none";
  const label = datasetLabel(dataset);
  if (modelEntry(model).features === "required" && Object.keys(features).length === 0) {
    const remedy = 'Give the data set "features": { "image": "<file or stored set>" }';
    throw sweepFileError(path, `features of the data set "${label}"`, names, { remedy });
  }
  const unknown = Object.keys(knockOut).find((name) => !Object.hasOwn(features, name));
  if (unknown === undefined) return;
  const expected = `a modality of the data set "${label}": ${names}`;
  throw sweepFileError(`${path}.knockOut.${unknown}`, expected, unknown);
}

interface CheckedSplit {
  readonly name: string;
  readonly settings: Config;
  readonly seeded: boolean;
}

function checkedSplit(
  { name, ...settings }: CheckedSweep["splits"][number],
  path: string,
): CheckedSplit {
  const recipe = describeSplits().find((candidate) => candidate.name === name);
  if (recipe === undefined) {
    const names = describeSplits().map((candidate) => candidate.name);
    throw sweepFileError(`${path}.name`, `one of ${names.join(", ")}`, JSON.stringify(name));
  }
  for (const [setting, value] of Object.entries(settings)) {
    const known = Object.hasOwn(recipe.settings, setting) ? recipe.settings[setting] : undefined;
    const type = known === "number" ? "number" : typeof known;
    if (typeof value === type) continue;
    const where = `${path}.${setting}`;
    if (known !== undefined) throw sweepFileError(where, `a ${type}`, JSON.stringify(value));
    const names = Object.keys(recipe.settings).join(", ") || "no settings";
    throw sweepFileError(where, names, `an unknown setting of "${name}"`, {
      ...(setting === "seed" ? { remedy: "Give `seeds`, and `splitSeed` to hold the split" } : {}),
    });
  }
  return { name, settings, seeded: recipe.seeded };
}

function unitOf(
  sweep: CheckedSweep,
  { data, threshold, filters = [], features }: SweepDataset,
  { name, settings, seeded }: CheckedSplit,
  { id, config, knockOut }: ModelChoice,
  seed: number,
): SweepUnit {
  const { splitSeed = seed, mask, relevance } = sweep;
  const measured: Pick<RunSettings, "metrics" | "topK"> = {
    ...(sweep.metrics === undefined ? {} : { metrics: sweep.metrics }),
    ...(sweep.topK === undefined ? {} : { topK: sweep.topK }),
  };
  const protocol = atPath("metrics", () =>
    protocolOf(measured as RunSettings, modelEntry(id), "test"),
  );
  return {
    schema: 1,
    dataset: {
      data,
      ...(threshold === undefined ? {} : { threshold }),
      filters,
      ...(features === undefined ? {} : { features }),
    },
    split: { name, settings, ...(seeded ? { seed: splitSeed } : {}) },
    model: { id, config, ...(knockOut === undefined ? {} : { knockOut }) },
    seed,
    metrics: protocol.metrics,
    ...(mask === undefined ? {} : { mask }),
    ...(relevance === undefined ? {} : { relevance }),
  };
}

function datasetLabel({ data, name, threshold, filters = [] }: SweepDataset): string {
  if (name !== undefined) return name;
  const parts = threshold === undefined ? [] : [`>= ${threshold}`];
  return [data, ...parts, ...filters.map(({ filter }) => filter)].join(", ");
}

function splitLabel({ name, settings }: CheckedSplit): string {
  const words = Object.entries(settings).map(([setting, value]) => `${setting}=${value}`);
  return [name, ...words].join(" ");
}
