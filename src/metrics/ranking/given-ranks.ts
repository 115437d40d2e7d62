import { userError } from "./errors.js";
import type { UserRanks } from "./user-ranks.js";

/**
 * Writes given places, ascending, to `target.ranks`, with their grades (1 when left out). Throws
 * `E_METRIC_RANK` unless they are different whole numbers from 1 to `target.nCandidates`.
 */
export function sortRanks(
  userIndex: number,
  ranks: Int32Array,
  grades: Float32Array | undefined,
  target: UserRanks,
): void {
  const sorted = target.ranks.subarray(0, ranks.length);
  sorted.set(ranks);
  sorted.sort();
  checkRanks(userIndex, sorted, target.nCandidates);
  if (grades === undefined) {
    target.grades.fill(1, 0, ranks.length);
    return;
  }
  // Numbers sort much faster than positions by a comparison; rank and position fit into one.
  const n = ranks.length;
  const keys = Float64Array.from(ranks, (rank, position) => rank * n + position).sort();
  keys.forEach((key, place) => (target.grades[place] = grades[key % n]));
}

function checkRanks(userIndex: number, sorted: Int32Array, nCandidates: number): void {
  let previous = 0;
  for (const rank of sorted) {
    if (rank <= previous || rank > nCandidates) {
      throw userError("E_METRIC_RANK", "A relevant item cannot stand at this place", userIndex, {
        expected: `different whole numbers from 1 to ${nCandidates}`,
        got: rank === previous && rank > 0 ? `${rank} twice` : String(rank),
        remedy: "Count places from 1, among the items that are not excluded",
      });
    }
    previous = rank;
  }
}
