import { genreDistribution, type ItemGenres } from "./genre-distribution.js";
import { checkLists, metricOfLists, type ListMetric, type RecommendationLists } from "./lists.js";

/**
 * Genre entropy: Shannon entropy, in bits, of the genres of a list (each item's weight split equally
 * among its genres), averaged over users; 0 for one genre, log2 of the number of genres at most.
 * Users whose items have no genre are skipped. Throws `E_METRIC_SHAPE`, `E_METRIC_ITEMS`.
 */
export function genreEntropy(lists: RecommendationLists, itemGenres: ItemGenres): ListMetric {
  checkLists(lists, itemGenres.length);
  return metricOfLists(lists, (items) => {
    const distribution = genreDistribution(items, itemGenres);
    if (distribution === undefined) return undefined;
    let entropy = 0;
    for (const share of distribution.values()) entropy -= share * Math.log2(share);
    return Math.max(entropy, 0);
  });
}
