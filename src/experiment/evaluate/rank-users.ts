import {
  rankRelevant,
  type ItemLists,
  type RankOperand,
} from "../../compute/kernels/rank-relevant.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { rowValues, type SparseMatrix } from "../../compute/sparse.js";
import type { ProgressListener } from "../../common/progress.js";
import type { RankingEvaluator } from "../../metrics/index.js";
import { checkScores } from "../../metrics/ranking/errors.js";
import type { Recommender } from "../../models/contract.js";
import { blockScorer, usersPerBlock, type ScoreBlock } from "../score-blocks.js";
import { forEachBlock } from "./blocks.js";

/** What is ranked for whom. */
export interface RankedUsers {
  readonly model: Recommender;
  readonly nItems: number;
  /** Full names; they tell whether grades and ties are asked for. */
  readonly metrics: readonly string[];
  /** Users with a relevant item, each once. */
  readonly users: Int32Array;
  /** `[nUsers x nItems]` relevant items with their grades. */
  readonly relevant: SparseMatrix;
  /** `[nUsers x nItems]` items that are not in a user's ranking unless they are relevant. */
  readonly masked: SparseMatrix;
  readonly onProgress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Adds all users to `evaluator`, block by block: kernels work out scores and the places of relevant
 * items; nobody sorts a row. Throws `E_METRIC_SCORE` for a score that is not finite.
 */
export async function rankUsers(input: RankedUsers, evaluator: RankingEvaluator): Promise<void> {
  const { model, nItems, metrics, users, relevant, onProgress, signal } = input;
  const task = `evaluate ${model.describe().id}`;
  const blockSize = usersPerBlock(model, nItems);
  const options = { task, unit: "users", total: users.length, blockSize, onProgress, signal };
  const withTies = metrics.includes("auc-half-ties");
  const graded = metrics.some((name) => name.startsWith("ndcg-"));
  await withWorkspace(async (workspace, pool) => {
    const score = blockScorer(model, nItems, blockSize, workspace, pool);
    const lists = listsOf(workspace, relevant);
    const masked = listsOf(workspace, input.masked);
    const places = rankOperand(workspace, blockSize, relevant.columns.length);
    await forEachBlock(options, async (start, end) => {
      const block = await score(users.subarray(start, end));
      rankRelevant(pool, nItems, block.users, block.rows, lists, masked, withTies, places);
      refuseFaults(block, places.faults, nItems);
      block.users.forEach((user, position) => {
        evaluator.addRanks(
          user,
          places.ranks.subarray(relevant.offsets[user], relevant.offsets[user + 1]),
          places.nExcluded[position],
          graded ? rowValues(relevant, user) : undefined,
          places.tieCorrections[position],
        );
      });
    });
  });
}

function listsOf(workspace: Workspace, { offsets, columns }: SparseMatrix): ItemLists {
  return { offsets: workspace.copyOf(offsets), items: workspace.copyOf(columns) };
}

function rankOperand(workspace: Workspace, blockSize: number, nRelevant: number): RankOperand {
  return {
    ranks: workspace.int32(nRelevant),
    nExcluded: workspace.int32(blockSize),
    tieCorrections: workspace.float64(blockSize),
    faults: workspace.int32(blockSize),
  };
}

/** Names the first user and item whose score is not finite. */
function refuseFaults({ users, rows }: ScoreBlock, faults: Int32Array, nItems: number): void {
  users.forEach((user, position) => {
    if (faults[position] === 0) return;
    checkScores(user, rows.subarray(position * nItems, (position + 1) * nItems), nItems);
  });
}
