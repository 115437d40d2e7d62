import type { Features } from "../../../features/contract.js";

/** What is asked of features here. */
export type VectorMatrix = Pick<Features, "nItems" | "dim" | "values" | "missing">;

/** How the vectors of a feature set lie. All members are NaN where too few items have a vector. */
export interface VectorSummary {
  /** Items with a vector. */
  readonly nVectors: number;
  /** Euclidean length of the shortest, the median and the longest vector. */
  readonly norm: { readonly minimum: number; readonly median: number; readonly maximum: number };
  /**
   * Anisotropy: mean cosine over all pairs of different vectors, -1 to 1. Near 1 all vectors point one
   * way and their cosines tell items badly apart.
   */
  readonly meanCosine: number;
  /** The same after the mean vector is subtracted from each. */
  readonly meanCosineCentred: number;
}

/**
 * Norms and anisotropy of the items that have a vector. The mean over all pairs is exact and takes
 * one pass: with unit vectors u, the sum over pairs of different ones is `|Σu|² - n`, so the mean is
 * `(|Σu|² - n) / (n (n - 1))` (Ethayarajh, EMNLP 2019, measures the same on samples). Vectors of
 * zeros, which have no direction, are left out of it.
 */
export function summariseVectors(features: VectorMatrix): VectorSummary {
  const rows = rowsOf(features);
  const lengths = rows.map(lengthOf).sort((a, b) => a - b);
  return {
    nVectors: rows.length,
    norm: {
      minimum: lengths[0] ?? NaN,
      median: medianOfSorted(lengths),
      maximum: lengths.at(-1) ?? NaN,
    },
    meanCosine: meanCosine(rows, new Float64Array(features.dim)),
    meanCosineCentred: meanCosine(rows, meanVector(rows, features.dim)),
  };
}

function rowsOf({ nItems, dim, values, missing }: VectorMatrix): Float32Array[] {
  const rows: Float32Array[] = [];
  for (let item = 0; item < nItems; item++) {
    if (missing[item] === 0) rows.push(values.subarray(item * dim, (item + 1) * dim));
  }
  return rows;
}

function lengthOf(row: Float32Array): number {
  let sum = 0;
  for (const value of row) sum += value * value;
  return Math.sqrt(sum);
}

function medianOfSorted(sorted: readonly number[]): number {
  const half = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

function meanVector(rows: readonly Float32Array[], dim: number): Float64Array {
  const mean = new Float64Array(dim);
  for (const row of rows) for (let at = 0; at < dim; at++) mean[at] += row[at];
  return mean.map((sum) => sum / rows.length);
}

function meanCosine(rows: readonly Float32Array[], origin: Float64Array): number {
  const sum = new Float64Array(origin.length);
  let count = 0;
  for (const row of rows) {
    let square = 0;
    for (let at = 0; at < row.length; at++) square += (row[at] - origin[at]) ** 2;
    if (square === 0) continue;
    count++;
    const scale = 1 / Math.sqrt(square);
    for (let at = 0; at < row.length; at++) sum[at] += (row[at] - origin[at]) * scale;
  }
  if (count < 2) return NaN;
  const square = sum.reduce((total, value) => total + value * value, 0);
  return (square - count) / (count * (count - 1));
}
