import { rowColumns, sparseFromTriples, type SparseMatrix } from "../../compute/sparse.js";
import { concatFloats, concatIndices } from "./concat.js";
import type { Interactions } from "../../data/dataset.js";

/** All pairs of several parts as one matrix, users by items; a pair that stands twice is there once. */
export function seenItems(
  parts: readonly Interactions[],
  nUsers: number,
  nItems: number,
): SparseMatrix {
  return sparseFromTriples(
    nUsers,
    nItems,
    concatIndices(parts.map((part) => part.userIndex)),
    concatIndices(parts.map((part) => part.itemIndex)),
    concatFloats(parts.map((part) => part.rating)),
  );
}

/** Users with at least one entry, ascending. */
export function usersWithItems(matrix: SparseMatrix): Int32Array {
  const users: number[] = [];
  for (let user = 0; user < matrix.nRows; user++) {
    if (rowColumns(matrix, user).length > 0) users.push(user);
  }
  return Int32Array.from(users);
}
