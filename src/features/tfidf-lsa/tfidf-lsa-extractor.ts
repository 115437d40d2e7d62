import type {
  BatchVectors,
  CorpusExtractor,
  ExtractorIdentity,
  FeaturePreset,
  ItemInput,
  ItemState,
} from "../contract.js";
import { chooseRows } from "../shared/choose-rows.js";
import { learnDirections, projectRows } from "./project-texts.js";
import { learnVocabulary, weighTexts } from "./term-weights.js";
import { tokeniseWords } from "./tokenise-words.js";

/** Latent semantic analysis of all texts; `fitOn` marks those that words and directions are learnt from. */
export function tfidfLsaExtractor(
  preset: FeaturePreset,
  identity: ExtractorIdentity,
  minimumDocuments: number,
): CorpusExtractor {
  return {
    kind: "corpus",
    preset,
    identity,
    device: "cpu",
    extractAll: async (items, fitOn, signal) => {
      const words = items.map(({ text = "" }) => tokeniseWords(text));
      // Lets an abort through between the two long steps.
      await Promise.resolve();
      signal?.throwIfAborted();
      const vocabulary = learnVocabulary(
        words.map((list, item) => (fitOn[item] === 1 ? list : [])),
        minimumDocuments,
      );
      const rows = weighTexts(words, vocabulary);
      const directions = learnDirections(chooseRows(rows, fitOn), preset.dim);
      const values = projectRows(rows, directions, preset.dim);
      const isWeighty = Array.from(
        words,
        (_unused, item) => rows.offsets[item + 1] > rows.offsets[item],
      );
      return describeItems(items, words, isWeighty, values, preset.dim);
    },
    close: () => Promise.resolve(),
  };
}

function describeItems(
  items: readonly ItemInput[],
  words: readonly (readonly string[])[],
  isWeighty: readonly boolean[],
  values: Float32Array,
  dim: number,
): BatchVectors {
  const states: ItemState[] = [];
  const remarks: string[] = [];
  items.forEach(({ text }, item) => {
    const hasVector = values.subarray(item * dim, (item + 1) * dim).some((value) => value !== 0);
    states.push(hasVector ? "ok" : text === undefined ? "missing" : "empty");
    remarks.push(hasVector ? "" : reason(text, words[item], isWeighty[item]));
  });
  return { values, states, remarks };
}

function reason(text: string | undefined, words: readonly string[], isWeighty: boolean): string {
  if (text === undefined) return "no text is given";
  if (text.trim() === "") return "the text is empty";
  if (words.length === 0) return "the text has no word besides stop words";
  if (!isWeighty) return "no word of the text tells texts apart";
  return "the words of the text are outside the directions that were kept";
}
