/** What a fit takes, from sizes alone. */
import type { ElrfaeySettings } from "./settings.js";

/** What the runtime takes whatever it runs. */
const runtimeBytes = 58 * 2 ** 20;

/** Items, and the lengths of their vectors by modality. */
export interface ItemSizes {
  readonly nItems: number;
  readonly dims: readonly number[];
}

/**
 * About how many bytes a fit takes at its peak: features as given, at length 1 and as a run is fed with them; the
 * outputs of all operators with their gradients, for all items where pairs of users and items are learned from,
 * for a batch of items where sides are aligned; the pairs of a step; and the items as they are encoded.
 */
export function expectedBytes({ nItems, dims }: ItemSizes, settings: ElrfaeySettings): number {
  const { embeddingSize, batchSize, itemBatchSize, negatives, loss, regime } = settings;
  const features = 3 * nItems * dims.reduce((sum, dim) => sum + dim, 0);
  const perItem = 40 * (dims.length + 1) * embeddingSize;
  const perPair = loss === "bpr" ? 12 * embeddingSize : 8 * embeddingSize + 4 * negatives;
  const encoding = 0.25 * nItems * perItem;
  const steps = {
    "zero-shot": 0,
    alignment: Math.min(nItems, itemBatchSize) * perItem,
    supervised: nItems * perItem + batchSize * perPair - encoding,
  };
  return runtimeBytes + 4 * (features + encoding + steps[regime]);
}
