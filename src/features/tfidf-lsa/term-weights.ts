import type { SparseMatrix } from "../../compute/sparse.js";

/** Which words count, and how much: learnt from the texts of {@link learnVocabulary}. */
export interface Vocabulary {
  /** Column of each word; words stand in code-unit order. */
  readonly columnOf: ReadonlyMap<string, number>;
  /** `[nWords]` ln((1 + n) / (1 + df)) for n texts with a word, df of them with this one. */
  readonly rarity: Float64Array;
}

/** Learns the words that occur in at least `minimumDocuments` of the texts, given as lists of words. */
export function learnVocabulary(
  texts: readonly (readonly string[])[],
  minimumDocuments: number,
): Vocabulary {
  const frequency = new Map<string, number>();
  let nTexts = 0;
  for (const words of texts) {
    if (words.length > 0) nTexts++;
    for (const word of new Set(words)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  }
  const kept = [...frequency].filter(([, count]) => count >= minimumDocuments);
  kept.sort(([one], [other]) => (one < other ? -1 : 1));
  return {
    columnOf: new Map(kept.map(([word], column) => [word, column])),
    rarity: Float64Array.from(kept, ([, count]) => Math.log((1 + nTexts) / (1 + count))),
  };
}

/**
 * Texts as rows `[nTexts x nWords]` of weights (1 + ln tf) x rarity, each row scaled to length 1; a
 * text without a weighty word is an empty row.
 */
export function weighTexts(
  texts: readonly (readonly string[])[],
  { columnOf, rarity }: Vocabulary,
): SparseMatrix {
  const offsets = new Int32Array(texts.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  texts.forEach((words, row) => {
    for (const [column, weight] of rowOf(words, columnOf, rarity)) {
      columns.push(column);
      values.push(weight);
    }
    offsets[row + 1] = columns.length;
  });
  return {
    nRows: texts.length,
    nColumns: rarity.length,
    offsets,
    columns: Int32Array.from(columns),
    values: Float32Array.from(values),
  };
}

function rowOf(
  words: readonly string[],
  columnOf: ReadonlyMap<string, number>,
  rarity: Float64Array,
): (readonly [column: number, weight: number])[] {
  const counts = new Map<number, number>();
  for (const word of words) {
    const column = columnOf.get(word);
    if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
  }
  const row = [...counts]
    .map(([column, count]) => [column, (1 + Math.log(count)) * rarity[column]] as const)
    .filter(([, weight]) => weight > 0)
    .sort(([one], [other]) => one - other);
  const length = Math.sqrt(row.reduce((sum, [, weight]) => sum + weight * weight, 0));
  return row.map(([column, weight]) => [column, weight / length] as const);
}
