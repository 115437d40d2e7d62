/** What a ranking evaluation is asked to compute. */
export interface RankingProtocol {
  readonly nItems: number;
  /** List lengths, such as `[5, 10, 20]`. */
  readonly topK: readonly number[];
  /** Names without `@K`, such as `ndcg`, `recall`; see `rankingMetricNames`. */
  readonly metrics: readonly string[];
}

/** Metric values of every user that has a relevant item. */
export interface RankingResult {
  /** `[n]` users, in the order they were added. */
  readonly userIndex: Int32Array;
  /** `[n]` each, by full name such as `ndcg@10`, `auc`. */
  readonly values: Readonly<Record<string, Float64Array>>;
  /** Users left out because they have no relevant item. */
  readonly skippedUsers: number;
}
