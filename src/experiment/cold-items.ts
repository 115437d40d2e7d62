import { MoviolaError } from "../common/errors.js";
import type { ModelEntry } from "../models/model-entry.js";

/**
 * Throws `E_EXPERIMENT_COLD` when the recipe `split` holds out whole items and the model knows
 * nothing of items without a training row: its ranking of them would be chance or worse, and no number
 * of it would mean anything. Floors, which are there to show just that, and models with
 * `scoresColdItems` pass.
 */
export function refuseColdItems(split: string, entry: ModelEntry, isFloor: boolean): void {
  if (split !== "cold-item" || isFloor || entry.scoresColdItems === true) return;
  throw new MoviolaError(
    "E_EXPERIMENT_COLD",
    `The model "${entry.id}" cannot score items without training rows`,
    {
      where: `split "${split}"`,
      expected: "a model that scores new items by their content, or a floor",
      got: entry.id,
      remedy: "Take a content model, or a split in which every item keeps training rows",
    },
  );
}
