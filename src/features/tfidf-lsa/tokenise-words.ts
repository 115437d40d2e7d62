import { stopWords } from "./stop-words.js";

/**
 * The words of a text, in order: after NFKC normalisation and lower-casing, every longest run of two
 * or more letters, marks and digits (Unicode categories L, M and N) that is no English stop word. All
 * else separates, the apostrophe too: "Noah's ark" gives "noah", "ark". Scripts written without spaces
 * give whole phrases, for which this is the wrong tokeniser.
 */
export function tokeniseWords(text: string): string[] {
  const words =
    text
      .normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]{2,}/gu) ?? [];
  return words.filter((word) => !stopWords.has(word));
}
