import { MoviolaError } from "../../common/errors.js";

/** Throws `E_METRIC_COUNTS` unless every count is a finite number from 0 to `most`. */
export function checkItemCounts(itemCounts: ArrayLike<number>, most: number): void {
  for (let item = 0; item < itemCounts.length; item++) {
    const count = itemCounts[item];
    if (count >= 0 && count <= most && Number.isFinite(count)) continue;
    throw new MoviolaError("E_METRIC_COUNTS", "An item has an impossible number of ratings", {
      where: `item ${item}`,
      expected: `a number from 0 to ${most}`,
      got: String(count),
      remedy: "Count each user once an item, in the training part",
    });
  }
}
