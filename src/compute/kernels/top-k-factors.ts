import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import { factorScore, type FactorOperand } from "./score-factors.js";
import { foundLists, listRoom, listUsers, type FoundLists, type ListMask } from "./top-k-list.js";

const usersPerTask = 32;
/** A tile of 4 users and 8 items, and 32 lists; the compiled kernel has the same number. */
const scratchBytes = 640;

/** The best items of each user by factors; a whole row of scores is never kept. */
const kernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    nFactors: number,
    topK: number,
    users: Int32Array,
    userFactors: Float32Array,
    panels: Float32Array,
    seenRanges: Int32Array,
    seenItems: Int32Array,
    allowed: Uint8Array,
    items: Int32Array,
    scores: Float32Array,
    faults: Int32Array,
    scratch: Uint8Array,
  ]
> = {
  name: "topKFactors",
  twin: (
    task,
    _slot,
    nUsers,
    nItems,
    nFactors,
    topK,
    users,
    userFactors,
    panels,
    seenRanges,
    seenItems,
    allowed,
    items,
    scores,
    faults,
  ) => {
    const first = task * usersPerTask;
    faults[task] = listUsers(
      [first, Math.min(first + usersPerTask, nUsers)],
      nItems,
      topK,
      (at, item) => factorScore(nFactors, userFactors, panels, users[at], item),
      { seenRanges, seenItems, allowed },
      { items, scores },
    );
  },
};

/**
 * Lists of `topK` items, at most `nItems`, for `users` (indices into the user factors, at least one);
 * scores as in {@link FactorOperand}'s module. Arguments and result are in `workspace`, of `pool`.
 */
export function topKFactors(
  pool: ComputePool,
  workspace: Workspace,
  { nItems, nFactors, userFactors, panels }: FactorOperand,
  users: Int32Array,
  topK: number,
  { seenRanges, seenItems, allowed }: ListMask,
): FoundLists {
  const nUsers = users.length;
  const room = listRoom(workspace, nUsers, topK, usersPerTask);
  pool.run(
    kernel,
    room.nTasks,
    nUsers,
    nItems,
    nFactors,
    topK,
    users,
    userFactors,
    panels,
    seenRanges,
    seenItems,
    allowed,
    room.items,
    room.scores,
    room.faults,
    workspace.scratch(scratchBytes),
  );
  return foundLists(room);
}
