import { resolve } from "node:path";
import { expandSweep, type SweepPlan } from "./expand-sweep.js";
import type { SweepSpecification } from "./specification.js";
import { checkSweep, readSweepFile } from "./sweep-file.js";
import { tunedReader } from "./tuned-config.js";

/**
 * The work that a specification stands for; relative paths in it are from `folder` (default the
 * working folder). Throws `E_SWEEP_FILE`, `E_SELECT_FILE`.
 */
export async function planSweep(
  specification: SweepSpecification,
  folder = ".",
): Promise<SweepPlan> {
  const from = resolve(folder);
  return expandSweep(checkSweep(specification), from, tunedReader(from));
}

/**
 * As {@link planSweep}, of a file with JSON; relative paths in it are from its folder. `features` go to
 * every data set that names none of that modality.
 */
export async function readSweep(
  path: string,
  features: Readonly<Record<string, string>> = {},
): Promise<SweepPlan> {
  const { sweep, folder } = await readSweepFile(path);
  const hasMore = Object.keys(features).length > 0;
  const datasets = sweep.datasets.map((dataset) =>
    hasMore ? { ...dataset, features: { ...features, ...dataset.features } } : dataset,
  );
  return expandSweep({ ...sweep, datasets }, folder, tunedReader(folder));
}
