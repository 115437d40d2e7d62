import { rowColumns } from "../compute/sparse.js";
import { userItemMatrix } from "../data/split/matrix.js";
import { openTestPart } from "../data/split/parts.js";
import type { Split } from "../data/split/split.js";
import type { AnyModel } from "../models/contract.js";
import { recommend, type Recommendation } from "./recommend.js";

/** What one user liked, was recommended, and liked later. */
export interface CaseStudy {
  readonly userIndex: number;
  /** Items of the training part, ascending by index. */
  readonly history: readonly number[];
  readonly recommended: readonly (Recommendation & {
    /** True when the item is in the user's test part. */
    readonly hit: boolean;
  })[];
  /** Test items that were not recommended. */
  readonly missed: readonly number[];
}

/** Settings of {@link caseStudies}. */
export interface CaseStudyOptions {
  readonly split: Split;
  /** A fitted model, such as `await run.model()` gives. */
  readonly model: AnyModel;
  readonly users: readonly number[];
  /** Length of the lists; default 10. */
  readonly topK?: number;
}

/**
 * Single users to look at after an evaluation: history, recommendations, hits and misses. It opens the
 * test part, so it must not guide any choice; train and valid are masked as in the evaluation.
 */
export async function caseStudies(options: CaseStudyOptions): Promise<CaseStudy[]> {
  const { split, model, users, topK = 10 } = options;
  const train = userItemMatrix(split.train);
  const test = userItemMatrix({ ...split.train, interactions: openTestPart(split.test) });
  const lists = await recommend({ model, users, topK, seen: [split.train, split.valid] });
  return lists.map(({ userIndex, items }) => {
    const held = new Set(rowColumns(test, userIndex));
    const listed = new Set(items.map((item) => item.itemIndex));
    return {
      userIndex,
      history: Array.from(rowColumns(train, userIndex)),
      recommended: items.map((item) => ({ ...item, hit: held.has(item.itemIndex) })),
      missed: [...held].filter((item) => !listed.has(item)),
    };
  });
}
