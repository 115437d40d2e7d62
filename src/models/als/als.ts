/**
 * Matrix factorisation for implicit feedback by alternating least squares (iALS).
 *
 * Loss, over all users u and items i, S the positives:
 *   sum_S c_ui (1 - x_u . y_i)^2 + w0 sum_{u,i} (x_u . y_i)^2 + sum_u l_u |x_u|^2 + sum_i l_i |y_i|^2,
 *   c_ui = alpha, or alpha * rating;  l_u = regularisation * (n_u + w0 nItems)^nu, l_i likewise.
 * Exact for one side given the other:
 *   x_u = (w0 Y^T Y + sum_i c_ui y_i y_i^T + l_u I)^-1 sum_i c_ui y_i,
 * by Cholesky factors, or three steps of conjugate gradients from the last x_u.
 * Source: Hu, Koren, Volinsky, ICDM 2008, equations 3 and 4; regularisation by frequency and start
 * N(0, deviation^2 / embeddingSize): Rendle, Krichene, Zhang, Koren, "Revisiting the Performance of iALS
 * on Item Recommendation Benchmarks", RecSys 2022, equations 1 to 4.
 * Hu et al. give a positive c_ui (1 - s)^2 in place of w0 s^2: for one confidence that is the same
 * up to the scale of x and of the weights. `preset: "implicit"` uses their form with c_ui = alpha * 1, as
 * that library does: with alpha 1 positives weigh no more than other cells. Deviations from it: items are
 * solved before users in each iteration, and the users once more, exactly, after the last.
 * An item without positives has factors 0, as has a user without: score 0 for every item.
 * An embeddingSize above the number of items acts like that number.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { withPresets } from "../shared/preset.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import { explainAls } from "./explain.js";
import { fitAls } from "./fit.js";
import { foldInAls } from "./fold-in.js";
import { presets, readAlsSettings } from "./settings.js";

const entry = recommenderModel({
  id: "als",
  title: "ALS (implicit feedback)",
  source: "Hu, Koren, Volinsky 2008, equations 3 and 4; Rendle et al. 2022",
  floor: false,
  defaults: {
    embeddingSize: 64,
    epochs: 12,
    regularisation: 0.3,
    regularisationExponent: 0.5,
    alpha: 1,
    unobservedWeight: 0.1,
    confidence: "binary",
    solver: "conjugate-gradient",
    initialDeviation: 0.1,
    patience: 3,
    preset: "none",
  },
  // Rendle et al. 2022, section 4.2: the weight of unobserved pairs and the regularisation decide, on
  // logarithmic grids; as many factors as can be paid for. Their exponent is 1, that of Hu et al. 0.
  searchSpace: {
    embeddingSize: [32, 64, 128],
    regularisation: { low: 0.001, high: 10, scale: "log" },
    regularisationExponent: [0, 0.5, 1],
    unobservedWeight: { low: 0.01, high: 1, scale: "log" },
    epochs: [8, 16],
  },
  readSettings: readAlsSettings,
  learn: fitAls,
  foldIn: foldInAls,
  explain: explainAls,
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

/**
 * ALS. Settings: `embeddingSize` (64), `epochs` (12), `regularisation` (0.3, at least 0),
 * `regularisationExponent` (nu, 0.5; 0: the same for all), `alpha` (1, at least 0), `unobservedWeight` (w0,
 * 0.1, at least 0), `confidence` ("binary"; "rating"), `solver` ("conjugate-gradient"; "cholesky"),
 * `initialDeviation` (0.1), `patience` in epochs for early stopping on NDCG@10 of the validation part (3;
 * 0: never), `preset` ("none"; "implicit": that library's defaults for whatever is not given
 * otherwise but `embeddingSize`, for which its own is 100).
 */
export const als: ModelEntry<Recommender> = withPresets(entry, presets);
