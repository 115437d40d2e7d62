import type { ProgressListener } from "../../common/progress.js";
import { RunStore } from "../store/run-store.js";
import type { SweepPlan } from "./expand-sweep.js";
import { groupBy } from "./group-by.js";
import { runBatch, type BatchSurroundings, type UnitOutcome } from "./run-batch.js";
import { idsOfShard, type Shard } from "./shard.js";
import { summariseSweep, type SweepRow } from "./summarise-sweep.js";
import type { SweepUnit } from "./unit.js";
import { UnitNotes, type UnitState } from "./unit-notes.js";
import { datasetKey } from "./unit-source.js";

/** Settings of {@link runSweep}. */
export interface SweepOptions {
  /** Where runs are kept; default `new RunStore()`. */
  readonly store?: RunStore;
  /** Does this part alone; default all of it. */
  readonly shard?: Shard;
  /** Units that are worked on at once; default one a core. Changes no number. */
  readonly workers?: number;
  readonly onProgress?: ProgressListener;
  /** Stops the sweep; the promise is rejected with the signal's reason. What is done stays done. */
  readonly signal?: AbortSignal;
}

/** What a sweep gives. */
export interface SweepResult {
  /** What came of each unit of the shard, by id, in the order of the plan. */
  readonly outcomes: ReadonlyMap<string, UnitOutcome>;
  /** The whole sweep's table, over all units that the store has results of, other shards' too. */
  readonly rows: readonly SweepRow[];
}

/**
 * Does the units of a sweep that have no result yet: each one a run of the store (`runExperiment`), so
 * that a sweep that was stopped at any moment goes on where it was, and gives the same records (all but
 * `startedAt`, `seconds` and `peakMemoryBytes`) whatever the number of workers. A unit that fails is
 * noted and tried again by the next call; the others still run. Throws `E_SWEEP_SHARD`,
 * `E_PARALLEL_OPTION`.
 *
 * @example
 * const plan = await planSweep({ datasets: ["demo"], splits: ["per-user-random"], models: ["bias"] });
 * const { rows } = await runSweep(plan, { workers: 2 });
 */
export async function runSweep(plan: SweepPlan, options: SweepOptions = {}): Promise<SweepResult> {
  const { store = new RunStore(), shard = { index: 1, count: 1 }, signal, onProgress } = options;
  const wanted = idsOfShard(plan.units.keys(), shard);
  const notes = new UnitNotes(store);
  const outcomes = new Map<string, UnitOutcome>();
  const surroundings: BatchSurroundings = {
    folder: plan.folder,
    store,
    notes,
    workers: options.workers,
    signal,
    onOutcome(id, outcome) {
      outcomes.set(id, outcome);
      const note = noteOf(plan.units.get(id)!, outcome);
      onProgress?.({ task: "sweep", done: outcomes.size, total: wanted.size, unit: "units", note });
    },
  };
  const units = [...plan.units].filter(([id]) => wanted.has(id));
  for (const batch of groupBy(units, ([, unit]) => datasetKey(unit)).values()) {
    signal?.throwIfAborted();
    await runBatch(batch, surroundings);
  }
  const states = new Map<string, UnitState>(outcomes);
  for (const id of plan.units.keys()) {
    if (!states.has(id)) states.set(id, await notes.stateOf(id));
  }
  const ordered = units.map(([id]): [string, UnitOutcome] => [id, outcomes.get(id)!]);
  return { outcomes: new Map(ordered), rows: summariseSweep(plan, states) };
}

/** Where every unit of a sweep stands, by id in the order of the plan. Reads no data, runs nothing. */
export async function inspectSweep(
  plan: SweepPlan,
  store: RunStore = new RunStore(),
): Promise<Map<string, UnitState>> {
  const notes = new UnitNotes(store);
  const states = new Map<string, UnitState>();
  for (const id of plan.units.keys()) states.set(id, await notes.stateOf(id));
  return states;
}

function noteOf({ model, seed }: SweepUnit, outcome: UnitOutcome): string {
  const how = outcome.state === "failed" ? "failed" : outcome.fromStore ? "from the store" : "done";
  return `${model.id}, seed ${seed}: ${how}`;
}
