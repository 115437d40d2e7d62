import type { UserRanks } from "./user-ranks.js";

/** A ranking metric: its name, its convention, and how it is computed. */
export interface RankingMetric {
  /** Without `@K`, such as `ndcg`. */
  readonly name: string;
  /** True when the metric looks at the first K places and is named `name@K`. */
  readonly cutOff: boolean;
  /** The convention in a sentence, for reports. */
  readonly convention: string;
  /** The user's value; `k` is the list length for a metric without cut-off. */
  value(user: UserRanks, k: number): number;
  /**
   * For a pooled metric, sum of `value` over users divided by sum of `weight`: the user's share of
   * the denominator. Absent for a mean over users.
   */
  weight?(user: UserRanks, k: number): number;
}
