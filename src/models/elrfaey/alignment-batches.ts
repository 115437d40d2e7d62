/** Batches of the alignment regime: items that have both a text and an image. */
import type { Batch } from "../../compute/graph/index.js";
import { createRandom } from "../../compute/random.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { feedsOf } from "./encode.js";
import { hasSide, type ItemTokens } from "./tokens.js";

/**
 * Items with both sides and a training row. One without a training row is not learned from, so that text
 * and poster of held-out items can be matched honestly.
 */
export function alignable(
  items: ItemTokens,
  { byItem }: Pick<PositiveTable, "byItem">,
): Int32Array {
  const [text, image] = [hasSide(items, "text"), hasSide(items, "image")];
  return Int32Array.from(text.keys()).filter(
    (item) =>
      text[item] === 1 && image[item] === 1 && byItem.offsets[item + 1] > byItem.offsets[item],
  );
}

/**
 * The batches of an epoch, each of `size` items or a little less: they share the items evenly, since a
 * small batch has few negatives.
 */
export function* alignmentBatches(
  items: ItemTokens,
  rows: Int32Array,
  size: number,
  epoch: number,
  seed: number,
): Generator<Batch> {
  const order = createRandom(seed, `elrfaey/alignment epoch ${epoch}`).shuffle(rows.slice());
  const nBatches = Math.min(Math.ceil(order.length / size), Math.floor(order.length / 2));
  for (let at = 0; at < nBatches; at++) {
    const bound = (part: number): number => Math.floor((part * order.length) / nBatches);
    const own = order.subarray(bound(at), bound(at + 1));
    const classes = Int32Array.from(own.keys());
    yield {
      feeds: { ...feedsOf(items, own), classes },
      sizes: { items: own.length },
      nItems: own.length,
    };
  }
}
