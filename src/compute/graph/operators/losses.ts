/** Losses, each the mean over the batch, as tensors without axes. */
import type { Tensor } from "../tensor.js";
import { logSigmoid } from "./activations.js";
import { multiply, negate, square, subtract } from "./elementwise.js";
import { pick } from "./gather.js";
import { logSoftmax, logSumExp, unitLength } from "./normalise.js";
import { matMul } from "./products.js";
import { mean, sum } from "./reduce.js";
import { transpose } from "./shape.js";

/** Mean squared error. */
export function meanSquaredError(predictions: Tensor, targets: Tensor): Tensor {
  return mean(square(subtract(predictions, targets)));
}

/** Cross-entropy of `logits` `[.. x nClasses]` with the numbers of the right classes `[..]`. */
export function crossEntropy(logits: Tensor, classes: Tensor): Tensor {
  return negate(mean(pick(logSoftmax(logits), classes)));
}

/** Bayesian personalised ranking: -log sigmoid(positive - negative) (Rendle et al. 2009, eq. 4). */
export function pairwiseLoss(positive: Tensor, negative: Tensor): Tensor {
  return negate(mean(logSigmoid(subtract(positive, negative))));
}

/**
 * InfoNCE (van den Oord et al. 2018, eq. 4): row k of `queries` `[n x dim]` belongs to row k of `keys`
 * `[n x dim]`, and the other rows are its negatives; similarities are cosines over `temperature`.
 * `classes` is `[n]` with 0 .. n - 1.
 */
export function contrastiveLoss(
  queries: Tensor,
  keys: Tensor,
  classes: Tensor,
  temperature: number,
): Tensor {
  const cosines = matMul(unitLength(queries), transpose(unitLength(keys)));
  return crossEntropy(multiply(cosines, 1 / temperature), classes);
}

/**
 * InfoNCE as {@link contrastiveLoss}, without numbers of classes: the mean over rows of
 * log(sum over all keys of exp(cosine / temperature)) - the own key's cosine / temperature.
 */
export function inBatchContrastiveLoss(queries: Tensor, keys: Tensor, temperature: number): Tensor {
  const [ownQueries, ownKeys] = [unitLength(queries), unitLength(keys)];
  const logits = multiply(matMul(ownQueries, transpose(ownKeys)), 1 / temperature);
  const own = multiply(sum(multiply(ownQueries, ownKeys), { axes: [-1] }), 1 / temperature);
  return mean(subtract(logSumExp(logits), own));
}

/** Sum of squares over 2: the gradient is the tensor itself. */
export function halfSquares(tensor: Tensor): Tensor {
  return multiply(sum(square(tensor)), 0.5);
}
