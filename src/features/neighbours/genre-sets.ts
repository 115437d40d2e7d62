import type { ItemContent } from "../../data/dataset.js";
import { countBits } from "../shared/count-bits.js";

/** Sets of genres as bits, for many comparisons. */
export interface GenreSets {
  /** Words of 32 genres a set takes. */
  readonly nWords: number;
  /** `[nItems x nWords]` */
  readonly bits: Uint32Array;
}

/** The genres of all items. */
export function genreSets(itemContent: readonly Pick<ItemContent, "genres">[]): GenreSets {
  const numberOf = new Map<string, number>();
  for (const { genres } of itemContent) {
    for (const genre of genres) {
      if (!numberOf.has(genre)) numberOf.set(genre, numberOf.size);
    }
  }
  const nWords = Math.max(1, Math.ceil(numberOf.size / 32));
  const bits = new Uint32Array(itemContent.length * nWords);
  itemContent.forEach(({ genres }, item) => {
    for (const genre of genres) {
      const number = numberOf.get(genre)!;
      bits[item * nWords + (number >>> 5)] |= 1 << (number & 31);
    }
  });
  return { nWords, bits };
}

/** Genres in both sets by genres in either, 0 to 1 (Jaccard); 0 when both are empty. */
export function genreJaccard({ nWords, bits }: GenreSets, item: number, other: number): number {
  let shared = 0;
  let all = 0;
  for (let word = 0; word < nWords; word++) {
    const a = bits[item * nWords + word];
    const b = bits[other * nWords + word];
    shared += countBits(a & b);
    all += countBits(a | b);
  }
  return all === 0 ? 0 : shared / all;
}
