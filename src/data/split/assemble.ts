import { canonicalJson, contentHash, type Hashable } from "../../common/hash.js";
import { MoviolaError } from "../../common/errors.js";
import type { Dataset, Interactions } from "../dataset.js";
import { rowsWhere, takeRows } from "../interactions.js";
import { partFingerprint, rememberSplit, splitOrigin } from "./fingerprint.js";
import { TestPart } from "./parts.js";
import type { Split, SplitRecipe } from "./split.js";

/** Where a row goes: `[nRows]` of these is what every recipe decides. */
export const IN_TRAIN = 0;
export const IN_VALID = 1;
export const IN_TEST = 2;
export const DROPPED = 3;

/** A recipe before it is completed: seed 0 where no randomness is involved. */
export type RecipeInput = Pick<SplitRecipe, "name" | "settings"> &
  Partial<Pick<SplitRecipe, "seed" | "timeOrder">>;

/**
 * Makes the split in which row r of the data set goes to part `places[r]`. Rows keep the data set's
 * order within a part. Throws `E_SPLIT_EMPTY` when no row is left to train on.
 */
export function assembleSplit(dataset: Dataset, input: RecipeInput, places: Uint8Array): Split {
  const recipe: SplitRecipe = { seed: 0, timeOrder: "none", ...input };
  const rowsOf = (place: number): Interactions =>
    takeRows(
      dataset.interactions,
      rowsWhere(places.length, (row) => places[row] === place),
    );
  const [train, valid, test] = [IN_TRAIN, IN_VALID, IN_TEST].map(rowsOf);
  if (train.nRows === 0) throw emptyTrainError(dataset, recipe);
  const { nUsers, nItems } = dataset;
  return {
    recipe,
    datasetHash: dataset.contentHash,
    hash: nameSplit(recipe, dataset.contentHash, [train, valid, test]),
    train: { kind: "train", nUsers, nItems, interactions: train },
    valid: { kind: "valid", nUsers, nItems, interactions: valid },
    test: new TestPart(nUsers, nItems, test),
    nDropped: dataset.nRatings - train.nRows - valid.nRows - test.nRows,
  };
}

/** Hash of a split by its recipe, its data set and the rows of train, valid and test, in this order. */
export function hashSplit(
  recipe: SplitRecipe,
  datasetHash: string,
  parts: readonly Interactions[],
): string {
  const columns = parts.flatMap((part): Hashable[] => [
    part.userIndex,
    part.itemIndex,
    part.rating,
    part.timestamp ?? "no timestamps",
  ]);
  return contentHash([canonicalJson(recipe), datasetHash, ...columns]);
}

/** As {@link hashSplit}, of rows that are what the recipe gives: they are remembered under the hash. */
export function nameSplit(
  recipe: SplitRecipe,
  datasetHash: string,
  parts: readonly Interactions[],
): string {
  const hash = hashSplit(recipe, datasetHash, parts);
  const origin = splitOrigin(recipe, datasetHash);
  rememberSplit(hash, { origin, parts: parts.map(partFingerprint) });
  return hash;
}

function emptyTrainError(dataset: Dataset, recipe: SplitRecipe): MoviolaError {
  return new MoviolaError("E_SPLIT_EMPTY", "A split leaves no row to train on", {
    where: `${recipe.name} of ${dataset.name}`,
    expected: "at least one training row",
    got: `0 of ${dataset.nRatings} rows`,
    remedy: "Use more data, a larger training share or another recipe",
  });
}
