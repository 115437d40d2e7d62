import { MoviolaError } from "../../common/errors.js";
import { transpose, type SparseMatrix } from "../../compute/sparse.js";
import type { RatingScale } from "../../data/dataset.js";
import type { TrainPart, ValidPart } from "../../data/split/parts.js";
import { userItemMatrix } from "../../data/split/matrix.js";
import type { FitInput } from "../contract.js";
import { emptyError } from "./empty-error.js";
import { checkItems, checkUsers } from "./index-checks.js";

/** Training ratings by user and by item. A pair that stands twice counts once, with its later row. */
export interface RatingTable {
  readonly nUsers: number;
  readonly nItems: number;
  /** Pairs with a rating. */
  readonly nRatings: number;
  /** `[nUsers x nItems]` */
  readonly byUser: SparseMatrix;
  /** `[nItems x nUsers]` */
  readonly byItem: SparseMatrix;
  /** Mean over all pairs with a rating. */
  readonly globalMean: number;
  readonly ratingScale: RatingScale;
}

/**
 * The training ratings of a fit, checked. Throws `E_MODEL_EMPTY` on no rows, `E_MODEL_RATING` on a
 * rating that is not a number or outside the scale, `E_MODEL_USER` and `E_MODEL_ITEM` on an index
 * outside the matrix; a `valid` part is held to the same, but may be empty.
 */
export function ratingTable(input: FitInput): RatingTable {
  const { train, valid, ratingScale } = input;
  if (train.interactions.nRows === 0) throw emptyError();
  checkPart(train, ratingScale);
  if (valid !== undefined) checkPart(valid, ratingScale);
  const byUser = userItemMatrix(train);
  return {
    nUsers: train.nUsers,
    nItems: train.nItems,
    nRatings: byUser.values.length,
    byUser,
    byItem: transpose(byUser),
    globalMean: meanOf(byUser.values),
    ratingScale,
  };
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function checkPart(part: TrainPart | ValidPart, scale: RatingScale): void {
  const { userIndex, itemIndex, rating } = part.interactions;
  checkUsers(userIndex, part.nUsers);
  checkItems(itemIndex, part.nItems);
  for (let row = 0; row < rating.length; row++) {
    const value = rating[row];
    // Written so that NaN fails it.
    if (value >= scale.minimum && value <= scale.maximum) continue;
    throw new MoviolaError("E_MODEL_RATING", `A rating of the ${part.kind} part is unusable`, {
      where: `row ${row}`,
      expected: `a number from ${scale.minimum} to ${scale.maximum}`,
      got: String(value),
      remedy: "Drop the row, or declare the scale the ratings are on",
    });
  }
}
