/**
 * Lists that show more kinds of films: k-means over what the model has learned of genres (Siet et al. 2024,
 * "Enhancing Sequence Movie Recommendation System Using Deep Learning and KMeans").
 */
import { MoviolaError } from "../../common/errors.js";
import { kMeans } from "../../compute/k-means.js";
import type { RatingPredictor } from "../contract.js";
import { factsOf } from "../shared/graph/network-state.js";
import { floatArray } from "../shared/state-arrays.js";

/** Settings of {@link genreClusters}. */
export interface GenreClusterOptions {
  readonly nClusters: number;
  readonly seed: number;
}

/**
 * `[nItems]` clusters of items by the mean of their genres' learned vectors, of a fitted model `siet`; items
 * without a genre are at the origin. Throws `E_MODEL_UNFITTED`, `E_MODEL_STATE` for another model, or for one
 * that has learned no genres, `E_KMEANS`.
 */
export function genreClusters(
  model: RatingPredictor,
  { nClusters, seed }: GenreClusterOptions,
): Int32Array {
  const state = model.state();
  const nGenres = state.id === "siet" ? factsOf(state).number("genreCount") : 0;
  if (nGenres === 0) {
    throw new MoviolaError("E_MODEL_STATE", "This model has no vectors of genres", {
      expected: "a model siet, fitted with item content that has genres",
      got: state.id,
    });
  }
  const shares = factsOf(state).table("genres").values as Float32Array;
  const table = floatArray(state, "genreTable");
  const dim = table.length / nGenres;
  const rows = new Float64Array(state.nItems * dim);
  for (let item = 0; item < state.nItems; item++) {
    for (let genre = 0; genre < nGenres; genre++) {
      const share = shares[item * nGenres + genre];
      if (share === 0) continue;
      for (let at = 0; at < dim; at++) rows[item * dim + at] += share * table[genre * dim + at];
    }
  }
  return kMeans({ rows, dim, nClusters, seed }).clusters;
}

/**
 * A list in another order, so that its beginning holds items of many clusters: the best of each cluster first,
 * in the order of the list, then the second of each, and so on. `clusters` is by `itemIndex`; -1 behind the end
 * of a short list stays there. Throws `E_MODEL_ITEM` for an item without a cluster.
 */
export function diversified(list: Int32Array, clusters: Int32Array): Int32Array {
  const seen = new Map<number, number>();
  const ranked = Array.from(
    list.filter((item) => item !== -1),
    (item, place) => {
      const cluster = clusters[item];
      if (cluster === undefined) throw itemError(item, clusters.length);
      const round = seen.get(cluster) ?? 0;
      seen.set(cluster, round + 1);
      return { item, round, place };
    },
  );
  ranked.sort((one, other) => one.round - other.round || one.place - other.place);
  const ordered = new Int32Array(list.length).fill(-1);
  ordered.set(ranked.map(({ item }) => item));
  return ordered;
}

function itemError(item: number, nItems: number): MoviolaError {
  return new MoviolaError("E_MODEL_ITEM", "This item is in no cluster", {
    expected: `an index from 0 to ${nItems - 1}`,
    got: String(item),
    remedy: "Cluster the items of the same data set",
  });
}
