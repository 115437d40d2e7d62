import type { SideName } from "./tokens.js";

/** Vectors of all items. */
export interface EncodedPart {
  readonly width: number;
  /** `[nItems x width]` of length 1, or 0. */
  readonly vectors: Float32Array;
  /** `[nItems]` of the part's cosine in a score; absent: 1 each. */
  readonly weights?: Float32Array;
}

/** All items, ready to be scored. */
export interface EncodedItems {
  readonly parts: readonly EncodedPart[];
  /** Each side as it is without the other one: what text and posters are compared by. */
  readonly sides: Partial<Readonly<Record<SideName, EncodedPart>>>;
  /** `[nItems x tokens]` shares of attention of the text, where the variant has attention. */
  readonly attentionOfText?: Float32Array;
  /** `[nItems x tokens]` shares of attention of the images. */
  readonly attentionOfImage?: Float32Array;
}
