/** Scores as a product of two matrices: users are profiles of the items that they have. */
import type { SparseMatrix } from "../../compute/sparse.js";
import { toUnitLength } from "../../features/shared/unit-length.js";
import type { EncodedPart } from "./encoded-items.js";

/** Parts side by side: score(u, i) = userFactors[u] . itemFactors[i]. */
export interface ProfileFactors {
  readonly nFactors: number;
  /** `[nUsers x nFactors]` of each part the mean of the user's items at length 1; 0 without any. */
  readonly userFactors: Float32Array;
  /** `[nItems x nFactors]` of each part the item's vector times its weight. */
  readonly itemFactors: Float32Array;
}

/** Factors of users with the histories `byUser`, and of all items. */
export function profileFactors(
  parts: readonly EncodedPart[],
  byUser: SparseMatrix,
): ProfileFactors {
  const nFactors = parts.reduce((sum, { width }) => sum + width, 0);
  const userFactors = new Float32Array(byUser.nRows * nFactors);
  const itemFactors = new Float32Array(byUser.nColumns * nFactors);
  let offset = 0;
  for (const { width, vectors, weights } of parts) {
    for (let item = 0; item < byUser.nColumns; item++) {
      const weight = weights?.[item] ?? 1;
      for (let at = 0; at < width; at++) {
        itemFactors[item * nFactors + offset + at] = weight * vectors[item * width + at];
      }
    }
    for (let user = 0; user < byUser.nRows; user++) {
      userFactors.set(profile(vectors, width, byUser, user), user * nFactors + offset);
    }
    offset += width;
  }
  return { nFactors, userFactors, itemFactors };
}

/** The mean of a user's items, at length 1. */
function profile(
  vectors: Float32Array,
  width: number,
  { offsets, columns }: SparseMatrix,
  user: number,
): Float64Array {
  const sum = new Float64Array(width);
  for (let entry = offsets[user]; entry < offsets[user + 1]; entry++) {
    const start = columns[entry] * width;
    for (let at = 0; at < width; at++) sum[at] += vectors[start + at];
  }
  return toUnitLength(sum);
}

/** The parts that factors were made of, for users to come: rows of length 1 again. */
export function partsOf(
  itemFactors: Float32Array,
  widths: readonly number[],
): readonly EncodedPart[] {
  const nFactors = widths.reduce((sum, width) => sum + width, 0);
  const nItems = itemFactors.length / nFactors;
  let offset = 0;
  return widths.map((width) => {
    const vectors = new Float32Array(nItems * width);
    for (let item = 0; item < nItems; item++) {
      const start = item * nFactors + offset;
      vectors.set(itemFactors.subarray(start, start + width), item * width);
      toUnitLength(vectors.subarray(item * width, (item + 1) * width));
    }
    offset += width;
    return { width, vectors };
  });
}
