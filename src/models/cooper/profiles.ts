/** Vectors of users: sums of the vectors of their items, weighted by their ratings. */
import { multiplySparseDense } from "../../compute/kernels/sparse-dense.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { FitInput } from "../contract.js";
import { positiveRatings } from "../shared/positive-ratings.js";
import type { PositiveTable } from "../shared/positive-table.js";
import type { CooperSettings } from "./settings.js";
import { joined, unitRows, type ContentVectors, type Vectors } from "./vectors.js";
import { likedWeights, mixingWeights } from "./weights.js";

/**
 * `[nUsers x width]` user factors of unit length, or 0 where no item of the history has a vector, in the
 * space of `itemFactors`. `vectors` are those of `contentVectors`.
 */
export async function userFactors(
  table: PositiveTable,
  vectors: ContentVectors,
  settings: CooperSettings,
  input: FitInput,
): Promise<Vectors> {
  const { text, image } = vectors;
  const ratings = { ...table.byUser, values: positiveRatings(input, table.byUser) };
  const { maximum } = input.ratingScale;
  const ofText = (): Float32Array => mixingWeights(ratings, settings.mixing, maximum);
  const ofImage = (): Float32Array => likedWeights(ratings, settings.likedAbove, maximum);
  if (text === undefined) return weightedSums(ratings, ofImage(), image!);
  const words = await weightedSums(ratings, ofText(), text);
  if (image === undefined || settings.fusion === "average") return words;
  const pictures = await weightedSums(ratings, ofImage(), image);
  return unitRows(joined(words, pictures, settings.imageWeight));
}

/** Rows of sum over the entries of weight times vector, at unit length: a mean differs by length alone. */
async function weightedSums(
  matrix: SparseMatrix,
  weights: Float32Array,
  { dim, values }: Vectors,
): Promise<Vectors> {
  const sums = await withWorkspace((workspace, pool) => {
    const product = workspace.float32(matrix.nRows * dim);
    const operand = {
      nRows: matrix.nRows,
      offsets: workspace.copyOf(matrix.offsets),
      columns: workspace.copyOf(matrix.columns),
      values: workspace.copyOf(weights),
    };
    multiplySparseDense(pool, operand, workspace.copyOf(values), dim, product);
    return Promise.resolve(product.slice());
  });
  return unitRows({ dim, values: sums });
}
