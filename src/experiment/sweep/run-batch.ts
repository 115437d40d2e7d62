/** One data set's part of a sweep: read once, split once a recipe and seed, its units side by side. */
import type { Dataset } from "../../data/dataset.js";
import { modelEntry } from "../../models/registry.js";
import { featureHashes } from "../manifest/identity.js";
import { runUnits } from "../parallel/run-units.js";
import type { RunUnit, UnitData, UnitResult } from "../parallel/run-unit.js";
import type { RunRecord } from "../run-record.js";
import type { RunStore } from "../store/run-store.js";
import { groupBy } from "./group-by.js";
import { failureOf, type UnitFailure, type UnitNotes } from "./unit-notes.js";
import { loadUnitDataset, loadUnitFeatures, makeUnitSplit, splitKey } from "./unit-source.js";
import type { SweepUnit } from "./unit.js";

/** What came of a unit. */
export type UnitOutcome =
  | {
      readonly state: "done";
      readonly record: RunRecord;
      /** True when nothing was computed. */
      readonly fromStore: boolean;
    }
  | { readonly state: "failed"; readonly failure: UnitFailure };

/** What all batches of a sweep share. */
export interface BatchSurroundings {
  /** Relative paths of data sets are from here. */
  readonly folder: string;
  readonly store: RunStore;
  readonly notes: UnitNotes;
  readonly workers: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** Called once a unit, as soon as it is known what came of it. */
  readonly onOutcome: (id: string, outcome: UnitOutcome) => void;
}

type Units = readonly (readonly [id: string, unit: SweepUnit])[];

/** Rows of splits that are held at a time; a single split may have more. */
const rowsAtOnce = 2 ** 25;

/**
 * Does the units of one data set, those without a result first looked up in the store. A unit that
 * fails fails alone; where the data cannot be read or split, all units that need it fail.
 */
export async function runBatch(units: Units, around: BatchSurroundings): Promise<void> {
  let dataset: Dataset;
  let features: UnitData["features"];
  try {
    dataset = await loadUnitDataset(units[0][1].dataset, around.folder);
    features = await loadUnitFeatures(dataset, units[0][1].dataset, around.folder);
  } catch (error) {
    await failAll(units, error, around);
    return;
  }
  const hashes = featureHashes(features);
  const open: (readonly [string, SweepUnit])[] = [];
  for (const [id, unit] of units) {
    const used = modelEntry(unit.model.id).features === undefined ? {} : hashes;
    const known = await around.notes.stateOf(id, { dataset: dataset.contentHash, features: used });
    if (known.state === "done") around.onOutcome(id, { ...known, fromStore: true });
    else open.push([id, unit]);
  }
  const bySplit = groupBy(open, ([, unit]) => splitKey(unit));
  const groups = [...bySplit.values()];
  const size = Math.max(1, Math.floor(rowsAtOnce / dataset.interactions.nRows));
  for (let start = 0; start < groups.length; start += size) {
    await runGroups(groups.slice(start, start + size), { dataset, features }, around);
  }
}

/** Splits the data for each group of units, and does the units of all groups. */
async function runGroups(
  groups: readonly Units[],
  { dataset, features }: { dataset: Dataset; features: UnitData["features"] },
  around: BatchSurroundings,
): Promise<void> {
  const data: Record<string, UnitData> = {};
  const work: { id: string; unit: SweepUnit; runUnit: RunUnit }[] = [];
  for (const units of groups) {
    around.signal?.throwIfAborted();
    const key = splitKey(units[0][1]);
    try {
      const split = makeUnitSplit(dataset, units[0][1].split);
      data[key] = { dataset, split, ...(features === undefined ? {} : { features }) };
    } catch (error) {
      await failAll(units, error, around);
      continue;
    }
    work.push(...units.map(([id, unit]) => ({ id, unit, runUnit: runUnitOf(unit, key) })));
  }
  let written: Promise<void> = Promise.resolve();
  const { store, workers, signal } = around;
  const onUnit = (result: UnitResult, at: number): void => {
    const { id, unit } = work[at];
    written = written.then(() => keep(id, unit, result, around));
    // Awaited below; a rejection before that must not end the process.
    written.catch(() => undefined);
  };
  await runUnits(
    work.map(({ runUnit }) => runUnit),
    {
      data,
      store,
      onUnit,
      ...(workers === undefined ? {} : { workers }),
      ...(signal === undefined ? {} : { signal }),
    },
  ).finally(() => written);
}

async function keep(
  id: string,
  unit: SweepUnit,
  result: UnitResult,
  { notes, onOutcome }: BatchSurroundings,
): Promise<void> {
  if (result.state === "done") {
    const { record, fromStore } = result;
    await notes.writeDone(id, unit, record.id);
    onOutcome(id, { state: "done", record, fromStore });
  } else {
    const failure = failureOf(result.error);
    await notes.writeFailed(id, unit, failure);
    onOutcome(id, { state: "failed", failure });
  }
}

async function failAll(
  units: Units,
  error: unknown,
  { notes, onOutcome, signal }: BatchSurroundings,
): Promise<void> {
  signal?.throwIfAborted();
  const failure = failureOf(error);
  for (const [id, unit] of units) {
    await notes.writeFailed(id, unit, failure);
    onOutcome(id, { state: "failed", failure });
  }
}

function runUnitOf({ model, seed, metrics, mask, relevance }: SweepUnit, data: string): RunUnit {
  return {
    data,
    part: "test",
    model: model.id,
    config: model.config,
    ...(model.knockOut === undefined ? {} : { knockOut: model.knockOut }),
    seed,
    metrics,
    ...(mask === undefined ? {} : { mask }),
    ...(relevance === undefined ? {} : { relevance }),
  };
}
