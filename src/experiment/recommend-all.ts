import { factorOperand } from "../compute/kernels/score-factors.js";
import { topKFactors } from "../compute/kernels/top-k-factors.js";
import { listMask, type FoundLists, type ListMask } from "../compute/kernels/top-k-list.js";
import { topKRows } from "../compute/kernels/top-k-rows.js";
import { sharedPool } from "../compute/pool/shared-pool.js";
import type { ComputePool } from "../compute/pool/pool.js";
import type { Workspace } from "../compute/pool/workspace.js";
import type { TrainPart, ValidPart } from "../data/split/parts.js";
import type { RecommendationLists } from "../metrics/index.js";
import { checkScores } from "../metrics/ranking/errors.js";
import type { AnyModel } from "../models/contract.js";
import type { FactorForm } from "../models/score-form.js";
import { seenItems } from "./evaluate/user-items.js";
import { allowedItems, type ItemFilter } from "./item-filter.js";
import { checkForm, checkFormUsers } from "./check-form.js";
import { checkLength, sizeOfParts } from "./recommend-options.js";
import { blockScorer, formOf, usersPerBlock } from "./score-blocks.js";

/** Settings of {@link recommendAll}. */
export interface RecommendAllOptions {
  readonly model: AnyModel;
  /** Parts whose items a user has seen. */
  readonly seen: readonly (TrainPart | ValidPart)[];
  /** `[n]` for whom, each as often as it stands here; default all users of the parts. */
  readonly users?: Int32Array | readonly number[];
  /** Length of each list; default 10. Above the number of items it acts like that number. */
  readonly topK?: number;
  /** `exclude` (the default) leaves out what the user has seen. */
  readonly mask?: "exclude" | "keep";
  readonly filter?: ItemFilter;
}

/** Lists of many users as matrices; the metrics beyond accuracy take them as they are. */
export interface AllRecommendations extends RecommendationLists {
  /** `[nUsers]` whose list each row is. */
  readonly userIndex: Int32Array;
  /** `[nUsers x topK]` what the model orders by; 0 behind the end of a list. */
  readonly scores: Float32Array;
}

/** What both ways to the lists need. */
interface Search {
  readonly model: AnyModel;
  readonly nItems: number;
  readonly topK: number;
  /** In the workspace. */
  readonly users: Int32Array;
  readonly mask: ListMask;
  readonly workspace: Workspace;
  readonly pool: ComputePool;
}

/**
 * The best items of many users at once, on the kernels: equal scores by lower item, -1 behind the end
 * of a list that has fewer candidates. A model that states the form of its scores is not asked for
 * them; the lists are the same bytes either way, with any number of threads. A rating predictor is
 * asked for every item. Throws `E_RECOMMEND_SEEN` without a part, `E_RECOMMEND_TOP_K`, `E_MODEL_USER`
 * for an unknown user, `E_METRIC_SCORE` for a score that is not finite, `E_COMPUTE_MEMORY`.
 */
export async function recommendAll(options: RecommendAllOptions): Promise<AllRecommendations> {
  const { model, topK: asked = 10, mask = "exclude", filter } = options;
  checkLength(asked);
  const { nUsers, nItems } = sizeOfParts(options.seen);
  const userIndex = Int32Array.from(options.users ?? new Int32Array(nUsers).keys());
  const topK = Math.min(asked, nItems);
  const items = new Int32Array(userIndex.length * topK);
  const scores = new Float32Array(userIndex.length * topK);
  const result = { nUsers: userIndex.length, topK, userIndex, items, scores };
  if (userIndex.length === 0) return result;
  const parts = options.seen.map((part) => part.interactions);
  const seen = mask === "keep" ? undefined : seenItems(parts, nUsers, nItems);
  const pool = sharedPool();
  const workspace = pool.workspace();
  try {
    const users = workspace.copyOf(userIndex);
    const barred = listMask(workspace, nItems, users, seen, allowedItems(filter, nItems));
    const search = { model, nItems, topK, users, mask: barred, workspace, pool };
    const form = formOf(model);
    if (form?.kind === "factors") {
      keep(result, 0, await listsByFactors(search, form));
    } else {
      await listByBlocks(search, (start, lists) => keep(result, start, lists));
    }
  } finally {
    workspace.release();
  }
  return result;
}

function keep(result: AllRecommendations, firstUser: number, lists: FoundLists): void {
  result.items.set(lists.items, firstUser * result.topK);
  result.scores.set(lists.scores, firstUser * result.topK);
}

async function listsByFactors(search: Search, form: FactorForm): Promise<FoundLists> {
  const { nItems, topK, users, mask, workspace, pool } = search;
  checkForm(form, nItems);
  checkFormUsers(form, users);
  const operand = factorOperand(workspace, nItems, form);
  const lists = topKFactors(pool, workspace, operand, users, topK, mask);
  // The rows, which the kernel does not keep, tell whose score it is.
  if (!lists.isFinite) await listByBlocks(search, () => undefined);
  return lists;
}

async function listByBlocks(
  { model, nItems, topK, users, mask, workspace, pool }: Search,
  take: (firstUser: number, lists: FoundLists) => void,
): Promise<void> {
  const blockSize = Math.min(users.length, usersPerBlock(model, nItems));
  const score = blockScorer(model, nItems, blockSize, workspace, pool);
  for (let start = 0; start < users.length; start += blockSize) {
    const { users: block, rows } = await score(users.subarray(start, start + blockSize));
    const seenRanges = mask.seenRanges.subarray(2 * start, 2 * (start + block.length));
    const lists = topKRows(pool, workspace, nItems, rows, topK, { ...mask, seenRanges });
    if (!lists.isFinite) {
      block.forEach((user, position) => {
        checkScores(user, rows.subarray(position * nItems, (position + 1) * nItems), nItems);
      });
    }
    take(start, lists);
  }
}
