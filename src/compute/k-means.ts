/**
 * k-means: rows into clusters with small distances to their means.
 *
 * Start: k-means++ (D. Arthur, S. Vassilvitskii, SODA 2007, section 2.2): the first centre is drawn evenly,
 * each further one with a probability in proportion to the squared distance from the nearest so far. Then
 * Lloyd's iterations, until no row changes its cluster.
 */
import { MoviolaError } from "../common/errors.js";
import { createRandom, type RandomStream } from "./random.js";

/** Rows to cluster, and how. */
export interface KMeansOptions {
  /** `[nRows x dim]` row-major, finite. */
  readonly rows: ArrayLike<number>;
  readonly dim: number;
  /** From 1 to the number of rows. */
  readonly nClusters: number;
  readonly seed: number;
  /** Default 100. */
  readonly mostIterations?: number;
}

/** Clusters of rows. */
export interface KMeans {
  /** `[nRows]` from 0. */
  readonly clusters: Int32Array;
  /** `[nClusters x dim]` the means; of a cluster that lost its rows, where it was before. */
  readonly centres: Float64Array;
  /** Sum of squared distances of the rows from their centres. */
  readonly inertia: number;
}

/** Clusters rows; of equal distances the lower cluster counts. Throws `E_KMEANS`. */
export function kMeans(options: KMeansOptions): KMeans {
  const { rows, dim, nClusters, seed, mostIterations = 100 } = options;
  const nRows = rows.length / dim;
  checkOptions(options, nRows);
  const centres = startingCentres(options, nRows, createRandom(seed, "k-means/start"));
  const clusters = new Int32Array(nRows).fill(-1);
  let inertia = 0;
  for (let iteration = 0; iteration <= mostIterations; iteration++) {
    if (iteration > 0) moveCentres(rows, dim, clusters, centres);
    let isChanged = false;
    inertia = 0;
    for (let row = 0; row < nRows; row++) {
      const near = nearest(rows, row, centres, nClusters, dim);
      isChanged ||= clusters[row] !== near.cluster;
      clusters[row] = near.cluster;
      inertia += near.distance;
    }
    if (!isChanged) break;
  }
  return { clusters, centres, inertia };
}

function startingCentres(
  { rows, dim, nClusters }: KMeansOptions,
  nRows: number,
  random: RandomStream,
): Float64Array {
  const centres = new Float64Array(nClusters * dim);
  const distances = new Float64Array(nRows).fill(1);
  for (let cluster = 0; cluster < nClusters; cluster++) {
    const row = drawRow(distances, random);
    for (let at = 0; at < dim; at++) centres[cluster * dim + at] = rows[row * dim + at];
    for (let other = 0; other < nRows; other++) {
      const own = distanceTo(rows, other, centres, cluster, dim);
      distances[other] = cluster === 0 ? own : Math.min(distances[other], own);
    }
  }
  return centres;
}

/** A row with a probability in proportion to its weight; any where all weights are 0. */
function drawRow(weights: Float64Array, random: RandomStream): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return random.integer(weights.length);
  let left = random.uniform() * total;
  let last = 0;
  for (let row = 0; row < weights.length; row++) {
    if (weights[row] === 0) continue;
    last = row;
    left -= weights[row];
    if (left < 0) break;
  }
  return last;
}

function moveCentres(
  rows: ArrayLike<number>,
  dim: number,
  clusters: Int32Array,
  centres: Float64Array,
): void {
  const sums = new Float64Array(centres.length);
  const counts = new Int32Array(centres.length / dim);
  clusters.forEach((cluster, row) => {
    counts[cluster]++;
    for (let at = 0; at < dim; at++) sums[cluster * dim + at] += rows[row * dim + at];
  });
  sums.forEach((sum, at) => {
    const count = counts[Math.floor(at / dim)];
    if (count > 0) centres[at] = sum / count;
  });
}

function nearest(
  rows: ArrayLike<number>,
  row: number,
  centres: Float64Array,
  nClusters: number,
  dim: number,
): { cluster: number; distance: number } {
  let best = { cluster: 0, distance: Number.POSITIVE_INFINITY };
  for (let cluster = 0; cluster < nClusters; cluster++) {
    const distance = distanceTo(rows, row, centres, cluster, dim);
    if (distance < best.distance) best = { cluster, distance };
  }
  return best;
}

/** Squared. */
function distanceTo(
  rows: ArrayLike<number>,
  row: number,
  centres: Float64Array,
  cluster: number,
  dim: number,
): number {
  let sum = 0;
  for (let at = 0; at < dim; at++) {
    sum += (rows[row * dim + at] - centres[cluster * dim + at]) ** 2;
  }
  return sum;
}

function checkOptions({ rows, nClusters, dim }: KMeansOptions, nRows: number): void {
  const isWhole = Number.isInteger(nRows) && Number.isInteger(nClusters);
  const isFinite = Array.from(rows).every(Number.isFinite);
  if (isWhole && isFinite && nClusters >= 1 && nClusters <= nRows) return;
  throw new MoviolaError("E_KMEANS", "These rows cannot be put into so many clusters", {
    expected: "a whole number of clusters from 1 to that of the rows, and finite rows",
    got: `${nClusters} clusters for ${nRows} rows of ${dim}${isFinite ? "" : ", not all finite"}`,
    remedy: "Ask for fewer clusters",
  });
}
