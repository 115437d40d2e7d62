import { MoviolaError } from "../../common/errors.js";
import { sparseFromTriples, transpose, type SparseMatrix } from "../../compute/sparse.js";
import type { FitInput } from "../contract.js";
import type { StateArray } from "../state.js";
import { emptyError } from "./empty-error.js";
import { checkItems, checkUsers } from "./index-checks.js";

/** Training pairs as positives: every row counts as one, whatever its rating; a pair counts once. */
export interface PositiveTable {
  readonly nUsers: number;
  readonly nItems: number;
  /** `[nUsers x nItems]`, all values 1. */
  readonly byUser: SparseMatrix;
  /** `[nItems x nUsers]`, all values 1. */
  readonly byItem: SparseMatrix;
}

/**
 * The training pairs of a fit, checked. Throws `E_MODEL_EMPTY` on no rows, `E_MODEL_RATING` on a rating
 * that is not a number, `E_MODEL_USER` and `E_MODEL_ITEM` on an index outside the matrix.
 */
export function positiveTable(input: FitInput): PositiveTable {
  const { nUsers, nItems, interactions } = input.train;
  const { nRows, userIndex, itemIndex, rating } = interactions;
  if (nRows === 0) throw emptyError();
  checkUsers(userIndex, nUsers);
  checkItems(itemIndex, nItems);
  checkNumbers(rating);
  const ones = new Float32Array(nRows).fill(1);
  const byUser = sparseFromTriples(nUsers, nItems, userIndex, itemIndex, ones);
  return { nUsers, nItems, byUser, byItem: transpose(byUser) };
}

/** Users' items as arrays of a state, for models that score from histories; see `history-form.ts`. */
export function historyArrays(table: PositiveTable): Readonly<Record<string, StateArray>> {
  return { historyOffsets: table.byUser.offsets, historyItems: table.byUser.columns };
}

function checkNumbers(rating: Float32Array): void {
  const row = rating.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  throw new MoviolaError("E_MODEL_RATING", "A rating of the train part is unusable", {
    where: `row ${row}`,
    expected: "a finite number",
    got: String(rating[row]),
    remedy: "Drop the row, or decide on a policy for missing ratings",
  });
}
