/**
 * Bayesian personalised ranking with matrix factorisation (BPR-MF).
 *
 * Score: s_ui = p_u . q_i + b_i. For a user u, an item i that u has and an item j that u has not, with
 * x = s_ui - s_uj, training lowers (BPR-OPT, section 4.1)
 *   sum ln(1 + e^-x) + regularisation,
 * by stochastic gradient descent (section 4.2, figure 4): with z = 1 / (1 + e^x),
 *   p_u += lr (z (q_i - q_j) - reg p_u),  q_i += lr (z p_u - reg q_i),  q_j += lr (-z p_u - regNegative q_j),
 *   b_i += lr (z - regBias b_i),          b_j += lr (-z - regBias b_j).
 * Source: S. Rendle, C. Freudenthaler, Z. Gantner, L. Schmidt-Thieme, "BPR: Bayesian Personalized
 * Ranking from Implicit Feedback", UAI 2009; with the item bias of MyMediaLite and `implicit`.
 *
 * Deviations. Users and items are dealt anew into at most 8 blocks each epoch and descent runs block
 * against block (R. Gemulla et al., KDD 2011; `compute/kernels/bpr-epochs.ts`), so that threads share
 * nothing: a negative comes from the block of its positive, and over epochs from all items. Each pair is
 * taken once an epoch (`sampling: "shuffle"`) in place of draws with replacement ("bootstrap", as in the
 * paper). A negative that the user has is drawn anew, 64 times at most; then the sample is left out.
 * With "bootstrap" it is left out at once, as in `implicit`. "popularity" draws an item in proportion
 * to its training pairs. `optimiser: "adam"` takes mini-batches, its loss being the mean of ln(1 + e^-x)
 * plus regularisation / n times the lengths of the three matrices of a batch's rows (users, positives,
 * negatives), as MMRec's `EmbLoss`; `negativeRegularisation` and `biasRegularisation` do nothing then.
 *
 * A user or an item without a training row starts at 0: such a user has the item biases as scores, such
 * an item sinks as a negative. Every row counts as one positive, whatever its rating.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { withPresets } from "../shared/preset.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { floatArray } from "../shared/state-arrays.js";
import { foldInBpr } from "./fold-in.js";
import { learnBpr } from "./learn.js";
import { presets } from "./presets.js";
import { readBprSettings } from "./settings.js";

/**
 * BPR-MF. Settings:
 * - `preset` ("none"; "implicit" or "mmrec": that library's settings, see `presets.ts`);
 * - `embeddingSize` (64), `epochs` (100), `patience` in epochs for early stopping on the NDCG@10 of the
 *   validation part (20; 0: never, and not measured);
 * - `learningRate` (0.15), times `learningRateDecay` (0.97, 0 to 1) after each epoch;
 * - `regularisation` of users and positives (0.01), `negativeRegularisation` (0.01) and
 *   `biasRegularisation` (0.01);
 * - `itemBias` (true), `negatives` ("uniform" or "popularity"), `sampling` ("shuffle" or "bootstrap");
 * - `initialisation` of the factors ("normal", "uniform", or "xavier": normal with variance
 *   2 / (rows + factors)) and its standard deviation `initialDeviation` (0.1; not with "xavier");
 * - `optimiser` ("sgd" or "adam") and, for Adam, `batchSize` (2048).
 *
 * `partialFit` learns the vectors of new users by the same steps, items held fixed and all items alike
 * as negatives. `warmStart` takes a state of the same users, items and `embeddingSize`.
 */
export const bpr: ModelEntry<Recommender> = withPresets(
  recommenderModel({
    id: "bpr",
    title: "BPR-MF",
    source: "Rendle, Freudenthaler, Gantner, Schmidt-Thieme 2009, sections 4.1 and 4.2",
    floor: false,
    defaults: {
      preset: "none",
      embeddingSize: 64,
      epochs: 100,
      patience: 20,
      learningRate: 0.15,
      learningRateDecay: 0.97,
      regularisation: 0.01,
      negativeRegularisation: 0.01,
      biasRegularisation: 0.01,
      itemBias: true,
      negatives: "uniform",
      sampling: "shuffle",
      initialisation: "normal",
      initialDeviation: 0.1,
      optimiser: "sgd",
      batchSize: 2048,
    },
    // Ranges around those of Milogradskii et al., "Revisiting BPR", RecSys 2024 and Rendle et al.,
    // "Neural Collaborative Filtering vs. Matrix Factorization Revisited", RecSys 2020.
    searchSpace: {
      embeddingSize: [64, 128, 256],
      learningRate: { low: 0.01, high: 0.2, scale: "log" },
      learningRateDecay: [0.97, 0.98, 0.99, 1],
      regularisation: { low: 0.002, high: 0.1, scale: "log" },
      negativeRegularisation: { low: 0.002, high: 0.1, scale: "log" },
      biasRegularisation: [0, 0.01, 0.1],
      negatives: ["uniform", "popularity"],
    },
    readSettings: readBprSettings,
    learn: learnBpr,
    scorer: (state, { nFactors }) => ({
      kind: "factors",
      nFactors,
      userFactors: floatArray(state, "userFactors", state.nUsers * nFactors),
      itemFactors: floatArray(state, "itemFactors", state.nItems * nFactors),
      itemBias: floatArray(state, "itemBias", state.nItems),
    }),
    foldIn: foldInBpr,
  }),
  presets,
);
