/** How much of its attention an item gives to each modality. */
import type { CrossWeights } from "./cross-attention.js";
import type { EncodedItems } from "./encoded-items.js";
import { sideOf, type ItemTokens, type SideName } from "./tokens.js";

/**
 * Shares of attention from what a network gave under `attention text` and `attention image`, `[nItems x heads
 * x queries x keys]`: the mean over heads and over the queries that an item has; of an item without a
 * query or a key, 0.
 */
export function attentionMass(
  items: ItemTokens,
  weights: CrossWeights,
  outputs: Readonly<Record<string, Float32Array>>,
): Pick<EncodedItems, "attentionOfText" | "attentionOfImage"> {
  const shares = (side: SideName): Float32Array | undefined => {
    const tensor = weights[side];
    if (tensor === undefined) return undefined;
    const [, heads, , nKeys] = tensor.shape as readonly number[];
    return meanShares(items, outputs[`attention ${side}`], { side, heads, nKeys });
  };
  const [text, image] = [shares("text"), shares("image")];
  return {
    ...(text === undefined ? {} : { attentionOfText: text }),
    ...(image === undefined ? {} : { attentionOfImage: image }),
  };
}

function meanShares(
  items: ItemTokens,
  weights: Float32Array,
  {
    side,
    heads,
    nKeys,
  }: { readonly side: SideName; readonly heads: number; readonly nKeys: number },
): Float32Array {
  const { nItems, tokens, present } = items;
  const queries = sideOf(items, side);
  const has = (item: number, at: number): boolean => present[item * tokens.length + at] === 1;
  // The last tokens are the keys: those of images, or all.
  const firstKey = tokens.length - nKeys;
  const shares = new Float32Array(nItems * tokens.length);
  for (let item = 0; item < nItems; item++) {
    const own = queries.filter((at) => has(item, at));
    const isSeeing = Array.from({ length: nKeys }, (_unused, key) => has(item, firstKey + key));
    if (own.length === 0 || !isSeeing.includes(true)) continue;
    for (let key = 0; key < nKeys; key++) {
      let sum = 0;
      for (let head = 0; head < heads; head++) {
        for (const query of own) {
          const row = (item * heads + head) * queries.length + (query - queries[0]);
          sum += weights[row * nKeys + key];
        }
      }
      shares[item * tokens.length + firstKey + key] = sum / (heads * own.length);
    }
  }
  return shares;
}
