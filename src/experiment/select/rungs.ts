/**
 * The rungs of successive halving: K. Jamieson, A. Talwalkar, "Non-stochastic Best Arm Identification and
 * Hyperparameter Optimization", AISTATS 2016; L. Li et al., "Hyperband", JMLR 18, 2018, algorithm 1, whose
 * numbers of a bracket these are: n eta^-i candidates with the resource R eta^(i - s) in rung i of 0 .. s.
 */

/** One rung before it is run. */
export interface PlannedRung {
  /** Candidates in the rung; fewer where some failed before. */
  readonly nCandidates: number;
  /** Of the full resource, above 0 to 1; the last rung has 1. */
  readonly share: number;
}

/** What limits the number of rungs. */
export interface RungLimits {
  /** What remains of the candidates from rung to rung is one in `eta`, rounded down. */
  readonly eta: number;
  /** Smallest share of the full resource that tells anything about a configuration. */
  readonly smallestShare: number;
}

/** Rungs for `nCandidates` configurations: as many as leave one at the end and the limits allow. */
export function planRungs(nCandidates: number, { eta, smallestShare }: RungLimits): PlannedRung[] {
  let last = 0;
  // Products of whole numbers: the logarithm of 243 to base 3 is not always 5 in floating point.
  for (let power = eta; power <= nCandidates && power * smallestShare <= 1; power *= eta) last++;
  return Array.from({ length: last + 1 }, (_unused, rung) => ({
    nCandidates: Math.floor(nCandidates / eta ** rung),
    share: 1 / eta ** (last - rung),
  }));
}
