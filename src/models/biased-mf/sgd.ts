import { createRandom } from "../../compute/random.js";
import type { EpochLearner } from "../shared/epochs.js";
import { factorScorer, randomFactors, type BiasedFactors } from "../shared/factors.js";
import type { RatingTable } from "../shared/rating-table.js";
import type { SgdSettings } from "../shared/sgd-settings.js";

/** A biased matrix factorisation in training. */
export interface BiasedMfLearner extends EpochLearner {
  readonly factors: BiasedFactors;
}

/** Starts from biases 0 and normal factors. */
export function createBiasedMfLearner(
  table: RatingTable,
  settings: SgdSettings,
  seed: number,
): BiasedMfLearner {
  const { nFactors, initialDeviation } = settings;
  const start = createRandom(seed, "biased-mf/start");
  const factors: BiasedFactors = {
    globalMean: table.globalMean,
    nFactors,
    userBias: new Float64Array(table.nUsers),
    itemBias: new Float64Array(table.nItems),
    userFactors: randomFactors(table.byUser, nFactors, initialDeviation, start.stream("users")),
    itemFactors: randomFactors(table.byItem, nFactors, initialDeviation, start.stream("items")),
  };
  const order = createRandom(seed, "biased-mf/order");
  return {
    factors,
    parameters: [factors.userBias, factors.itemBias, factors.userFactors, factors.itemFactors],
    runEpoch: () => {
      for (const user of order.permutation(table.nUsers)) visitUser(table, factors, settings, user);
    },
    scorer: () => factorScorer(factors),
  };
}

/** One step for each rating of a user, items in ascending order. */
function visitUser(
  table: RatingTable,
  factors: BiasedFactors,
  settings: SgdSettings,
  user: number,
): void {
  const { offsets, columns, values } = table.byUser;
  const { globalMean, nFactors, userBias, itemBias, userFactors, itemFactors } = factors;
  const { learningRate, regularisation } = settings;
  const userAt = user * nFactors;
  for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
    const item = columns[entry];
    const itemAt = item * nFactors;
    let predicted = globalMean + userBias[user] + itemBias[item];
    for (let factor = 0; factor < nFactors; factor++) {
      predicted += userFactors[userAt + factor] * itemFactors[itemAt + factor];
    }
    const error = values[entry] - predicted;
    userBias[user] += learningRate * (error - regularisation * userBias[user]);
    itemBias[item] += learningRate * (error - regularisation * itemBias[item]);
    for (let factor = 0; factor < nFactors; factor++) {
      const p = userFactors[userAt + factor];
      const q = itemFactors[itemAt + factor];
      userFactors[userAt + factor] = p + learningRate * (error * q - regularisation * p);
      itemFactors[itemAt + factor] = q + learningRate * (error * p - regularisation * q);
    }
  }
}
