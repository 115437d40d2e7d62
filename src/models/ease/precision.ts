import { timesVector, type SymmetricTiles } from "../../compute/kernels/dense-tiles.js";
import { createRandom } from "../../compute/random.js";
import type { SparseMatrix } from "../../compute/sparse.js";

/**
 * How far P is from the inverse of A = X^T X + regularisation I: the largest component of A P z - z for a
 * random vector z of 1 and -1, in double precision. `negative` is -P, `byUser` is X.
 */
export function inverseResidual(
  negative: SymmetricTiles,
  byUser: SparseMatrix,
  regularisation: number,
): number {
  const { size } = negative;
  const random = createRandom(1, "ease/probe");
  const probe = Float64Array.from({ length: size }, () => (random.integer(2) === 0 ? -1 : 1));
  const image = timesVector(negative, probe).map((value) => -value);
  const product = timesGram(byUser, image);
  let largest = 0;
  for (let item = 0; item < size; item++) {
    const residual = product[item] + regularisation * image[item] - probe[item];
    // A component that is not a number must not get lost in a maximum.
    if (!(Math.abs(residual) <= largest)) largest = Math.abs(residual);
    if (Number.isNaN(largest)) return largest;
  }
  return largest;
}

/** X^T (X v). */
function timesGram({ nRows, offsets, columns }: SparseMatrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(vector.length);
  for (let user = 0; user < nRows; user++) {
    let sum = 0;
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      sum += vector[columns[entry]];
    }
    for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
      product[columns[entry]] += sum;
    }
  }
  return product;
}
