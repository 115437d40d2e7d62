import { totalmem } from "node:os";
import { MoviolaError } from "../../common/errors.js";
import { negativeInverse } from "../../compute/kernels/dense-inverse.js";
import {
  cellPosition,
  scaledMatrix,
  tilesLength,
  type SymmetricTiles,
} from "../../compute/kernels/dense-tiles.js";
import { sparseGram } from "../../compute/kernels/gram-sparse.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import { gibibytes } from "../shared/fit-size.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { inverseResidual } from "./precision.js";

/**
 * Largest residual of an inverse in single precision. The weights are then good to about as many parts
 * of the largest, which moves no place in a list but those of near ties.
 */
const largestResidual = 1e-3;

/** Most bytes of the inverse in single precision: the kernels' memory ends at 4 GiB. */
const mostTileBytes = 3.5 * 2 ** 30;

/**
 * B `[nItems x nItems]`, row: item of the history. Throws `E_MODEL_SIZE` before anything is allocated,
 * `E_MODEL_DIVERGED` where the matrix cannot be inverted, `E_MODEL_ABORTED`.
 */
export async function fitWeights(
  table: PositiveTable,
  regularisation: number,
  steps: FitSteps,
): Promise<Float32Array> {
  checkSize(table.nItems);
  const quick = await weightsIn("float32", table, regularisation, steps);
  const weights = quick ?? (await weightsIn("float64", table, regularisation, steps));
  if (weights !== undefined) return weights;
  throw new MoviolaError("E_MODEL_DIVERGED", "The matrix of the items cannot be inverted", {
    where: "double precision",
    expected: `a residual of at most ${largestResidual}`,
    remedy: "Raise `regularisation`",
  });
}

/** The weights, or undefined where this precision is not enough. */
function weightsIn(
  precision: "float32" | "float64",
  table: PositiveTable,
  regularisation: number,
  steps: FitSteps,
): Promise<Float32Array | undefined> {
  const { byUser, byItem } = table;
  return withWorkspace(async (workspace, pool) => {
    const matrix = sparseGram(pool, workspace, byItem, byUser, regularisation, precision);
    const isInverted = await negativeInverse(pool, workspace, matrix, (done, total) =>
      steps.step(done, total, "blocks inverted"),
    );
    if (!isInverted) return undefined;
    // Not written as "above": a residual that is not a number is too large.
    if (!(inverseResidual(matrix, byUser, regularisation) <= largestResidual)) return undefined;
    return weightsOf(matrix);
  });
}

/** B_mj = -P_mj / P_jj from -P. */
function weightsOf(negative: SymmetricTiles): Float32Array {
  const { size, values } = negative;
  const scale = Float64Array.from(
    { length: size },
    (_unused, item) => -1 / values[cellPosition(item, item)],
  );
  const weights = scaledMatrix(negative, scale);
  for (let item = 0; item < size; item++) weights[item * (size + 1)] = 0;
  return weights;
}

function checkSize(nItems: number): void {
  const tileBytes = 4 * tilesLength(nItems);
  const bytes = tileBytes + 4 * nItems * nItems;
  if (tileBytes <= mostTileBytes && bytes <= totalmem()) return;
  throw new MoviolaError("E_MODEL_SIZE", "The weights between all items would not fit", {
    expected: `at most ${gibibytes(Math.min(2 * mostTileBytes, totalmem()))}`,
    got: `about ${gibibytes(bytes)} for ${nItems} items`,
    remedy: "Filter by k-core, or take a model of fewer weights, such as slim or item-knn",
  });
}
