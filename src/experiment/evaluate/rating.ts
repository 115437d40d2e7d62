import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import type { Interactions } from "../../data/dataset.js";
import { ratingErrors } from "../../metrics/index.js";
import type { RatingPredictor } from "../../models/contract.js";
import { bootstrapMeans } from "../../stats/index.js";
import { nResamples } from "../protocol.js";
import type { Estimate } from "../run-record.js";
import { forEachBlock } from "./blocks.js";
import type { Evaluation } from "./evaluation.js";

/** What a rating evaluation needs. */
export interface RatingEvaluationInput {
  readonly model: RatingPredictor;
  /** `rmse`, `mae`. */
  readonly metrics: readonly string[];
  readonly heldOut: Interactions;
  readonly seed: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/** Pairs predicted at a time. */
const blockSize = 16_384;

/**
 * Predicts every held-out rating. Predictions are taken as the model gives them: clipped to the
 * rating scale unless the model's header says otherwise. Throws `E_EXPERIMENT_EMPTY` without held-out
 * rows, `E_METRIC_RATING` for a prediction that is not finite.
 */
export async function evaluateRating(input: RatingEvaluationInput): Promise<Evaluation> {
  const { model, metrics, heldOut, seed, onProgress, signal } = input;
  const { nRows, userIndex, itemIndex, rating, timestamp } = heldOut;
  if (nRows === 0) {
    throw new MoviolaError("E_EXPERIMENT_EMPTY", "There is no held-out rating", {
      expected: "at least one row",
      got: "0 rows",
      remedy: "Split so that rows are held out",
    });
  }
  const prediction = new Float64Array(nRows);
  const task = `evaluate ${model.describe().id}`;
  const options = { task, unit: "ratings", total: nRows, blockSize, onProgress, signal };
  await forEachBlock(options, async (start, end) => {
    const users = userIndex.subarray(start, end);
    const items = itemIndex.subarray(start, end);
    prediction.set(await model.predict(users, items, timestamp?.subarray(start, end)), start);
  });
  return {
    metrics: estimates(metrics, prediction, rating, seed),
    units: {
      unit: "rating",
      userIndex: userIndex.slice(),
      itemIndex: itemIndex.slice(),
      values: { prediction, rating: Float64Array.from(rating) },
    },
    skippedUsers: 0,
  };
}

/** The error of each rating whose mean (rmse: the root of it) the metric is; also from stored values. */
export function unitErrors(
  metric: string,
  prediction: ArrayLike<number>,
  rating: ArrayLike<number>,
): Float64Array {
  const { squared, absolute } = ratingErrors(prediction, rating);
  return metric === "rmse" ? squared : absolute;
}

/** All metrics over the same resamples; the root of a mean's interval is the interval of the root. */
function estimates(
  metrics: readonly string[],
  prediction: Float64Array,
  rating: Float32Array,
  seed: number,
): Record<string, Estimate> {
  const columns = metrics.map((name) => [name, unitErrors(name, prediction, rating)] as const);
  const means = bootstrapMeans(Object.fromEntries(columns), { seed, resamples: nResamples });
  return Object.fromEntries(
    Object.entries(means).map(([name, estimate]) => {
      if (name !== "rmse") return [name, estimate];
      const { mean, low, high, n } = estimate;
      return [name, { mean: Math.sqrt(mean), low: Math.sqrt(low), high: Math.sqrt(high), n }];
    }),
  );
}
