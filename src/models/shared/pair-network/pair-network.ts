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
import type { FitInput, Recommender } from "../../contract.js";
import type { ModelEntry } from "../../model-entry.js";
import { networkBytes } from "../network-bytes.js";
import { recommenderModel } from "../recommender-model.js";
import { floatArray, stateNumber } from "../state-arrays.js";
import { PairNetworkFit } from "./fit.js";
import { rereadPairNetwork } from "./reread.js";
import type { PairNetworkSettings } from "./settings.js";
import type { PairNetworkDefinition } from "./types.js";

/** The registry's entry of a recommender that is a network. */
export function pairNetworkModel<Settings extends PairNetworkSettings, Prepared>(
  definition: PairNetworkDefinition<Settings, Prepared>,
): ModelEntry<Recommender> {
  return recommenderModel<Settings>({
    estimateBytes: expectedBytes,
    ...definition,
    ...(definition.readsFeatures === true
      ? { reread: (state, input, own) => rereadPairNetwork(definition, state, input, own) }
      : {}),
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

/** Tensors as large as all vectors that a network's forward pass makes for each modality and for the ids, about. */
const tensorsOfNodes = 8;

/** About what a training takes, from sizes alone; `fit.ts` says it again when the network has been built. */
function expectedBytes(input: FitInput, { embeddingSize, batchSize }: PairNetworkSettings): number {
  const { nUsers, nItems } = input.train;
  const nParts = 1 + Object.keys(input.features ?? {}).length;
  const vectors = (nUsers + nItems) * embeddingSize;
  const ofBatch = 3 * batchSize * embeddingSize * nParts;
  const activations = 2 * tensorsOfNodes * (nParts * vectors + ofBatch);
  return networkBytes(input, { parameters: 2 * vectors, activations });
}
