/**
 * Where a user's relevant items stand in the ranking. Every ranking metric, at every K, is a function
 * of these positions, so that one pass over the scores serves all of them.
 */
export interface UserRanks {
  readonly nItems: number;
  /** Items that could have been recommended: `nItems` less the excluded ones. */
  readonly nCandidates: number;
  /** Length of the ranking: `nCandidates` for scores, possibly less for a given list. */
  readonly listLength: number;
  readonly nRelevant: number;
  /** How many of the relevant items the ranking holds. */
  readonly nRanked: number;
  /** Positions of the relevant items, ascending, from 1; the first `nRanked` entries count. */
  readonly ranks: Int32Array;
  /** Grades in the order of `ranks`; the first `nRanked` entries count. */
  readonly grades: Float64Array;
  /** Grades of all relevant items, descending; the first `nRelevant` entries count. */
  readonly idealGrades: Float64Array;
  /**
   * What half a point for each tie between a relevant and another item adds to the number of rightly
   * ordered pairs (ties broken by item index); 0 unless asked for.
   */
  readonly tieCorrection: number;
}

/** Relevant items among the first `k` places. */
export function hitsWithin(user: UserRanks, k: number): number {
  const { ranks, nRanked } = user;
  let hits = 0;
  while (hits < nRanked && ranks[hits] <= k) hits++;
  return hits;
}
