/**
 * Training by epochs with a learning curve and early stopping: shared by the factor models.
 *
 * After every epoch the RMSE on training and validation ratings is taken in the same mode, with the
 * parameters as they stand and clipped predictions, so the two curves can be compared.
 */
import type { RatingScale } from "../../data/dataset.js";
import type { ValidPart } from "../../data/split/parts.js";
import type { Config } from "../../common/json.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { CurvePoint, FitReport } from "../contract.js";
import type { FitSteps } from "./fit-steps.js";
import type { PairScorer } from "./rating-model.js";
import type { RatingTable } from "./rating-table.js";
import { wholeNumber } from "./settings.js";
import { BestEpoch, checkFinite, describePoint } from "./training.js";

/** How long to train. */
export interface EpochSettings {
  readonly epochs: number;
  /** Epochs without a better validation RMSE before stopping; 0 never stops early. */
  readonly patience: number;
}

/** Reads {@link EpochSettings}; throws `E_MODEL_CONFIG`. */
export function readEpochSettings(config: Config): EpochSettings {
  return {
    epochs: wholeNumber(config, "epochs", { minimum: 1 }),
    patience: wholeNumber(config, "patience", { minimum: 0 }),
  };
}

/** A model in training. */
export interface EpochLearner {
  /** All that is learned; early stopping copies these arrays and writes them back. */
  readonly parameters: readonly Float64Array[];
  runEpoch(epoch: number): void;
  /** Scores with the parameters as they stand; called anew after every epoch. */
  scorer(): PairScorer;
}

/**
 * Runs the epochs; with a non-empty `valid` and patience above 0 it stops when the validation RMSE
 * has not fallen for `patience` epochs, and leaves the parameters of the best epoch. Throws
 * `E_MODEL_DIVERGED` when a parameter is no longer finite.
 */
export async function learnByEpochs(
  learner: EpochLearner,
  settings: EpochSettings,
  table: RatingTable,
  valid: ValidPart | undefined,
  steps: FitSteps,
): Promise<FitReport> {
  const watched = valid !== undefined && valid.interactions.nRows > 0 ? valid : undefined;
  const stopping = watched !== undefined && settings.patience > 0;
  const curve: CurvePoint[] = [];
  const best = new BestEpoch(learner.parameters, settings.patience);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    learner.runEpoch(epoch);
    checkFinite(learner.parameters, epoch);
    const point = measure(epoch, learner.scorer(), table, watched);
    curve.push(point);
    await steps.step(epoch, settings.epochs, "epochs", describePoint(point));
    if (stopping && best.isOver(epoch, -point.values.validRmse)) break;
  }
  best.restore();
  return { epochs: curve.length, curve };
}

function measure(
  epoch: number,
  score: PairScorer,
  table: RatingTable,
  valid: ValidPart | undefined,
): CurvePoint {
  const trainRmse = matrixRmse(score, table.byUser, table.ratingScale);
  if (valid === undefined) return { epoch, values: { trainRmse } };
  return { epoch, values: { trainRmse, validRmse: partRmse(score, valid, table.ratingScale) } };
}

function matrixRmse(score: PairScorer, matrix: SparseMatrix, scale: RatingScale): number {
  const { offsets, columns, values } = matrix;
  let sum = 0;
  for (let user = 0; user < matrix.nRows; user++) {
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      const error = values[entry] - clip(score(user, columns[entry]), scale);
      sum += error * error;
    }
  }
  return Math.sqrt(sum / values.length);
}

function partRmse(score: PairScorer, part: ValidPart, scale: RatingScale): number {
  const { userIndex, itemIndex, rating, nRows } = part.interactions;
  let sum = 0;
  for (let row = 0; row < nRows; row++) {
    const error = rating[row] - clip(score(userIndex[row], itemIndex[row]), scale);
    sum += error * error;
  }
  return Math.sqrt(sum / nRows);
}

function clip(value: number, scale: RatingScale): number {
  return Math.min(scale.maximum, Math.max(scale.minimum, value));
}
