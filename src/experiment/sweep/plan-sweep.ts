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

/** As {@link planSweep}, of a file with JSON; relative paths in it are from its folder. */
export async function readSweep(path: string): Promise<SweepPlan> {
  const { sweep, folder } = await readSweepFile(path);
  return expandSweep(sweep, folder, tunedReader(folder));
}
