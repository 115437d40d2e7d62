/** A table of marks from values a user or row: places, intervals, and what cannot be told apart. */
import { significanceLevel } from "../../experiment/compare/compare-metric.js";
import { isHigherBetter } from "../../experiment/compare/metric-columns.js";
import { nResamples } from "../../experiment/protocol.js";
import {
  allPairsTest,
  holm,
  significanceLetters,
  type Interval,
  type PairResult,
} from "../../stats/index.js";

/** Who is in the table. */
export interface Entrant {
  readonly name: string;
  readonly kind: "submission" | "baseline";
  /** `[nUnits]` */
  readonly column: Float64Array;
}

/** One row of the table. */
export interface Standing {
  /** Position of the row among the entrants. */
  readonly entrant: number;
  readonly name: string;
  readonly kind: Entrant["kind"];
  /** Among submissions, from 1, equal values share one; baselines have none. */
  readonly place: number | undefined;
  readonly value: Interval;
  /** This row's value less the first row's; absent for the first. */
  readonly toBest:
    | { readonly mean: number; readonly low: number; readonly high: number; readonly p: number }
    | undefined;
  /** True when the paired test does not tell the row from the first one. */
  readonly tiedWithBest: boolean;
  /** True when it does not tell the row from the one below. */
  readonly tiedWithNext: boolean;
  /** Rows that share a letter cannot be told apart. */
  readonly letters: string;
  /** Baselines that the row is not shown to be ahead of. */
  readonly notAheadOf: readonly string[];
}

/**
 * The table, best first: bootstrap intervals, and every pair tested by paired randomisation over users or rows with
 * Holm's correction over all pairs, baselines included. Columns of `rmse` and `mae` are errors.
 */
export function standings(entrants: readonly Entrant[], metric: string, seed: number): Standing[] {
  if (entrants.length === 0) return [];
  const sign = isHigherBetter(metric) ? 1 : -1;
  const statistic = metric === "rmse" ? "rmse" : "mean";
  const columns = entrants.map(({ column }) => column);
  const tested = allPairsTest(columns, { seed, statistic, resamples: nResamples });
  const corrected = holm(tested.pairs.map(({ pValue }) => pValue));
  const pairs = new Pairs(tested.pairs, corrected);
  const means = tested.estimates.map(({ mean }) => mean);
  const best = sign === 1 ? "higher" : "lower";
  const letters = significanceLetters(means, pairs.all, significanceLevel, { best });
  const order = [...entrants.keys()].sort(
    (a, b) => sign * (means[b] - means[a]) || (entrants[a].name < entrants[b].name ? -1 : 1),
  );
  const ranked = order.filter((at) => entrants[at].kind === "submission");
  return order.map((at, row) => {
    const { name, kind } = entrants[at];
    const isAhead = (other: number): boolean =>
      pairs.p(at, other) < significanceLevel && sign * (means[at] - means[other]) > 0;
    const baselines = order.filter((other) => entrants[other].kind === "baseline" && other !== at);
    return {
      entrant: at,
      name,
      kind,
      place:
        kind === "baseline" ? undefined : 1 + ranked.findIndex((one) => means[one] === means[at]),
      value: tested.estimates[at],
      toBest: row === 0 ? undefined : pairs.difference(at, order[0]),
      tiedWithBest: row > 0 && pairs.p(at, order[0]) >= significanceLevel,
      tiedWithNext: row + 1 < order.length && pairs.p(at, order[row + 1]) >= significanceLevel,
      letters: letters[at],
      notAheadOf: baselines.filter((other) => !isAhead(other)).map((other) => entrants[other].name),
    };
  });
}

/** Tested pairs, whichever of the two is asked for first. */
class Pairs {
  readonly all: readonly PairResult[];
  readonly #byPlace: ReadonlyMap<string, PairResult>;

  constructor(pairs: readonly PairResult[], corrected: readonly number[]) {
    this.all = pairs.map((pair, at) => ({ ...pair, pValue: corrected[at] }));
    this.#byPlace = new Map(this.all.map((pair) => [`${pair.first} ${pair.second}`, pair]));
  }

  p(one: number, other: number): number {
    return this.#of(one, other).pValue;
  }

  /** `one` less `other`. */
  difference(one: number, other: number): Standing["toBest"] {
    const { first, difference, low, high, pValue: p } = this.#of(one, other);
    return first === one
      ? { mean: difference, low, high, p }
      : { mean: -difference, low: -high, high: -low, p };
  }

  #of(one: number, other: number): PairResult {
    return this.#byPlace.get(`${Math.min(one, other)} ${Math.max(one, other)}`)!;
  }
}
