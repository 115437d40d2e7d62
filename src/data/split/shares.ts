import { MoviolaError } from "../../common/errors.js";

/** Fractions of the three parts, each 0 to 1, that add to 1; the training fraction is above 0. */
export interface Fractions {
  readonly train: number;
  readonly valid: number;
  readonly test: number;
}

/** Farthest that three fractions may add from 1: rounding of decimal fractions, not of intent. */
const SUM_TOLERANCE = 1e-9;

/** Throws `E_SPLIT_FRACTION` unless the fractions make a split. */
export function checkFractions(recipe: string, { train, valid, test }: Fractions): void {
  const inRange = [train, valid, test].every((fraction) => fraction >= 0 && fraction <= 1);
  const sum = train + valid + test;
  if (inRange && train > 0 && Math.abs(sum - 1) <= SUM_TOLERANCE) return;
  throw new MoviolaError("E_SPLIT_FRACTION", "The fractions do not make a split", {
    where: recipe,
    expected: "train above 0, valid and test from 0, adding to 1",
    got: `train ${train}, valid ${valid}, test ${test} (sum ${sum})`,
    remedy: "Give fractions such as train 0.8, valid 0.1, test 0.1",
  });
}

/** Throws `E_SPLIT_FRACTION` unless `value` is a share from 0 and below 1. */
export function checkShare(recipe: string, option: string, value: number): void {
  if (value >= 0 && value < 1) return;
  throw new MoviolaError("E_SPLIT_FRACTION", "A share is out of range", {
    where: `${recipe}, ${option}`,
    expected: "a number from 0 and below 1",
    got: String(value),
  });
}

/**
 * Whole numbers of rows for the three parts that add to `nRows`, by largest remainder (Hamilton):
 * each part gets the whole part of its due, and what is left goes to the largest remainders; equal
 * remainders to train before test before valid. Each count is less than one row from its due.
 */
export function shareOut(nRows: number, fractions: Fractions): Fractions {
  const order = ["train", "test", "valid"] as const;
  // 100000 * 0.05 is 5000.000000000001 in binary: remainders below 1e-6 of a row are rounding.
  const dues = order.map((part) => Math.round(nRows * fractions[part] * 1e6) / 1e6);
  const counts = dues.map(Math.floor);
  const byRemainder = [0, 1, 2].sort(
    (one, other) => dues[other] - counts[other] - (dues[one] - counts[one]) || one - other,
  );
  const left = nRows - counts.reduce((sum, count) => sum + count, 0);
  for (const part of byRemainder.slice(0, left)) counts[part]++;
  return { train: counts[0], test: counts[1], valid: counts[2] };
}

/**
 * As {@link shareOut}, for the rows of one user: a user with any row has at least one training row,
 * taken from the larger of the other parts (from valid when they are equal).
 */
export function shareOutUser(nRows: number, fractions: Fractions): Fractions {
  const counts = shareOut(nRows, fractions);
  if (counts.train > 0 || nRows === 0) return counts;
  return counts.test > counts.valid
    ? { train: 1, valid: counts.valid, test: counts.test - 1 }
    : { train: 1, valid: counts.valid - 1, test: counts.test };
}
