import { MoviolaError } from "../../common/errors.js";
import { checkLists, metricOfLists, type ListMetric, type RecommendationLists } from "./lists.js";

/** Feature vectors of items, in any feature space: text, image, genres, latent factors. */
export interface ItemVectors {
  readonly nItems: number;
  readonly dim: number;
  /** `[nItems x dim]` row-major. */
  readonly values: Float32Array;
  /** `[nItems]` 1 where the item has no vector; none missing when left out. */
  readonly missing?: Uint8Array;
}

/**
 * Intra-list similarity (Ziegler et al. 2005, as a mean): cosine between the vectors of the items,
 * averaged over the pairs of a list, then over users; -1 to 1, lower is more diverse. Items that are
 * missing or have a zero vector are left out of the pairs; a user with fewer than two others is
 * skipped. Throws `E_METRIC_SHAPE`, `E_METRIC_ITEMS`, and `E_METRIC_FEATURE` for a vector that is
 * not finite.
 */
export function intraListSimilarity(lists: RecommendationLists, vectors: ItemVectors): ListMetric {
  checkLists(lists, vectors.nItems);
  const units = unitVectors(vectors);
  const { dim } = vectors;
  // The sum over pairs follows from the length of the summed unit vectors: |sum|^2 = n + 2 pairs.
  const sum = new Float64Array(dim);
  return metricOfLists(lists, (items) => {
    sum.fill(0);
    let nVectors = 0;
    let ownSquares = 0;
    for (const item of items) {
      if (Number.isNaN(units[item * dim])) continue;
      nVectors++;
      for (let column = 0; column < dim; column++) {
        const value = units[item * dim + column];
        sum[column] += value;
        ownSquares += value * value;
      }
    }
    if (nVectors < 2) return undefined;
    const square = sum.reduce((total, value) => total + value * value, 0);
    return (square - ownSquares) / (nVectors * (nVectors - 1));
  });
}

/** Rows divided by their length; a row starts with NaN where there is no vector. */
function unitVectors({ nItems, dim, values, missing }: ItemVectors): Float64Array {
  if (dim < 1 || values.length !== nItems * dim || (missing ?? values).length < nItems) {
    throw new MoviolaError("E_METRIC_SHAPE", "A feature matrix has the wrong size", {
      expected: `${nItems} items x ${dim} columns`,
      got: `${values.length} values`,
    });
  }
  const units = new Float64Array(values.length);
  for (let item = 0; item < nItems; item++) {
    const row = values.subarray(item * dim, (item + 1) * dim);
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    if (missing?.[item] === 1 || length === 0) {
      units[item * dim] = Number.NaN;
      continue;
    }
    if (!Number.isFinite(length)) throw notFinite(item);
    for (let column = 0; column < dim; column++) units[item * dim + column] = row[column] / length;
  }
  return units;
}

function notFinite(item: number): MoviolaError {
  return new MoviolaError("E_METRIC_FEATURE", "A feature vector is not finite", {
    where: `item ${item}`,
    expected: "finite numbers",
    got: "NaN or infinite",
    remedy: "Mark the item as missing",
  });
}
