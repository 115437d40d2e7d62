import { gather, type Tensor } from "../../../compute/graph/index.js";
import { filledUp } from "./fill-up.js";
import type { NetworkInputs, PairEncoder } from "./network-types.js";

/**
 * Encoder of a network that computes each distinct item of a batch once: the inputs `distinctItems`
 * `[distinct]`, ascending and filled up (see `fill-up.ts`), and `itemPlaces` `[batch]`, where each pair's item stands among them.
 */
export function distinctItemEncoder(nItems: number): PairEncoder {
  const places = new Int32Array(nItems);
  return {
    inputs: {
      distinctItems: { shape: ["distinct"], type: "int32" },
      itemPlaces: { shape: ["batch"], type: "int32" },
    },
    encode: (_users, items) => {
      const sorted = Int32Array.from(new Set(items)).sort();
      const distinctItems = filledUp(sorted);
      sorted.forEach((item, place) => (places[item] = place));
      const itemPlaces = items.map((item) => places[item]);
      return { feeds: { distinctItems, itemPlaces }, sizes: { distinct: distinctItems.length } };
    },
  };
}

/** Rows of each pair's item `[batch x width]` from those of the distinct ones `[distinct x width]`. */
export function ofEachPair({ encoded }: NetworkInputs, distinctRows: Tensor): Tensor {
  return gather(distinctRows, encoded.itemPlaces);
}
