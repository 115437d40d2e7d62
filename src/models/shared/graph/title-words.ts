import type { ItemContent } from "../../../data/dataset.js";

/** Titles as numbers of words. */
export interface TitleWords {
  /** `[nItems x length]` a word's place in the vocabulary from 1; 0 behind the title's end. */
  readonly words: Int32Array;
  /** `[nItems x length]` 1 where there is a word. */
  readonly present: Uint8Array;
  /** Numbers that `words` may hold, 0 included: the vocabulary's size and 1. */
  readonly nWords: number;
}

/**
 * The first `length` words of every title. Words are runs of letters, marks, digits and apostrophes in lower
 * case; the vocabulary is those of the catalogue's own titles, in alphabetical order.
 */
export function titleWords(
  itemContent: readonly ItemContent[],
  nItems: number,
  length: number,
): TitleWords {
  const titles = itemContent.slice(0, nItems).map(({ title }) => wordsOf(title).slice(0, length));
  const vocabulary = [...new Set(titles.flat())].sort();
  const numbers = new Map(vocabulary.map((word, at) => [word, at + 1]));
  const words = new Int32Array(nItems * length);
  titles.forEach((title, item) => {
    title.forEach((word, at) => (words[item * length + at] = numbers.get(word)!));
  });
  const present = Uint8Array.from(words, (word) => Number(word > 0));
  return { words, present, nWords: vocabulary.length + 1 };
}

function wordsOf(title: string): string[] {
  const plain = title.normalize("NFKC").replaceAll("\u2019", "'").toLowerCase();
  return plain.match(/[\p{L}\p{M}\p{N}']+/gu) ?? [];
}
