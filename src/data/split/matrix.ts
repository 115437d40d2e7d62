import { sparseFromTriples, type SparseMatrix } from "../../compute/sparse.js";
import type { TrainPart, ValidPart } from "./parts.js";

/** The part's ratings as a sparse matrix, users by items. A pair that stands twice keeps its later row. */
export function userItemMatrix(part: TrainPart | ValidPart): SparseMatrix {
  const { userIndex, itemIndex, rating } = part.interactions;
  return sparseFromTriples(part.nUsers, part.nItems, userIndex, itemIndex, rating);
}
