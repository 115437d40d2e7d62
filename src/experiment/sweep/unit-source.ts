/** The data that units of a sweep work on, read once and split once. */
import { existsSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { canonicalJson } from "../../common/hash.js";
import type { Dataset } from "../../data/dataset.js";
import {
  kCore,
  mergeDuplicateItems,
  mergeDuplicatePairs,
  minimumCounts,
  positivesByThreshold,
} from "../../data/filter/index.js";
import { loadDataset } from "../../data/read/load-dataset.js";
import { makeSplit } from "../../data/split/make-split.js";
import type { Split } from "../../data/split/split.js";
import type { FeatureMatrix } from "../../models/contract.js";
import { readFeatures } from "../given-features/read-features.js";
import type { SweepFilter } from "./specification.js";
import type { SweepUnit } from "./unit.js";

/** Names the data set of a unit, filters included. */
export function datasetKey(unit: SweepUnit): string {
  return canonicalJson(unit.dataset);
}

/** Names the data set of a unit and its split. */
export function splitKey(unit: SweepUnit): string {
  return canonicalJson([unit.dataset, unit.split]);
}

/** Loads the data set of a unit and applies threshold and filters; relative paths are from `folder`. */
export async function loadUnitDataset(
  { data, threshold, filters }: SweepUnit["dataset"],
  folder: string,
): Promise<Dataset> {
  const loaded = await loadDataset(pathOf(data, folder));
  const positives = threshold === undefined ? loaded : positivesByThreshold(loaded, threshold);
  return filters.reduce(applyFilter, positives);
}

/** The features of a unit's data set by modality, in the order of its items; undefined without any. */
export async function loadUnitFeatures(
  dataset: Dataset,
  { features }: SweepUnit["dataset"],
  folder: string,
): Promise<Readonly<Record<string, FeatureMatrix>> | undefined> {
  if (features === undefined) return undefined;
  const read: Record<string, FeatureMatrix> = {};
  for (const [name, source] of Object.entries(features)) {
    const beside = resolve(folder, source);
    const path = existsSync(beside) ? beside : source;
    read[name] = (await readFeatures(dataset, name, path)).matrix;
  }
  return read;
}

/** A text that begins with a dot is a path beside the sweep's file; else a name goes before a path. */
function pathOf(data: string, folder: string): string {
  const beside = resolve(folder, data);
  const isPath = /^\.{1,2}[/\\]/.test(data) || (/[/\\]/.test(data) && existsSync(beside));
  return isPath && !isAbsolute(data) ? beside : data;
}

function applyFilter(dataset: Dataset, given: SweepFilter): Dataset {
  switch (given.filter) {
    case "k-core":
      return kCore(dataset, countsOf(given));
    case "minimum-counts":
      return minimumCounts(dataset, countsOf(given));
    case "merge-duplicate-pairs":
      return mergeDuplicatePairs(dataset, given.keep).dataset;
    case "merge-duplicate-items":
      return mergeDuplicateItems(dataset, given).dataset;
  }
}

function countsOf({
  users = 0,
  items = 0,
}: {
  readonly users?: number | undefined;
  readonly items?: number | undefined;
}): { users: number; items: number } {
  return { users, items };
}

/** Splits the data set as the unit asks. */
export function makeUnitSplit(
  dataset: Dataset,
  { name, settings, seed }: SweepUnit["split"],
): Split {
  return makeSplit(dataset, { ...settings, name, ...(seed === undefined ? {} : { seed }) });
}
