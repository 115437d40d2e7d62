import { MoviolaError } from "../../common/errors.js";
import { RankingEvaluator } from "../ranking/evaluator.js";

/** One user of {@link RosettaInput}. */
export interface RosettaUser {
  /** `[nItems]` finite. */
  readonly scores: Float32Array;
  /** `[n]` relevant items; may be empty. */
  readonly relevant: Int32Array;
  /** `[relevant.length]` whole numbers from 1; 1 when left out. */
  readonly grades?: Float32Array;
  /** `[n]` items seen in training, ascending; none when left out. */
  readonly excluded?: Int32Array;
}

/** One result to read under the conventions of several tools. */
export interface RosettaInput {
  readonly nItems: number;
  /** List length K of the metrics with a cut-off. */
  readonly k: number;
  readonly users: readonly RosettaUser[];
  /** `[nItems]` document names, by which trec_eval breaks ties; the item index when left out. */
  readonly itemIds?: readonly string[];
}

/** A metric of a tool, before its value is worked out. */
export interface RosettaEntry {
  readonly tool: string;
  /** As the tool names it. */
  readonly metric: string;
  /** In words. */
  readonly convention: string;
  /** Repository and path that the convention was read from. */
  readonly source: string;
  readonly value: number;
}

/**
 * Four users and eight items with what makes tools disagree: more relevant items than places, grades,
 * equal scores, items seen in training, and a user without a relevant item.
 */
export const exampleInput: RosettaInput = {
  nItems: 8,
  k: 3,
  users: [
    {
      scores: Float32Array.of(0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2),
      relevant: Int32Array.of(0, 3, 4, 5, 6),
      grades: Float32Array.of(1, 3, 2, 1, 1),
    },
    {
      scores: Float32Array.of(0.5, 0.5, 0.9, 0.5, 0.1, 0.2, 0.3, 0.4),
      relevant: Int32Array.of(3),
      grades: Float32Array.of(2),
      excluded: Int32Array.of(4),
    },
    {
      scores: Float32Array.of(0.1, 0.6, 0.2, 0.9, 0.3, 0.8, 0.4, 0.7),
      relevant: Int32Array.of(5, 7),
      grades: Float32Array.of(1, 3),
      excluded: Int32Array.of(1, 3),
    },
    {
      scores: Float32Array.of(0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
      relevant: new Int32Array(0),
      excluded: Int32Array.of(0),
    },
  ],
};

/**
 * Throws as `RankingEvaluator` for scores, lists and grades, `E_METRIC_GRADE` for a grade that is not
 * a whole number, `E_METRIC_EMPTY` when no user has a relevant item, and `E_METRIC_SHAPE` when the
 * ids do not fit.
 */
export function checkRosettaInput(input: RosettaInput): void {
  const { nItems, k, users, itemIds } = input;
  const evaluator = new RankingEvaluator({ nItems, topK: [k], metrics: ["recall"] });
  for (const [index, user] of users.entries()) {
    const { scores, relevant, grades, excluded = new Int32Array(0) } = user;
    evaluator.addScores(index, scores, excluded, relevant, grades);
    const broken = grades?.find((grade) => !Number.isInteger(grade));
    if (broken === undefined) continue;
    throw new MoviolaError("E_METRIC_GRADE", "trec_eval and ranx read whole grades", {
      where: `user ${index}`,
      expected: "whole numbers from 1",
      got: String(broken),
    });
  }
  if (evaluator.finish().userIndex.length === 0) {
    throw new MoviolaError("E_METRIC_EMPTY", "No user has a relevant item", {
      expected: "at least one user with a relevant item",
      got: `${users.length} users without`,
    });
  }
  if (itemIds !== undefined && itemIds.length !== nItems) {
    throw new MoviolaError("E_METRIC_SHAPE", "Item ids and items differ in number", {
      expected: `${nItems} ids`,
      got: String(itemIds.length),
    });
  }
}
