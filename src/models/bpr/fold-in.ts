import { foldInUsers } from "../../compute/kernels/bpr-fold-in.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import { createRandom } from "../../compute/random.js";
import type { FitInput } from "../contract.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { Learned } from "../shared/learned.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { floatArray } from "../shared/state-arrays.js";
import type { ModelState } from "../state.js";
import { emptyFactors, factorArrays, rowWidth, takeItems } from "./factors.js";
import type { BprSettings } from "./settings.js";
import { mostTries } from "./sgd.js";

const mostEpochs = 100;

// Adam's settings do not carry over to plain descent on one row.
const adamRates = { learningRate: 0.05, regularisation: 0.01 };

/** Learns vectors of new users with all items held fixed; see `foldInUsers`. */
export async function foldInBpr(
  state: ModelState,
  table: PositiveTable,
  settings: BprSettings,
  { seed }: FitInput,
  steps: FitSteps,
): Promise<Learned> {
  await steps.step(0, 1, "fold-in");
  return withWorkspace((workspace, pool) => {
    const { nFactors, optimiser, learningRate, regularisation } = settings;
    const factors = emptyFactors(workspace, table, rowWidth(nFactors));
    takeItems(factors, state, nFactors);
    const rates = optimiser === "adam" ? adamRates : { learningRate, regularisation };
    foldInUsers(pool, workspace, table.byUser, factors, createRandom(seed, "bpr/fold-in"), {
      epochs: Math.min(settings.epochs, mostEpochs),
      tries: mostTries,
      ...rates,
    });
    const { userFactors } = factorArrays(factors, nFactors);
    const itemFactors = floatArray(state, "itemFactors");
    return Promise.resolve({
      arrays: { userFactors, itemFactors, itemBias: floatArray(state, "itemBias") },
    });
  });
}
