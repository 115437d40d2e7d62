/**
 * Recommenders that are networks: a model says how the vectors of all users and items, and the loss of a batch
 * of users, positives and negatives, are built, and this file trains it.
 *
 * An epoch takes each positive once, in shuffled order, with one negative. With a non-empty validation part
 * and `patience` above 0, NDCG@10 is measured on it after every epoch, training stops when it has not risen
 * for `patience` epochs, and the parameters of the best epoch stay; else those of the last one.
 *
 * State: `userFactors` and `itemFactors`, whose products are the scores, and the parameters by the names of
 * their layers.
 */
import type { Recommender } from "../../contract.js";
import type { ModelEntry } from "../../model-entry.js";
import { recommenderModel } from "../recommender-model.js";
import { floatArray, stateNumber } from "../state-arrays.js";
import { PairNetworkFit } from "./fit.js";
import type { PairNetworkSettings } from "./settings.js";
import type { PairNetworkDefinition } from "./types.js";

/** The registry's entry of a recommender that is a network. */
export function pairNetworkModel<Settings extends PairNetworkSettings, Prepared>(
  definition: PairNetworkDefinition<Settings, Prepared>,
): ModelEntry<Recommender> {
  return recommenderModel<Settings>({
    ...definition,
    learn: (table, settings, input, steps) =>
      new PairNetworkFit(definition, settings, { table, input, steps }).learn(),
    scorer: (state) => {
      const nFactors = stateNumber(state, "nFactors");
      return {
        kind: "factors",
        nFactors,
        userFactors: floatArray(state, "userFactors", state.nUsers * nFactors),
        itemFactors: floatArray(state, "itemFactors", state.nItems * nFactors),
      };
    },
  });
}
