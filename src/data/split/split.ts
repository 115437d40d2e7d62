import type { TestPart, TrainPart, ValidPart } from "./parts.js";

/** How a split was made: the recipe's name, its settings and the seed, all hashed. */
export interface SplitRecipe {
  /** Such as `random-ratings`, `leave-one-out-latest`, `global-temporal`. */
  readonly name: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly seed: number;
  /**
   * Whether no test row is earlier than any training row (`all`), or than those of its user (`user`).
   * Rows of the same time may stand on both sides of a cut.
   */
  readonly timeOrder: "none" | "user" | "all";
}

/**
 * A data set's rows in three disjoint parts. No row is lost silently: the parts and `nDropped` add
 * up to the rows of the data set.
 */
export interface Split {
  readonly recipe: SplitRecipe;
  /** Content hash of the data set that was split. */
  readonly datasetHash: string;
  /** Content hash over the recipe and the rows of every part. */
  readonly hash: string;
  readonly train: TrainPart;
  readonly valid: ValidPart;
  readonly test: TestPart;
  /** Rows in no part, such as a cold user's; 0 for most recipes. */
  readonly nDropped: number;
}
