import { MoviolaError } from "../../common/errors.js";
import { createRandom } from "../../compute/random.js";
import type { Dataset } from "../dataset.js";
import { rowsWhere } from "../interactions.js";
import { assembleSplit, IN_TEST, IN_VALID } from "./assemble.js";
import { checkShare } from "./shares.js";
import type { Split } from "./split.js";

/** Settings of {@link splitKFold}. */
export interface KFoldOptions {
  /** Number of folds, at least 2 and at most the number of rows. */
  readonly folds: number;
  /** Share of each fold's training rows, at random, that become its validation rows; default 0. */
  readonly valid?: number;
  readonly seed: number;
}

/**
 * `k-fold`: the rows in random order, cut into `folds` runs whose lengths differ by at most one; split
 * f tests on run f and trains on the others, less a validation share. Every row is tested once. The
 * validation rows are `round(valid * training rows)`. Throws `E_SPLIT_OPTION`, `E_SPLIT_FRACTION`.
 */
export function splitKFold(dataset: Dataset, options: KFoldOptions): Split[] {
  checkFolds(dataset, options);
  return Array.from({ length: options.folds }, (_unused, fold) => foldOf(dataset, options, fold));
}

/** Split number `fold` (0 .. folds - 1) of {@link splitKFold}, without making the others. */
export function splitFold(dataset: Dataset, options: KFoldOptions & { fold: number }): Split {
  checkFolds(dataset, options);
  const { fold, folds } = options;
  if (!Number.isInteger(fold) || fold < 0 || fold >= folds) {
    throw optionError("fold", `a whole number from 0 to ${folds - 1}`, fold);
  }
  return foldOf(dataset, options, fold);
}

function foldOf(dataset: Dataset, options: KFoldOptions, fold: number): Split {
  const { folds, valid = 0, seed } = options;
  const nRows = dataset.nRatings;
  const places = new Uint8Array(nRows);
  const order = createRandom(seed, "split/k-fold").permutation(nRows);
  const start = Math.floor((fold * nRows) / folds);
  const end = Math.floor(((fold + 1) * nRows) / folds);
  for (const row of order.subarray(start, end)) places[row] = IN_TEST;
  const training = rowsWhere(nRows, (row) => places[row] !== IN_TEST);
  // A stream for each fold: the validation rows of one do not depend on the others being made.
  createRandom(seed, `split/k-fold/valid ${fold}`).shuffle(training);
  const nValid = Math.round(valid * training.length);
  for (const row of training.subarray(0, nValid)) places[row] = IN_VALID;
  return assembleSplit(dataset, { name: "k-fold", settings: { folds, fold, valid }, seed }, places);
}

function checkFolds(dataset: Dataset, { folds, valid = 0 }: KFoldOptions): void {
  if (!Number.isInteger(folds) || folds < 2 || folds > dataset.nRatings) {
    throw optionError("folds", `a whole number from 2 to ${dataset.nRatings} (the rows)`, folds);
  }
  checkShare("k-fold", "valid", valid);
}

function optionError(option: string, expected: string, got: number): MoviolaError {
  return new MoviolaError("E_SPLIT_OPTION", "The folds do not make a split", {
    where: `k-fold, ${option}`,
    expected,
    got: String(got),
  });
}
