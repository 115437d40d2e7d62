import { rankRelevant } from "../../compute/kernels/rank-relevant.js";
import {
  factorOperand,
  scoreFactors,
  type FactorMatrices,
} from "../../compute/kernels/score-factors.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import { sparseFromTriples, type SparseMatrix } from "../../compute/sparse.js";
import type { ValidPart } from "../../data/split/parts.js";
import { checkItems, checkUsers } from "./index-checks.js";
import type { PositiveTable } from "./positive-table.js";

const cutOff = 10;
const usersPerBlock = 256;

/** Measures factors, while they are learned, on the validation part. */
export interface ValidNdcg {
  /**
   * Mean NDCG@10 over the users with validation rows, training items masked, equal scores by lower
   * item; NaN when a score is not finite.
   */
  measure(pool: ComputePool, factors: FactorMatrices): number;
}

/**
 * Measure of early stopping for models of factors; undefined without validation rows. Every row of
 * `valid` counts as relevant. Throws `E_MODEL_USER`, `E_MODEL_ITEM` for an index outside the matrix.
 */
export function validNdcg(
  { nUsers, nItems, byUser }: PositiveTable,
  valid: ValidPart | undefined,
): ValidNdcg | undefined {
  if (valid === undefined || valid.interactions.nRows === 0) return undefined;
  const { userIndex, itemIndex, nRows } = valid.interactions;
  checkUsers(userIndex, nUsers);
  checkItems(itemIndex, nItems);
  const ones = new Float32Array(nRows).fill(1);
  const relevant = sparseFromTriples(nUsers, nItems, userIndex, itemIndex, ones);
  const users = Int32Array.from(new Set(userIndex)).sort();
  return { measure: (pool, factors) => measure(pool, factors, byUser, relevant, users) };
}

function measure(
  pool: ComputePool,
  factors: FactorMatrices,
  seen: SparseMatrix,
  relevant: SparseMatrix,
  users: Int32Array,
): number {
  const workspace = pool.workspace();
  try {
    const nItems = seen.nColumns;
    const operand = factorOperand(workspace, nItems, factors);
    const rows = workspace.float32(usersPerBlock * nItems);
    const block = workspace.int32(usersPerBlock);
    const listOf = (matrix: SparseMatrix) => ({
      offsets: workspace.copyOf(matrix.offsets),
      items: workspace.copyOf(matrix.columns),
    });
    const lists = [listOf(relevant), listOf(seen)] as const;
    const result = {
      ranks: workspace.int32(relevant.columns.length),
      nExcluded: workspace.int32(usersPerBlock),
      tieCorrections: workspace.float64(usersPerBlock),
      faults: workspace.int32(usersPerBlock),
    };
    let sum = 0;
    for (let first = 0; first < users.length; first += usersPerBlock) {
      const own = block.subarray(0, Math.min(usersPerBlock, users.length - first));
      own.set(users.subarray(first, first + own.length));
      scoreFactors(pool, workspace, operand, own, rows);
      rankRelevant(pool, nItems, own, rows, ...lists, false, result);
      if (result.faults.subarray(0, own.length).includes(1)) return Number.NaN;
      for (const user of own) sum += ndcg(rowRanks(result.ranks, relevant, user));
    }
    return sum / users.length;
  } finally {
    workspace.release();
  }
}

function rowRanks(ranks: Int32Array, relevant: SparseMatrix, user: number): Int32Array {
  return ranks.subarray(relevant.offsets[user], relevant.offsets[user + 1]);
}

/** NDCG@10 with gain 1, from the ranks of all relevant items. */
function ndcg(ranks: Int32Array): number {
  let gain = 0;
  let ideal = 0;
  ranks.forEach((rank, at) => {
    if (rank <= cutOff) gain += 1 / Math.log2(rank + 1);
    if (at < cutOff) ideal += 1 / Math.log2(at + 2);
  });
  return gain / ideal;
}
