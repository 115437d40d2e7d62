import { rowColumns, rowValues } from "../../compute/sparse.js";
import { openTestPart } from "../../data/split/parts.js";
import { userItemMatrix } from "../../data/split/matrix.js";
import type { Dataset } from "../../data/dataset.js";
import type { Split } from "../../data/split/split.js";
import { RankingEvaluator, rankingProtocolOf } from "../../metrics/index.js";
import { bootstrapMeans, type Interval } from "../../stats/index.js";
import { nResamples, rankingNames } from "../protocol.js";
import type { PerUnitValues } from "../run-record.js";
import { refuseForeignIds } from "./foreign-ids.js";
import type { NamedLists } from "./named-lists.js";
import { placeLists, type PlacedLists } from "./place-lists.js";

/** What lists are scored against, and how. */
export interface ScoreListsOptions {
  readonly dataset: Dataset;
  readonly split: Split;
  /**
   * Names such as `ndcg`, `ndcg@10`, `auc`; one without `@K` is taken at every `topK`. Default: ndcg,
   * recall, precision, hit-rate, map, mrr, and auc where the lists are complete.
   */
  readonly metrics?: readonly string[];
  /** List lengths; default 5, 10 and 20. */
  readonly topK?: readonly number[];
  /** Seed of the intervals; default 1. */
  readonly seed?: number;
}

/** How well lists did. */
export interface ListScores {
  readonly name: string;
  /** By full name, such as `ndcg@10`. */
  readonly metrics: Readonly<Record<string, Interval>>;
  readonly units: PerUnitValues;
  /** True when every user's list names every item of the files but those of train and valid. */
  readonly isComplete: boolean;
  /** Test users without a list; each counts as an empty list. */
  readonly usersWithoutList: number;
  /** Lists of users without a test row; they are ignored. */
  readonly listsWithoutTest: number;
  /** Listed items that stand in no file; each is a miss. */
  readonly unknownItems: number;
  /** Listed items that the user has in train or valid; each is a miss. */
  readonly seenItems: number;
}

const standardMetrics = ["ndcg", "recall", "precision", "hit-rate", "map", "mrr"];

/**
 * Scores lists that any tool made, with the metrics and intervals of `runExperiment`: lists of a run
 * get the values of the run. Every user with a test row counts, one without a list as an empty list;
 * an item that is unknown or that the user had in train or valid takes its place and is a miss. Every
 * test row is relevant, its rating the grade of the graded metrics. `auc` counts one half for a pair
 * behind the end of a list. Throws `E_METRIC_NAME`, `E_METRIC_PROTOCOL`, and `E_LIST_IDS` when none of
 * the users or none of the items of the lists are those of the files.
 */
export function scoreLists(lists: NamedLists, options: ScoreListsOptions): ListScores {
  const { dataset, split, topK = [5, 10, 20], seed = 1 } = options;
  refuseForeignIds(lists, dataset);
  const placed = placeLists(lists, dataset, split);
  const standard = placed.isComplete ? [...standardMetrics, "auc"] : standardMetrics;
  const names = [...new Set(rankingNames(options.metrics ?? standard, topK))];
  const { userIndex, values } = evaluate(placed, options, names);
  const asked = Object.fromEntries(names.map((name) => [name, values[name]]));
  const usersWithoutList = placed.users.filter(({ ranked }) => ranked.length === 0).length;
  return {
    name: lists.name,
    metrics: bootstrapMeans(asked, { seed, resamples: nResamples }),
    units: { unit: "user", userIndex, values: asked },
    isComplete: placed.isComplete,
    usersWithoutList,
    listsWithoutTest: lists.itemsOf.size - (placed.users.length - usersWithoutList),
    unknownItems: placed.nItems - dataset.nItems,
    seenItems: placed.users.reduce((sum, { nSeen }) => sum + nSeen, 0),
  };
}

function evaluate(
  placed: PlacedLists,
  { split }: ScoreListsOptions,
  names: readonly string[],
): ReturnType<RankingEvaluator["finish"]> {
  const relevant = userItemMatrix({ ...split.train, interactions: openTestPart(split.test) });
  const evaluator = new RankingEvaluator(rankingProtocolOf(placed.nItems, names));
  const graded = names.some((name) => name.startsWith("ndcg-"));
  for (const { userIndex, ranked, nExcluded } of placed.users) {
    const grades = graded ? rowValues(relevant, userIndex) : undefined;
    evaluator.addRanking(userIndex, ranked, rowColumns(relevant, userIndex), grades, nExcluded);
  }
  return evaluator.finish();
}
