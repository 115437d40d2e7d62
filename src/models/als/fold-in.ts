import { alsCholeskySolver } from "../../compute/kernels/als-cholesky.js";
import { alsRows, paddedWidth } from "../../compute/kernels/als-rows.js";
import { factorGram } from "../../compute/kernels/gram-factors.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { FitInput } from "../contract.js";
import type { ModelState } from "../state.js";
import type { Learned } from "../shared/learned.js";
import { historyArrays, type PositiveTable } from "../shared/positive-table.js";
import { padRows, trimRows } from "../shared/padded-rows.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import { divergedError } from "./fit.js";
import { baseOf, ridgesOf, weighted } from "./problem.js";
import type { AlsSettings } from "./settings.js";

/** The factors of the users of `table`, exact for the item factors of `state`. */
export function foldInAls(
  state: ModelState,
  table: PositiveTable,
  settings: AlsSettings,
  input: FitInput,
): Promise<Learned> {
  const nFactors = stateNumber(state, "nFactors");
  const itemFactors = floatArray(state, "itemFactors", state.nItems * nFactors);
  const byUser = weighted(table, settings, input);
  const width = paddedWidth(nFactors);
  return withWorkspace((workspace, pool) => {
    const rows = alsRows(workspace, { ...byUser, ridges: ridgesOf(byUser, settings) });
    const factors = workspace.float32(table.nItems * width);
    const gram = workspace.float32(width * width);
    const solution = workspace.float32(table.nUsers * width);
    padRows(itemFactors, nFactors, factors, width);
    const grams = factorGram(pool, workspace, table.nItems, width);
    grams.compute(factors, settings.unobservedWeight, gram);
    const system = { nFactors, width, factors, gram, base: baseOf(settings) };
    alsCholeskySolver(pool, workspace, width)(rows, system, solution);
    if (!solution.every(Number.isFinite)) throw divergedError(0);
    return Promise.resolve({
      arrays: {
        userFactors: trimRows(solution, width, nFactors),
        itemFactors,
        ...historyArrays(table),
        historyWeights: byUser.values,
      },
      numbers: { nFactors },
    });
  });
}
