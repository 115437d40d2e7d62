/**
 * A map of features in the plane: unit vectors, their principal components, then UMAP.
 *
 * Source: McInnes, Healy and Melville, "UMAP: Uniform Manifold Approximation and Projection for
 * Dimension Reduction", arXiv:1802.03426. Deviation: the start is random by seed, not spectral.
 */
import { UMAP } from "umap-js";
import { MoviolaError } from "../../common/errors.js";
import { createRandom } from "../../compute/random.js";
import type { Features } from "../contract.js";
import { toUnitLength } from "../shared/unit-length.js";
import { nearestPoints, type NearestPoints } from "./nearest-points.js";
import { principalComponents, type PrincipalComponents } from "./principal-components.js";

/** Items at most that the overlap is counted over: its standard error is below 0.01 with them. */
const mostQueries = 1000;

/** Settings of {@link mapFeatures}. */
export interface MapOptions {
  /** Principal components that UMAP sees; default 50. */
  readonly components?: number;
  /** Neighbours that decide where UMAP puts an item, the item itself counted; default 15. */
  readonly neighbours?: number;
  /** Rounds of layout; default 300. */
  readonly epochs?: number;
  /** How close UMAP lets items lie; default 0.1. */
  readonly minimumDistance?: number;
  /** Default 1. */
  readonly seed?: number;
  /** Nearest neighbours that `overlap` counts; default 10. */
  readonly topK?: number;
}

/** Features laid out in the plane. */
export interface MappedFeatures {
  /** Items on the map: those of the given ones that have a vector. */
  readonly items: Int32Array;
  /** `[items.length x 2]` row-major, no unit. */
  readonly positions: Float32Array;
  /**
   * Share of the `neighbours` nearest by cosine that are among the nearest on the map too, 0 to 1, mean
   * over at most 1,000 items, drawn by the seed. By chance it would be `neighbours / (items.length - 1)`.
   */
  readonly overlap: number;
  readonly neighbours: number;
}

type VectorMatrix = Pick<Features, "nItems" | "dim" | "values" | "missing">;

/**
 * Lays the items of a feature set out in the plane, those without a vector left out. `items` restricts
 * it to some of them; default all. Deterministic for a seed. Throws `E_FEATURE_OPTION` when fewer items
 * have a vector than there are neighbours to be found.
 */
export function mapFeatures(
  features: VectorMatrix,
  items: readonly number[] = Array.from({ length: features.nItems }, (_unused, item) => item),
  options: MapOptions = {},
): MappedFeatures {
  const { components = 50, neighbours = 15, topK = 10 } = options;
  const mapped = Int32Array.from(items.filter((item) => features.missing[item] === 0));
  const least = Math.max(neighbours, topK + 1);
  if (mapped.length < least) {
    throw new MoviolaError("E_FEATURE_OPTION", "Too few items for a map", {
      expected: `${least} items with a vector`,
      got: String(mapped.length),
      remedy: "Map more items, or ask for fewer neighbours",
    });
  }
  const unit = unitVectors(features, mapped);
  const reduced = principalComponents(unit, features.dim, components);
  const positions = layOut(
    reduced,
    nearestPoints(reduced.values, reduced.dim, neighbours - 1),
    options,
  );
  const overlap = overlapOf(unit, positions, topK, options.seed ?? 1);
  return { items: mapped, positions, overlap, neighbours: topK };
}

function unitVectors({ dim, values }: VectorMatrix, items: Int32Array): Float32Array {
  const unit = new Float32Array(items.length * dim);
  items.forEach((item, row) => {
    unit.set(toUnitLength(values.slice(item * dim, (item + 1) * dim)), row * dim);
  });
  return unit;
}

function layOut(
  { dim, values }: PrincipalComponents,
  near: NearestPoints,
  options: MapOptions,
): Float32Array {
  const { neighbours = 15, epochs = 300, minimumDistance = 0.1, seed = 1 } = options;
  const nPoints = values.length / dim;
  const random = createRandom(seed, "feature map");
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: neighbours,
    nEpochs: epochs,
    minDist: minimumDistance,
    random: () => random.uniform(),
  });
  const rows = Array.from({ length: nPoints }, (_unused, row) => row);
  const width = neighbours - 1;
  // UMAP counts an item among its own neighbours.
  umap.setPrecomputedKNN(
    rows.map((row) => [row, ...near.points.subarray(row * width, (row + 1) * width)]),
    rows.map((row) => [0, ...near.distances.subarray(row * width, (row + 1) * width)]),
  );
  const laidOut = umap.fit(rows.map((row) => [...values.subarray(row * dim, (row + 1) * dim)]));
  return Float32Array.from(laidOut.flat());
}

/** Between unit vectors the order of distances is that of cosines. */
function overlapOf(
  unit: Float32Array,
  positions: Float32Array,
  topK: number,
  seed: number,
): number {
  const nPoints = positions.length / 2;
  const dim = unit.length / nPoints;
  const drawn = createRandom(seed, "overlap of a map")
    .permutation(nPoints)
    .subarray(0, mostQueries);
  const one = nearestPoints(unit, dim, topK, drawn).points;
  const other = nearestPoints(positions, 2, topK, drawn).points;
  let shared = 0;
  for (let start = 0; start < one.length; start += topK) {
    const known = new Set(one.subarray(start, start + topK));
    for (const point of other.subarray(start, start + topK)) shared += Number(known.has(point));
  }
  return shared / one.length;
}
