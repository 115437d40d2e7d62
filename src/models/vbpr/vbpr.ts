/**
 * VBPR: matrix factorisation in which users also have a taste for what items look and read like.
 *
 * Equations, with F_i the features of item i, all modalities one behind the other:
 *   s_ui = p_u . q_i + theta_u . (E F_i)                                                (equation 4)
 *   loss of a batch of n triples (u, i, j), i had by u and j not:
 *     1/n sum of ln(1 + exp(s_uj - s_ui)) + regularisation / n (|P| + |I| + |J|)        (equation 7)
 * with |P|, |I|, |J| the lengths, not squared, of the batch's users', positives' and negatives' vectors.
 *
 * Source: R. He, J. McAuley, "VBPR: Visual Bayesian Personalized Ranking from Implicit Feedback", AAAI 2016;
 * losses, sizes and training as in MMRec's `VBPR`.
 * Deviations from the paper: no biases of items (beta_i, beta' F_i), any modalities in place of images, Adam
 * in place of plain descent, the form of the penalty: all as MMRec has it, whose projection has an offset.
 * Deviation from MMRec: stops by NDCG@10 on the validation part, not by recall@20.
 * An item without training rows is scored by its features alone. A user without history scores 0.
 */
import { add, concat, dense, gather, multiply } from "../../compute/graph/index.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { lengthPenalty, rankingLoss } from "../shared/pair-network/losses.js";
import { pairNetworkModel } from "../shared/pair-network/pair-network.js";
import {
  pairNetworkDefaults,
  readPairNetworkSettings,
  type PairNetworkSettings,
} from "../shared/pair-network/settings.js";
import { realNumber } from "../shared/settings.js";

interface VbprSettings extends PairNetworkSettings {
  readonly regularisation: number;
}

/**
 * VBPR. Settings: those of the training (`pairNetworkDefaults`), `embeddingSize` for either half of a vector,
 * and `regularisation` (0.1).
 */
export const vbpr: ModelEntry<Recommender> = pairNetworkModel<VbprSettings, undefined>({
  id: "vbpr",
  title: "VBPR",
  source: "He and McAuley 2016, equations 4 and 7; MMRec",
  floor: false,
  features: "required",
  readsFeatures: true,
  scoresColdItems: true,
  defaults: { ...pairNetworkDefaults, regularisation: 0.1 },
  // MMRec's grid.
  searchSpace: { regularisation: [2, 1, 0.1, 0.01, 0.001, 0.0001, 0.00001] },
  readSettings: (config) => ({
    ...readPairNetworkSettings(config),
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  }),
  prepare: () => undefined,
  build: (builder, inputs, _prepared, { embeddingSize, regularisation }) => {
    const features = concat(inputs.modalities.map(inputs.feature), -1);
    const users = inputs.userTable(builder, "user", 2 * embeddingSize);
    const content = dense(builder, "content", features, embeddingSize);
    // [nItems x 2 embeddingSize]
    const items = concat([inputs.itemTable(builder, "item", embeddingSize), content], -1);
    return {
      users,
      items,
      loss: (batch) => {
        const rows = [
          gather(users, batch.users),
          gather(items, batch.positives),
          gather(items, batch.negatives),
        ];
        const penalty = multiply(lengthPenalty(rows, batch), regularisation);
        return add(rankingLoss(users, items, batch), penalty);
      },
    };
  },
});
