import { rowColumns, type SparseMatrix } from "../../compute/sparse.js";
import { userItemMatrix } from "../../data/split/matrix.js";
import { openTestPart } from "../../data/split/parts.js";
import type { Dataset } from "../../data/dataset.js";
import type { Split } from "../../data/split/split.js";
import { RankingEvaluator } from "../../metrics/index.js";
import { bootstrapMeans, type Interval } from "../../stats/index.js";
import type { PerUnitValues } from "../run-record.js";
import type { NamedLists } from "./named-lists.js";

/** What lists are scored against, and how. */
export interface ScoreListsOptions {
  readonly dataset: Dataset;
  readonly split: Split;
  /** Names without `@K`, such as `ndcg`. */
  readonly metrics: readonly string[];
  readonly topK: readonly number[];
  /** Seed of the intervals; default 1. */
  readonly seed?: number;
}

/** How well lists did. */
export interface ListScores {
  readonly name: string;
  /** By full name, such as `ndcg@10`. */
  readonly metrics: Readonly<Record<string, Interval>>;
  readonly units: PerUnitValues;
  /** Test users without a list; each counts as an empty list. */
  readonly usersWithoutList: number;
  /** Lists of users without a test row; they are ignored. */
  readonly listsWithoutTest: number;
  /** Listed items that stand in no file; each is a miss. */
  readonly unknownItems: number;
  /** Listed items that the user has in train or valid; each is a miss. */
  readonly seenItems: number;
}

/**
 * Scores lists that any tool made. Every user with a test row counts, one without a list as an empty
 * list; an item that is unknown or that the user had in train takes its place and is a miss. Every
 * test row is relevant.
 */
export function scoreLists(lists: NamedLists, options: ScoreListsOptions): ListScores {
  const { dataset, split, metrics, topK, seed = 1 } = options;
  const relevant = userItemMatrix({ ...split.train, interactions: openTestPart(split.test) });
  const seen = [userItemMatrix(split.train), userItemMatrix(split.valid)];
  // Unknown items get positions behind the catalogue, so that they are misses of their own.
  const positions = new ItemPositions(dataset);
  const listed = new Map<number, Int32Array>();
  let usersWithoutList = 0;
  let seenItems = 0;
  for (let user = 0; user < dataset.nUsers; user++) {
    if (rowColumns(relevant, user).length === 0) continue;
    const items = lists.itemsOf.get(dataset.users.idOf(user));
    if (items === undefined) usersWithoutList++;
    const ranked = Int32Array.from(items ?? [], (id) => positions.of(id));
    seenItems += seen.reduce((sum, part) => sum + countCommon(part, user, ranked), 0);
    listed.set(user, ranked);
  }
  const evaluator = new RankingEvaluator({ nItems: positions.size, topK, metrics });
  for (const [user, ranked] of listed) {
    evaluator.addRanking(user, ranked, rowColumns(relevant, user));
  }
  const { userIndex, values } = evaluator.finish();
  const withTest = [...listed.keys()].filter((user) =>
    lists.itemsOf.has(dataset.users.idOf(user)),
  ).length;
  return {
    name: lists.name,
    metrics: bootstrapMeans(values, { seed }),
    units: { unit: "user", userIndex, values },
    usersWithoutList,
    listsWithoutTest: lists.itemsOf.size - withTest,
    unknownItems: positions.size - dataset.nItems,
    seenItems,
  };
}

/** Positions of items in the catalogue, and behind it for ids that are not there. */
class ItemPositions {
  readonly #dataset: Dataset;
  readonly #unknown = new Map<string, number>();

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  get size(): number {
    return this.#dataset.nItems + this.#unknown.size;
  }

  of(id: string): number {
    const known = this.#dataset.items.indexOf(id);
    if (known >= 0) return known;
    const before = this.#unknown.get(id);
    if (before !== undefined) return before;
    const position = this.size;
    this.#unknown.set(id, position);
    return position;
  }
}

function countCommon(part: SparseMatrix, user: number, ranked: Int32Array): number {
  const own = new Set(rowColumns(part, user));
  return ranked.reduce((count, item) => count + (own.has(item) ? 1 : 0), 0);
}
