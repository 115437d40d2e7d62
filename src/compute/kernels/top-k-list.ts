/** What the kernels that find the best items of users have in common: masks, results, the twin's list. */
import type { Workspace } from "../pool/workspace.js";
import type { SparseMatrix } from "../sparse.js";

/** Which items may be listed. All arrays are in one workspace. */
export interface ListMask {
  /** `[nUsers x 2]` for the user at each position: first and last + 1 of the entries in `seenItems`. */
  readonly seenRanges: Int32Array;
  /** Items that a user must not get, ascending within a range. */
  readonly seenItems: Int32Array;
  /** `[nItems]`, rounded up to whole panels of eight: 1 for items that anybody may get. */
  readonly allowed: Uint8Array;
}

/** Lists of some users. */
export interface FoundLists {
  /** `[nUsers x topK]`, best first, equal scores by lower item; -1 behind the end. */
  readonly items: Int32Array;
  /** `[nUsers x topK]`; 0 behind the end. */
  readonly scores: Float32Array;
  /** True when no score of these users, of a masked item or another, is NaN or infinite. */
  readonly isFinite: boolean;
}

/**
 * The mask for `users`: without the items of the users' rows of `seen`, where it is given and has such
 * a row, and without items whose `allowed` `[nItems]` is 0.
 */
export function listMask(
  workspace: Workspace,
  nItems: number,
  users: Int32Array,
  seen: SparseMatrix | undefined,
  allowed: Uint8Array | undefined,
): ListMask {
  const seenRanges = workspace.int32(2 * users.length);
  if (seen !== undefined) {
    users.forEach((user, position) => {
      if (user >= seen.nRows) return;
      seenRanges[2 * position] = seen.offsets[user];
      seenRanges[2 * position + 1] = seen.offsets[user + 1];
    });
  }
  const mask = workspace.uint8(8 * Math.ceil(nItems / 8));
  if (allowed === undefined) mask.fill(1, 0, nItems);
  else mask.set(allowed.subarray(0, nItems));
  const seenItems = workspace.copyOf(seen?.columns ?? new Int32Array(0));
  return { seenRanges, seenItems, allowed: mask };
}

/** The twin's way to a list: items are offered one after another and put in their place. */
function insertInList(
  items: Int32Array,
  scores: Float32Array,
  size: number,
  item: number,
  score: number,
): number {
  let place = size;
  while (place > 0 && isBehind(scores[place - 1], items[place - 1], score, item)) place--;
  if (place >= items.length) return size;
  const grown = Math.min(size + 1, items.length);
  items.copyWithin(place + 1, place, grown - 1);
  scores.copyWithin(place + 1, place, grown - 1);
  items[place] = item;
  scores[place] = score;
  return grown;
}

function isBehind(score: number, item: number, otherScore: number, otherItem: number): boolean {
  return score < otherScore || (score === otherScore && item > otherItem);
}

/** Where a kernel writes the lists of some users. */
export interface ListRoom {
  readonly nTasks: number;
  /** See {@link FoundLists}. */
  readonly items: Int32Array;
  readonly scores: Float32Array;
  /** `[nTasks]` 1 where a score is not finite. */
  readonly faults: Int32Array;
}

/** Room for the lists of `nUsers` users, `usersPerTask` of them a task. */
export function listRoom(
  workspace: Workspace,
  nUsers: number,
  topK: number,
  usersPerTask: number,
): ListRoom {
  const nTasks = Math.ceil(nUsers / usersPerTask);
  return {
    nTasks,
    items: workspace.int32(nUsers * topK),
    scores: workspace.float32(nUsers * topK),
    faults: workspace.int32(nTasks),
  };
}

/** What the kernel has written. */
export function foundLists({ items, scores, faults }: ListRoom): FoundLists {
  return { items, scores, isFinite: faults.every((fault) => fault === 0) };
}

/** The lists of the users `first .. end - 1`, as both twins make them; returns the task's fault. */
export function listUsers(
  [first, end]: readonly [first: number, end: number],
  nItems: number,
  topK: number,
  scoreOf: (position: number, item: number) => number,
  { seenRanges, seenItems, allowed }: ListMask,
  { items, scores }: Pick<ListRoom, "items" | "scores">,
): number {
  let fault = 0;
  for (let at = first; at < end; at++) {
    fault |= listRow(
      nItems,
      (item) => scoreOf(at, item),
      seenItems.subarray(seenRanges[2 * at], seenRanges[2 * at + 1]),
      allowed,
      items.subarray(at * topK, (at + 1) * topK),
      scores.subarray(at * topK, (at + 1) * topK),
    );
  }
  return fault;
}

/** The list of one row of scores; returns 1 when a score is not finite. */
function listRow(
  nItems: number,
  scoreOf: (item: number) => number,
  seen: Int32Array,
  allowed: Uint8Array,
  items: Int32Array,
  scores: Float32Array,
): number {
  let size = 0;
  let next = 0;
  let fault = 0;
  for (let item = 0; item < nItems; item++) {
    const score = scoreOf(item);
    if (!Number.isFinite(score)) fault = 1;
    const isSeen = seen[next] === item;
    if (isSeen) next++;
    if (isSeen || allowed[item] === 0 || Number.isNaN(score)) continue;
    size = insertInList(items, scores, size, item, score);
  }
  items.fill(-1, size);
  scores.fill(0, size);
  return fault;
}
