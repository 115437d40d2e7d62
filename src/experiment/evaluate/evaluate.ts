import type { Interactions } from "../../data/dataset.js";
import type { AnyModel, RatingPredictor, Recommender } from "../../models/contract.js";
import type { RunSettings } from "../options.js";
import type { Protocol } from "../protocol.js";
import type { Evaluation } from "./evaluation.js";
import { evaluateRanking } from "./ranking.js";
import { evaluateRating } from "./rating.js";

/** The rows that an evaluation works with, whichever part is held out. */
export interface EvaluationRows {
  readonly train: Interactions;
  readonly valid: Interactions;
  /** Test rows; for a trial the validation rows, which its protocol does not mask. */
  readonly heldOut: Interactions;
}

/** Evaluates a fitted model on the held-out rows as the protocol says. */
export async function evaluateModel(
  settings: RunSettings,
  protocol: Protocol,
  model: AnyModel,
  rows: EvaluationRows,
): Promise<Evaluation> {
  const { dataset, seed = 1, onProgress, signal } = settings;
  const { metrics, mask, threshold } = protocol;
  const { heldOut, train, valid } = rows;
  const common = { metrics, heldOut, seed, onProgress, signal };
  if (protocol.task === "rating") {
    return evaluateRating({ ...common, model: model as RatingPredictor });
  }
  const masked = { none: [], train: [train], "train+valid": [train, valid] }[mask];
  return evaluateRanking({
    ...common,
    model: model as Recommender,
    nUsers: dataset.nUsers,
    nItems: dataset.nItems,
    masked,
    all: [train, valid, heldOut],
    ...(threshold === undefined ? {} : { threshold }),
  });
}
