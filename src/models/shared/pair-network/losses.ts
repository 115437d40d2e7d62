/** Parts of losses that networks of users and items share. */
import {
  add,
  countOf,
  divide,
  gather,
  logSumExp,
  matMul,
  multiply,
  pairwiseLoss,
  sqrt,
  square,
  subtract,
  sum,
  transpose,
  type Tensor,
} from "../../../compute/graph/index.js";
import type { PairBatch } from "./types.js";

/** Products of rows: `[n x dim]` and `[n x dim]` give `[n]`. */
function rowProducts(left: Tensor, right: Tensor): Tensor {
  return sum(multiply(left, right), { axes: [-1] });
}

/** Bayesian personalised ranking over a batch, with the vectors of all users and items. */
export function rankingLoss(users: Tensor, items: Tensor, batch: PairBatch): Tensor {
  const user = gather(users, batch.users);
  return pairwiseLoss(
    rowProducts(user, gather(items, batch.positives)),
    rowProducts(user, gather(items, batch.negatives)),
  );
}

/**
 * Of each row of `queries` `[n x dim]` minus the logarithm of its own key's share, `[n]`:
 * log(sum over k of exp(q . a_k)) - q . own, with a_k the rows of `all` `[m x dim]`, among which is its row of
 * `own` `[n x dim]`. With rows over a temperature these are the terms of InfoNCE.
 */
export function shareLosses(queries: Tensor, own: Tensor, all: Tensor): Tensor {
  return subtract(logSumExp(matMul(queries, transpose(all))), rowProducts(queries, own));
}

// The length of zeros has no slope; this one has 0.
const leastSquares = 1e-12;

/** The length, not squared, of a whole tensor, as a tensor without axes. */
export function wholeLength(rows: Tensor): Tensor {
  return sqrt(add(sum(square(rows)), leastSquares));
}

/** Lengths, not squared, of whole tensors, added up and divided by the pairs of the batch (MMRec's penalty). */
export function lengthPenalty(tensors: readonly Tensor[], batch: PairBatch): Tensor {
  return divide(total(tensors.map(wholeLength)), countOf(batch.users));
}

/** Half the squares of whole tensors, added up and divided by the pairs of the batch (LightGCN's penalty). */
export function squaredPenalty(tensors: readonly Tensor[], batch: PairBatch): Tensor {
  const squares = tensors.map((rows) => multiply(sum(square(rows)), 0.5));
  return divide(total(squares), countOf(batch.users));
}

/** The sum of tensors, at least one, element by element. */
export function total(tensors: readonly Tensor[]): Tensor {
  return tensors.reduce((all, each) => add(all, each));
}
