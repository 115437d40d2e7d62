/** Ranking among new items alone. */
import { createRandom } from "../../src/index.js";
import type { Dataset, Recommender, TrainPart, ValidPart } from "../../src/index.js";

/**
 * Mean NDCG@10 over users with a row on an item that no part but the test part has, ranked among those items
 * alone. Equal scores stand in drawn order: the catalogue's would help, since well-known films come first in it.
 */
export function rankNewItems(
  model: Recommender,
  { nItems, interactions }: Dataset,
  parts: readonly (TrainPart | ValidPart)[],
): number {
  const isKnown = new Uint8Array(nItems);
  for (const part of parts) for (const item of part.interactions.itemIndex) isKnown[item] = 1;
  const wanted = new Map<number, Set<number>>();
  interactions.itemIndex.forEach((item, row) => {
    if (isKnown[item] === 1) return;
    const user = interactions.userIndex[row];
    wanted.set(user, (wanted.get(user) ?? new Set()).add(item));
  });
  const items = [...new Set([...wanted.values()].flatMap((own) => [...own]))].sort((a, b) => a - b);
  const drawn = Array.from(createRandom(1, "ties").permutation(items.length), (at) => items[at]);
  let sum = 0;
  for (const [user, own] of wanted) {
    const scores = model.scoreUsers(Int32Array.of(user));
    const order = [...drawn].sort((a, b) => scores[b] - scores[a]).slice(0, 10);
    const discount = (rank: number): number => 1 / Math.log2(rank + 2);
    const gain = order.reduce(
      (total, item, rank) => total + (own.has(item) ? discount(rank) : 0),
      0,
    );
    const ideal = Array.from({ length: Math.min(10, own.size) }, (_unused, rank) => discount(rank));
    sum += gain / ideal.reduce((total, each) => total + each, 0);
  }
  return sum / wanted.size;
}
