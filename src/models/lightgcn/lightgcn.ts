/**
 * LightGCN: embeddings of users and items, smoothed over the graph of training pairs.
 *
 * Equations, with e_u, e_i of layer k written e^(k) and N the neighbours in the graph:
 *   e_u^(k+1) = sum over i in N_u of e_i^(k) / (sqrt|N_u| sqrt|N_i|), items likewise  (equation 3)
 *   e_u = 1 / (K + 1) * sum over k = 0 .. K of e_u^(k)                                (equation 4)
 *   s_ui = e_u . e_i                                                                  (equation 5)
 *   loss of a batch of n triples (u, i, j), i had by u and j not:
 *     1/n sum of ln(1 + exp(s_uj - s_ui)) + regularisation * |layer 0 of the batch|^2 / (2 n)  (equation 15)
 * The layers are linear and symmetric: with S = 1 / (K + 1) * sum over k of A^k, e = S e^(0), and the gradient
 * by e^(0) is S times that by e. Only e^(0) is learned, by Adam.
 *
 * Source: X. He, K. Deng, X. Wang, Y. Li, Y. Zhang, M. Wang, "LightGCN: Simplifying and Powering Graph
 * Convolution Network for Recommendation", SIGIR 2020; the decay as in the authors' code: of a batch's
 * rows, each as often as it occurs, divided by the batch. `preset: "mmrec"` follows MMRec's `LightGCN`.
 * Deviations: stops by NDCG@10 on the validation part (the paper: recall@20); each positive once an
 * epoch (the authors' code draws a user first); rows without a training pair start at 0.
 * A user without history scores 0 for every item.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { withPresets } from "../shared/preset.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { floatArray } from "../shared/state-arrays.js";
import { fitLightGcn } from "./fit.js";
import { foldInLightGcn } from "./fold-in.js";
import { readLightGcnSettings } from "./settings.js";

const entry = recommenderModel({
  id: "lightgcn",
  title: "LightGCN",
  source: "He et al. 2020, equations 3 to 5 and 15",
  floor: false,
  defaults: {
    preset: "none",
    embeddingSize: 64,
    layers: 3,
    learningRate: 0.02,
    regularisation: 0.001,
    regularisationForm: "squared",
    batchSize: 8192,
    negatives: "uniform",
    epochs: 50,
    patience: 10,
  },
  // Layers and regularisation as in section 4.1.2 of the paper, the latter a decade further.
  searchSpace: {
    layers: [1, 2, 3, 4],
    learningRate: { low: 0.0005, high: 0.02, scale: "log" },
    regularisation: { low: 1e-6, high: 1e-1, scale: "log" },
    batchSize: [1024, 2048, 4096, 8192, 16384],
  },
  readSettings: readLightGcnSettings,
  learn: fitLightGcn,
  foldIn: foldInLightGcn,
  scorer: (state, { nFactors }) => ({
    kind: "factors",
    nFactors,
    userFactors: floatArray(state, "userFactors", state.nUsers * nFactors),
    itemFactors: floatArray(state, "itemFactors", state.nItems * nFactors),
  }),
});

/**
 * LightGCN. Settings: `embeddingSize` (64), `layers` (3; 1 to 4), `learningRate` of Adam (0.02),
 * `regularisation` (0.001), `regularisationForm` ("squared" as above, or "norm": regularisation / n times the
 * lengths, not squared, of the batch's users', positives' and negatives' rows, as in RecBole and MMRec),
 * `batchSize` in positives (8192), `negatives` ("uniform" or "popularity"), `epochs` (50), `patience` in
 * epochs without a better validation NDCG@10 (10; 0: never stops early), `preset` ("none"; "mmrec": the
 * defaults of MMRec for whatever is not given otherwise).
 *
 * A batch costs two propagations whatever its size, so an epoch of larger batches costs less. On ML-100K, with
 * one seed alone, batches of 8,192 and a learning rate of 0.02 reached a validation NDCG@10 of .1620 after 70
 * epochs, batches of 2,048 and 0.01 one of .1619 after 42.
 */
export const lightGcn: ModelEntry<Recommender> = withPresets(entry, {
  mmrec: {
    learningRate: 0.001,
    batchSize: 2048,
    epochs: 1000,
    patience: 20,
    negatives: "uniform",
    regularisationForm: "norm",
  },
});
