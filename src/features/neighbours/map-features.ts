/**
 * A map of a feature set in the plane: principal components, then UMAP (McInnes, Healy and Melville
 * 2018, through `umap-js`). Maps mislead: what is near on one need not be near in the vectors, so the
 * share of neighbours that it keeps is computed with it.
 */
import { UMAP } from "umap-js";
import { createRandom } from "../../compute/random.js";
import type { Features } from "../contract.js";
import { nearestRows } from "./nearest-rows.js";
import { requireCount } from "./nearest-items.js";
import { principalComponents } from "./principal-components.js";
import { unitRows } from "./unit-rows.js";
import type { PlainMatrix } from "../feature-set.js";

/** Options of {@link mapFeatures}. */
export interface MapFeaturesOptions {
  /** Neighbours that UMAP keeps together; default 15, fewer where there are fewer items. */
  readonly neighbours?: number;
  /** Smallest distance of points on the map; default 0.1. */
  readonly minimumDistance?: number;
  /** Principal components that UMAP works on; default 50. */
  readonly components?: number;
  /** Neighbours that `overlap` is over; default 10. */
  readonly topK?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** Items laid out in the plane. */
export interface MappedFeatures {
  /** `[n]` items with a vector, ascending. */
  readonly items: Int32Array;
  /** `[n x 2]` */
  readonly positions: Float32Array;
  /**
   * Mean share, 0 to 1, of an item's `neighbours` nearest by cosine that are among its nearest on the
   * map too; NaN with fewer than two items.
   */
  readonly overlap: number;
  readonly neighbours: number;
  readonly title: string;
}

/** Fewer points than this are laid out by their principal components alone. */
const fewestForUmap = 5;

/**
 * Lays out the items that have a vector: directions are centred, brought down to 50 principal
 * components, and laid out by UMAP over their exact nearest neighbours, starting from the first two
 * components. Deterministic for a seed. Takes about 10 s for 4,000 items. Throws `E_FEATURE_OPTION`.
 */
export function mapFeatures(
  features: PlainMatrix & Partial<Pick<Features, "preset">>,
  options: MapFeaturesOptions = {},
): MappedFeatures {
  const { neighbours = 15, components = 50, topK = 10 } = options;
  Object.entries({ neighbours, components, topK }).forEach(([name, value]) => {
    requireCount(name, value);
  });
  const { items, rows, dim } = unitRows(features);
  const { nComponents, coordinates } = principalComponents(rows, dim, components);
  const start = startOf(coordinates, nComponents, items.length);
  const isSmall = items.length < fewestForUmap || nComponents < 2;
  const positions = isSmall
    ? Float32Array.from(start.flat())
    : layOut(coordinates, nComponents, start, neighbours, options);
  const method = isSmall ? "Principal components" : "UMAP";
  return {
    items,
    positions,
    overlap: overlapOf(rows, dim, positions, topK),
    neighbours: topK,
    title: features.preset === undefined ? method : `${method} of ${features.preset.id}`,
  };
}

function layOut(
  coordinates: Float64Array,
  dim: number,
  start: readonly number[][],
  neighbours: number,
  { minimumDistance = 0.1, seed = 1 }: MapFeaturesOptions,
): Float32Array {
  const nRows = start.length;
  const random = createRandom(seed, "feature map");
  const nNeighbors = Math.min(neighbours, nRows - 1);
  const umap = new UMAP({ nNeighbors, minDist: minimumDistance, random: () => random.uniform() });
  const { partners, scores } = nearestRows(coordinates, dim, nNeighbors - 1, "distance");
  const listOf = (row: number, values: ArrayLike<number>): number[] =>
    Array.from({ length: nNeighbors - 1 }, (_unused, at) => values[row * (nNeighbors - 1) + at]);
  // The library counts a point as its own first neighbour.
  const indices = start.map((_point, row) => [row, ...listOf(row, partners)]);
  const distances = start.map((_point, row) => [
    0,
    ...listOf(row, scores).map((score) => Math.sqrt(Math.max(0, -score))),
  ]);
  umap.setPrecomputedKNN(indices, distances);
  const data = start.map((_point, row) =>
    Array.from(coordinates.subarray(row * dim, (row + 1) * dim)),
  );
  const epochs = umap.initializeFit(data);
  // The library starts from random places; components keep what is far apart far apart.
  umap.getEmbedding().forEach((point, row) => {
    [point[0], point[1]] = start[row];
  });
  for (let epoch = 0; epoch < epochs; epoch++) umap.step();
  return Float32Array.from(umap.getEmbedding().flat());
}

/** The first two components, scaled to a spread of 10 along the first. */
function startOf(coordinates: Float64Array, dim: number, nRows: number): number[][] {
  const largest = coordinates.reduce(
    (most, value, at) => (at % dim === 0 ? Math.max(most, Math.abs(value)) : most),
    0,
  );
  const factor = largest === 0 ? 0 : 10 / largest;
  return Array.from({ length: nRows }, (_unused, row) =>
    [0, 1].map((axis) => (axis < dim ? factor * coordinates[row * dim + axis] : 0)),
  );
}

function overlapOf(rows: Float64Array, dim: number, positions: Float32Array, topK: number): number {
  const near = nearestRows(rows, dim, topK, "product").partners;
  const nearOnMap = nearestRows(Float64Array.from(positions), 2, topK, "distance").partners;
  const nRows = positions.length / 2;
  let kept = 0;
  let all = 0;
  for (let row = 0; row < nRows; row++) {
    const ends = [row * topK, (row + 1) * topK] as const;
    const onMap = new Set(nearOnMap.subarray(...ends));
    for (const partner of near.subarray(...ends)) {
      if (partner < 0) break;
      all++;
      if (onMap.has(partner)) kept++;
    }
  }
  return kept / all;
}
