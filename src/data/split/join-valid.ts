import type { Interactions } from "../dataset.js";
import { takeRows } from "../interactions.js";
import { nameSplit } from "./assemble.js";
import { openTestPart } from "./parts.js";
import type { Split, SplitRecipe } from "./split.js";

/**
 * The same split with the validation rows behind the training rows, and no validation part: for the
 * last fit, after a search has chosen on the validation part. The test part is the same. The recipe
 * says so by the setting `validInTrain`.
 */
export function joinValid(split: Split): Split {
  const recipe: SplitRecipe = {
    ...split.recipe,
    settings: { ...split.recipe.settings, validInTrain: true },
  };
  const train = joined(split.train.interactions, split.valid.interactions);
  const valid = takeRows(split.valid.interactions, new Int32Array(0));
  return {
    ...split,
    recipe,
    hash: nameSplit(recipe, split.datasetHash, [train, valid, openTestPart(split.test)]),
    train: { ...split.train, interactions: train },
    valid: { ...split.valid, interactions: valid },
  };
}

function joined(first: Interactions, second: Interactions): Interactions {
  const nRows = first.nRows + second.nRows;
  const columns = {
    nRows,
    userIndex: new Int32Array(nRows),
    itemIndex: new Int32Array(nRows),
    rating: new Float32Array(nRows),
    ...(first.timestamp === undefined ? {} : { timestamp: new Float64Array(nRows) }),
  };
  for (const [part, start] of [
    [first, 0],
    [second, first.nRows],
  ] as const) {
    columns.userIndex.set(part.userIndex, start);
    columns.itemIndex.set(part.itemIndex, start);
    columns.rating.set(part.rating, start);
    if (part.timestamp !== undefined) columns.timestamp?.set(part.timestamp, start);
  }
  return columns;
}
