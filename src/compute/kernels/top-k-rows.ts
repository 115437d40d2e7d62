import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import { foundLists, listRoom, listUsers, type FoundLists, type ListMask } from "./top-k-list.js";

const usersPerTask = 8;
const scratchBytes = 16;

/** The best items of each user out of whole rows of scores. */
const kernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    topK: number,
    rows: Float32Array,
    seenRanges: Int32Array,
    seenItems: Int32Array,
    allowed: Uint8Array,
    items: Int32Array,
    scores: Float32Array,
    faults: Int32Array,
    scratch: Uint8Array,
  ]
> = {
  name: "topKRows",
  twin: (
    task,
    _slot,
    nUsers,
    nItems,
    topK,
    rows,
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
      (at, item) => rows[at * nItems + item],
      { seenRanges, seenItems, allowed },
      { items, scores },
    );
  },
};

/**
 * Lists of `topK` items, at most `nItems`, for users whose scores are the rows of `rows`
 * `[nUsers x nItems]`, at least one. Arguments and result are in `workspace`, of `pool`.
 */
export function topKRows(
  pool: ComputePool,
  workspace: Workspace,
  nItems: number,
  rows: Float32Array,
  topK: number,
  { seenRanges, seenItems, allowed }: ListMask,
): FoundLists {
  const nUsers = rows.length / nItems;
  const room = listRoom(workspace, nUsers, topK, usersPerTask);
  pool.run(
    kernel,
    room.nTasks,
    nUsers,
    nItems,
    topK,
    rows,
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
