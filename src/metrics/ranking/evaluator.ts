import { MoviolaError } from "../../common/errors.js";
import type { RankingProtocol, RankingResult } from "../ranking-contract.js";
import type { RankingMetric } from "./definition.js";
import { RankFinder } from "./rank-finder.js";
import { findMetric } from "./registry.js";

interface Column {
  readonly fullName: string;
  readonly metric: RankingMetric;
  readonly k: number;
  values: Float64Array;
  /** Sum of the metric's weights, for a pooled metric. */
  totalWeight: number;
}

/**
 * Computes any number of ranking metrics at any number of list lengths, one user after another, in
 * one pass over each user's scores.
 *
 * Conventions that hold for every metric: a higher score is better; **equal scores are ordered by
 * lower item index**; excluded items are not in the ranking; a user without a relevant item is left
 * out and counted; a list shorter than K has misses in its empty places (precision divides by K all
 * the same, the ideal list of NDCG has min(K, relevant) places).
 */
export class RankingEvaluator {
  readonly #finder: RankFinder;
  readonly #columns: readonly Column[];
  readonly #seenUsers: Set<number> = new Set();
  #userIndex: Int32Array = new Int32Array(256);
  #nUsers = 0;
  #skippedUsers = 0;

  /**
   * `protocol.metrics` are names of `rankingMetricNames`, `protocol.topK` whole numbers from 1 (may
   * be empty when no metric has a cut-off; may exceed the number of items). Throws
   * `E_METRIC_PROTOCOL`, `E_METRIC_NAME`.
   */
  constructor(protocol: RankingProtocol) {
    checkProtocol(protocol);
    this.#columns = columnsOf(protocol);
    const withTies = protocol.metrics.includes("auc-half-ties");
    this.#finder = new RankFinder(protocol.nItems, withTies);
  }

  /**
   * Adds a user by scores.
   *
   * @param scores `[nItems]`, every one finite, masked items included.
   * @param excluded items that are not in the ranking (seen in training), ascending.
   * @param relevant the user's relevant items, in any order, each once, none of them excluded.
   * @param grades `[relevant.length]` positive grades for the graded NDCG; 1 when left out.
   *
   * Throws `E_METRIC_SCORE` (names user and item), `E_METRIC_SHAPE`, `E_METRIC_ITEMS`,
   * `E_METRIC_GRADE`, and `E_METRIC_USER` for a user added before.
   */
  addScores(
    userIndex: number,
    scores: Float32Array,
    excluded: Int32Array,
    relevant: Int32Array,
    grades?: Float32Array,
  ): void {
    this.#checkUser(userIndex);
    this.#finder.fromScores(userIndex, scores, excluded, relevant, grades);
    this.#addUser(userIndex);
  }

  /**
   * Adds a user by a ranked list, best first, that may be shorter than the catalogue.
   *
   * @param ranked items, each once.
   * @param nExcluded how many items could not be recommended; `auc` counts them out of the pairs.
   *
   * A list gives what its scores would give when it holds all candidates. `auc` counts one half for
   * pairs behind the end of a shorter list. Throws as `addScores`.
   */
  addRanking(
    userIndex: number,
    ranked: Int32Array,
    relevant: Int32Array,
    grades?: Float32Array,
    nExcluded = 0,
  ): void {
    this.#checkUser(userIndex);
    checkExcludedCount(userIndex, nExcluded, this.#finder.nItems, ranked, relevant);
    this.#finder.fromRanking(userIndex, ranked, relevant, grades, nExcluded);
    this.#addUser(userIndex);
  }

  /**
   * Adds a user by the places of all relevant items in the whole ranking, as a kernel finds them for
   * many users at once.
   *
   * @param ranks from 1, each once, in any order; `grades` in the same order.
   * @param nExcluded how many items are not in the ranking.
   * @param tieCorrection see `UserRanks`; only `auc-half-ties` asks for it.
   *
   * Gives what the scores behind the places would give. Throws `E_METRIC_RANK`, `E_METRIC_ITEMS`,
   * `E_METRIC_GRADE`, `E_METRIC_USER`.
   */
  addRanks(
    userIndex: number,
    ranks: Int32Array,
    nExcluded: number,
    grades?: Float32Array,
    tieCorrection = 0,
  ): void {
    this.#checkUser(userIndex);
    checkExcludedCount(userIndex, nExcluded, this.#finder.nItems, ranks, ranks);
    this.#finder.fromRanks(userIndex, ranks, grades, nExcluded, tieCorrection);
    this.#addUser(userIndex);
  }

  /** The values so far. The evaluator can be added to afterwards; the result does not change. */
  finish(): RankingResult {
    const values: Record<string, Float64Array> = {};
    for (const column of this.#columns) {
      const own = column.values.slice(0, this.#nUsers);
      if (column.metric.weight !== undefined) {
        const scale = this.#nUsers / column.totalWeight;
        for (let user = 0; user < own.length; user++) own[user] *= scale;
      }
      values[column.fullName] = own;
    }
    return {
      userIndex: this.#userIndex.slice(0, this.#nUsers),
      values,
      skippedUsers: this.#skippedUsers,
    };
  }

  #checkUser(userIndex: number): void {
    if (Number.isSafeInteger(userIndex) && userIndex >= 0 && !this.#seenUsers.has(userIndex)) {
      this.#seenUsers.add(userIndex);
      return;
    }
    throw new MoviolaError("E_METRIC_USER", "A user cannot be added to the evaluation", {
      where: `user ${userIndex}`,
      expected: "a whole number from 0, each user once",
      got: this.#seenUsers.has(userIndex) ? "a user added before" : String(userIndex),
    });
  }

  #addUser(userIndex: number): void {
    const user = this.#finder;
    if (user.nRelevant === 0) {
      this.#skippedUsers++;
      return;
    }
    if (this.#nUsers === this.#userIndex.length) this.#grow();
    for (const column of this.#columns) {
      column.values[this.#nUsers] = column.metric.value(user, column.k);
      if (column.metric.weight !== undefined) {
        column.totalWeight += column.metric.weight(user, column.k);
      }
    }
    this.#userIndex[this.#nUsers++] = userIndex;
  }

  #grow(): void {
    const users = new Int32Array(2 * this.#userIndex.length);
    users.set(this.#userIndex);
    this.#userIndex = users;
    for (const column of this.#columns) {
      const values = new Float64Array(users.length);
      values.set(column.values);
      column.values = values;
    }
  }
}

/** Mean over users of each metric, by full name; NaN when no user was evaluated. */
export function rankingMeans(result: RankingResult): Record<string, number> {
  const means: Record<string, number> = {};
  for (const [name, values] of Object.entries(result.values)) {
    let sum = 0;
    for (const value of values) sum += value;
    means[name] = sum / values.length;
  }
  return means;
}

function columnsOf(protocol: RankingProtocol): Column[] {
  return protocol.metrics.flatMap((name) => {
    const metric = findMetric(name);
    const lengths = metric.cutOff ? protocol.topK : [protocol.nItems];
    return lengths.map((k) => ({
      fullName: metric.cutOff ? `${name}@${k}` : name,
      metric,
      k,
      values: new Float64Array(256),
      totalWeight: 0,
    }));
  });
}

function checkProtocol({ nItems, topK, metrics }: RankingProtocol): void {
  const needsLength = metrics.some((name) => findMetric(name).cutOff);
  const wrong = !isCount(nItems)
    ? ["nItems", "a whole number from 1", String(nItems)]
    : metrics.length === 0
      ? ["metrics", "at least one metric", "none"]
      : new Set(metrics).size < metrics.length
        ? ["metrics", "each metric once", metrics.join(", ")]
        : needsLength && topK.length === 0
          ? ["topK", "at least one list length", "none"]
          : !topK.every(isCount) || new Set(topK).size < topK.length
            ? ["topK", "different whole numbers from 1", topK.join(", ")]
            : undefined;
  if (wrong === undefined) return;
  const [where, expected, got] = wrong;
  throw new MoviolaError("E_METRIC_PROTOCOL", "This ranking protocol cannot be evaluated", {
    where,
    expected,
    got,
  });
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

function checkExcludedCount(
  userIndex: number,
  nExcluded: number,
  nItems: number,
  ranked: Int32Array,
  relevant: Int32Array,
): void {
  const most = nItems - Math.max(ranked.length, relevant.length);
  if (Number.isSafeInteger(nExcluded) && nExcluded >= 0 && nExcluded <= Math.max(most, 0)) return;
  throw new MoviolaError("E_METRIC_ITEMS", "The number of excluded items does not fit the list", {
    where: `user ${userIndex}`,
    expected: `a whole number from 0 to ${Math.max(most, 0)}`,
    got: String(nExcluded),
  });
}
