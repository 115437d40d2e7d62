import { recommendAll, type RecommendAllOptions } from "./recommend-all.js";

/** One place of a recommendation list. */
export interface Recommendation {
  readonly itemIndex: number;
  /** What the model orders by: a score, or the predicted rating. */
  readonly score: number;
  /** From 1. */
  readonly rank: number;
}

/** The list of one user, best first; shorter than `topK` when there are fewer candidates. */
export interface UserRecommendations {
  readonly userIndex: number;
  readonly items: readonly Recommendation[];
}

/** Settings of {@link recommend}. */
export interface RecommendOptions extends RecommendAllOptions {
  /** `[n]` for whom, each as often as it stands here. */
  readonly users: Int32Array | readonly number[];
}

/**
 * The best items for each user, for lists and poster strips: what {@link recommendAll} finds, place by
 * place. Throws as it does.
 */
export async function recommend(options: RecommendOptions): Promise<UserRecommendations[]> {
  const { topK, userIndex, items, scores } = await recommendAll(options);
  return Array.from(userIndex, (user, row) => {
    const own = items.subarray(row * topK, (row + 1) * topK);
    const length = own.indexOf(-1);
    return {
      userIndex: user,
      items: Array.from(length < 0 ? own : own.subarray(0, length), (itemIndex, place) => ({
        itemIndex,
        score: scores[row * topK + place],
        rank: place + 1,
      })),
    };
  });
}
