/**
 * Truncated singular value decomposition of the residuals that user and item biases leave.
 *
 * Equation: r^_ui = mu + b_u + b_i + (U_k S_k V_k^T)_ui, where U S V^T is the decomposition of the matrix
 * of residuals r - (mu + b_u + b_i), 0 (that is: the baseline itself) where there is no rating; biases by
 * alternating least squares (`shared/baselines.ts`).
 * Source: Sarwar et al., "Application of Dimensionality Reduction in Recommender System", WebKDD 2000,
 * who centre by item means and fill with them; deviation: biases take the place of the means.
 * A user or item without a training row has bias 0 and no factors. An `embeddingSize` above the rank
 * acts like the rank. Clipped to the scale.
 */
import type { SparseMatrix } from "../../compute/sparse.js";
import { truncatedSvd as decompose, type TruncatedSvd } from "../../compute/truncated-svd.js";
import {
  baselineDefaults,
  learnBaselines,
  readBaselineSettings,
  type Baselines,
} from "../shared/baselines.js";
import { factorArrays, factorStateScorer } from "../shared/factors.js";
import { ratingModel } from "../shared/rating-model.js";
import type { RatingTable } from "../shared/rating-table.js";
import { wholeNumber } from "../shared/settings.js";
import { stateNumber } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/**
 * Truncated SVD of residuals. Settings: `embeddingSize` (10, the rank k), `baselineEpochs` (10),
 * `userRegularisation` (15), `itemRegularisation` (10).
 */
export const truncatedSvd: ModelEntry<RatingPredictor> = ratingModel({
  id: "truncated-svd",
  title: "Truncated SVD of residuals",
  source: "Sarwar et al. 2000, with biases in place of item means",
  floor: false,
  clipped: true,
  defaults: { embeddingSize: 10, ...baselineDefaults },
  // Around the rank of 14 that Sarwar et al. 2000 found best on their sample of MovieLens.
  searchSpace: { embeddingSize: { low: 2, high: 100, scale: "log", integer: true } },
  readSettings: (config) => ({
    rank: wholeNumber(config, "embeddingSize", { minimum: 1 }),
    ...readBaselineSettings(config),
  }),
  learn: (table, settings, input) => {
    const baselines = learnBaselines(table, settings);
    const svd = decompose(residuals(table, baselines), settings.rank, { seed: input.seed });
    const arrays = factorArrays({
      globalMean: table.globalMean,
      nFactors: svd.rank,
      ...baselines,
      userFactors: scaledLeft(svd),
      itemFactors: svd.right,
    });
    return Promise.resolve({ arrays, numbers: { rank: svd.rank } });
  },
  scorer: (state) => factorStateScorer(state, stateNumber(state, "rank")),
});

function residuals(table: RatingTable, { userBias, itemBias }: Baselines): SparseMatrix {
  const { offsets, columns, values, nRows } = table.byUser;
  const left = new Float32Array(values.length);
  for (let user = 0; user < nRows; user++) {
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      left[entry] = values[entry] - table.globalMean - userBias[user] - itemBias[columns[entry]];
    }
  }
  return { ...table.byUser, values: left };
}

/** U S, `[nUsers x rank]`. */
function scaledLeft(svd: TruncatedSvd): Float64Array {
  return svd.left.map((value, at) => value * svd.singularValues[at % svd.rank]);
}
