import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../dataset.js";
import { assembleSplit } from "./assemble.js";
import { dropColdUsers } from "./place.js";
import type { Split, SplitRecipe } from "./split.js";

/** Settings of {@link splitByLabels}. */
export interface LabelOptions {
  /**
   * Whether the valid and test rows of users without a training row are left out, as MMRec's loader
   * does; they are counted in `nDropped`. Default false.
   */
  readonly dropColdUsers?: boolean;
  /** The order of time that the maker of the labels promises; default `none`. */
  readonly timeOrder?: SplitRecipe["timeOrder"];
}

/**
 * `given-labels`: the split that a label column gives, such as `x_label` in MMRec's `.inter` files:
 * row r goes to train (0), valid (1) or test (2) by `labels[r]`. Throws `E_SPLIT_LABEL` when there is
 * not one label a row or a label is none of the three.
 */
export function splitByLabels(
  dataset: Dataset,
  labels: ArrayLike<number>,
  options: LabelOptions = {},
): Split {
  const { dropColdUsers: isDropping = false, timeOrder = "none" } = options;
  if (labels.length !== dataset.nRatings) {
    throw labelError(dataset, `${dataset.nRatings} labels`, `${labels.length} labels`);
  }
  const places = new Uint8Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row];
    if (label !== 0 && label !== 1 && label !== 2) {
      throw labelError(dataset, "0 (train), 1 (valid) or 2 (test)", `${label} in row ${row}`);
    }
    places[row] = label;
  }
  if (isDropping) dropColdUsers(dataset, places);
  const settings = { dropColdUsers: isDropping };
  return assembleSplit(dataset, { name: "given-labels", settings, timeOrder }, places);
}

function labelError(dataset: Dataset, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_SPLIT_LABEL", "The labels do not make a split", {
    where: `given-labels of ${dataset.name}`,
    expected,
    got,
    remedy: "Give one label for each row of the data set, in its order",
  });
}
