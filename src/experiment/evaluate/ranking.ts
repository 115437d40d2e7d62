import { sparseFromTriples, type SparseMatrix } from "../../compute/sparse.js";
import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import type { Interactions } from "../../data/dataset.js";
import { RankingEvaluator, rankingProtocolOf } from "../../metrics/index.js";
import type { Recommender } from "../../models/contract.js";
import { bootstrapMeans } from "../../stats/index.js";
import { nResamples } from "../protocol.js";
import type { Evaluation } from "./evaluation.js";
import { rankUsers } from "./rank-users.js";
import { relevantRows } from "./relevance.js";
import { seenItems, usersWithItems } from "./user-items.js";

/** What a ranking evaluation needs. */
export interface RankingEvaluationInput {
  readonly model: Recommender;
  readonly nUsers: number;
  readonly nItems: number;
  /** Full metric names, such as `ndcg@10`. */
  readonly metrics: readonly string[];
  /** Parts whose items cannot be recommended to the user who has them. */
  readonly masked: readonly Interactions[];
  readonly heldOut: Interactions;
  /** Rows of any part: who counts as a user that could have been evaluated. */
  readonly all: readonly Interactions[];
  readonly threshold?: number;
  readonly seed: number;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Ranks all items that are not masked for every user with a relevant held-out item. An item that a
 * user has both in a masked part and held out (a leak that was accepted) stays in the ranking.
 * Throws `E_EXPERIMENT_EMPTY` when no user has a relevant item.
 */
export async function evaluateRanking(input: RankingEvaluationInput): Promise<Evaluation> {
  const { nUsers, nItems, metrics, seed } = input;
  const relevant = matrixOf(relevantRows(input.heldOut, input.threshold), nUsers, nItems);
  const masked = seenItems(input.masked, nUsers, nItems);
  const users = usersWithItems(relevant);
  if (users.length === 0) throw emptyError(input);
  const evaluator = new RankingEvaluator(rankingProtocolOf(nItems, metrics));
  await rankUsers({ ...input, users, relevant, masked }, evaluator);
  const { userIndex, values } = evaluator.finish();
  const asked = Object.fromEntries(metrics.map((name) => [name, values[name]]));
  return {
    metrics: bootstrapMeans(asked, { seed, resamples: nResamples }),
    units: { unit: "user", userIndex, values: asked },
    skippedUsers: countUsers(input.all, nUsers) - users.length,
  };
}

function matrixOf(rows: Interactions, nUsers: number, nItems: number): SparseMatrix {
  return sparseFromTriples(nUsers, nItems, rows.userIndex, rows.itemIndex, rows.rating);
}

function countUsers(parts: readonly Interactions[], nUsers: number): number {
  const has = new Uint8Array(nUsers);
  for (const { userIndex } of parts) for (const user of userIndex) has[user] = 1;
  return has.reduce((sum, one) => sum + one, 0);
}

function emptyError(input: RankingEvaluationInput): MoviolaError {
  const { threshold, heldOut } = input;
  return new MoviolaError("E_EXPERIMENT_EMPTY", "No user has a relevant held-out item", {
    expected:
      threshold === undefined ? "held-out rows" : `held-out ratings of at least ${threshold}`,
    got: `${heldOut.nRows} held-out rows`,
    remedy: "Lower the relevance threshold, or split so that rows are held out",
  });
}
